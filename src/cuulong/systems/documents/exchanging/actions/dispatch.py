"""Send an issued document to those of its recipients that packets reach (gửi văn bản đi)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.routing import code_of
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import local_date
from cuulong.lib.errors import InputError

from ...outgoing.models import Delivery, Recipient, Way
from ...records.models import Document, Part
from ..mapping import envelope_of, organ_of, replacement_of

BY_PACKET = (Way.INSIDE, Way.AXIS, Way.MAIL)
SENT_PARTS = (Part.MAIN, Part.APPENDIX)


@transaction.atomic
def dispatch(document: Document, *, acting: Acting, at: datetime) -> int:
    """One packet to each recipient that waits for one; once, however often it is called (gửi liên thông).

    A recipient that cannot be sent to is marked with the reason and stops no other. Answers how many were sent.
    """
    waiting = document.outgoing.recipients.select_for_update(of=("self",)).filter(way__in=BY_PACKET, delivery=Delivery.WAITING)
    places = tuple(document.outgoing.recipients.order_by("pk").values_list("name", flat=True))
    files = [
        one.file for one in document.attachments.filter(replaced=False, part__in=SENT_PARTS).order_by("-part", "order")
    ]
    done = 0
    for recipient in waiting.select_related("agency").order_by("pk"):
        code = recipient.organ_code or (code_of(recipient.agency, local_date(at)) if recipient.agency else "")
        envelope = envelope_of(document, (organ_of(recipient, code),), places=places)
        replaced = document.outgoing.replaces
        if replaced is not None and (target := _sent_as(replaced, recipient)):
            envelope = replacement_of(envelope, target, f"Thay thế văn bản {replaced.number}")
        try:
            with transaction.atomic():
                (packet, *_rest) = send(
                    envelope, agency=document.agency, acting=acting, at=at, files=files, subject=document.ref,
                    key=f"documents.{recipient.uuid}",
                )  # fmt: skip
        except InputError as error:
            recipient.delivery, recipient.told = Delivery.FAILED, str(error)[:300]
        else:
            recipient.delivery, recipient.packet, recipient.sent_at = Delivery.SENT, packet.uuid, at
            done += 1
        recipient.save()
    return done


@transaction.atomic
def ask_back(recipient: Recipient, reason: str, *, acting: Acting, at: datetime) -> bool:
    """Ask one recipient for a sent document by status 13 (xin lấy lại); False when it never went by packet, or is asked."""
    packet = Packet.objects.select_related("agency").filter(uuid=recipient.packet).first() if recipient.packet else None
    if packet is None or recipient.delivery in (Delivery.RECALLING, Delivery.RECALLED):
        return False
    report_status(packet, "13", acting=acting, at=at, reason=reason)
    recipient.delivery, recipient.told = Delivery.RECALLING, reason[:300]
    recipient.save()
    return True


def _sent_as(document: Document, like: Recipient) -> str:
    """The identifier under which a document went to the same recipient; "" when it did not."""
    same = {"agency": like.agency} if like.agency else {"organ_code": like.organ_code}
    sent = document.outgoing.recipients.filter(**same, packet__isnull=False).first()
    packet = Packet.objects.filter(uuid=sent.packet).first() if sent else None
    return packet.document_id if packet else ""
