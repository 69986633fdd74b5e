"""Handing an issued document to whoever carries it: the exchange, the mail, the clerk's own hands (gửi văn bản)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.actions.send import organ_of, send
from cuulong.core.exchange.edxml import (
    Business,
    Code,
    DocumentType,
    Envelope,
    Organ,
    OtherInfo,
    Promulgation,
    Response,
    Signer,
    Trace,
)
from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.queries import find_packet
from cuulong.core.exchange.routing import code_of
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read
from cuulong.core.outbox.jobs import defer, task
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref

from ..records.models import Attachment, Document, Part
from .models import Delivery, Outgoing, Recipient, Way
from .pages import main_of

BY_PACKET = (Way.INSIDE, Way.AXIS)
SYSTEM = Acting.system("documents")


def dispatch(
    document: Document, outgoing: Outgoing, *, replaces: Document | None = None, acting: Acting, at: datetime
) -> None:
    """Send to every recipient that waits; in the transaction that issues (gửi đi). Raises exchange's Refused.

    `replaces`: the document whose place this takes; who got that one is told so.
    """
    waiting = list(outgoing.recipients.filter(delivery=Delivery.WAITING).select_related("agency"))
    organs = {organ.organ_id: one for one in waiting if one.way in BY_PACKET and (organ := organ_for(one, at)).organ_id}
    if organs:
        envelope = envelope_for(
            document, outgoing, [organ_for(one, at) for one in organs.values()], at, replaces=replaces
        )
        files = [main_of(document), *_appendices(document)]
        packets = send(
            envelope,
            agency=document.agency,
            acting=acting,
            at=at,
            files=files,
            subject=document.ref,
            key=str(document.uuid),
        )
        for packet in packets:
            one = organs[packet.peer_code]
            one.packet = packet.uuid
            one.save(update_fields=["packet", "changed_at"])
    for one in waiting:
        if one.way == Way.PAPER:
            one.delivery, one.sent_at = Delivery.SENT, at
            one.save(update_fields=["delivery", "sent_at", "changed_at"])
        elif one.way == Way.MAIL:
            defer(mail_to, lock=f"documents.mail:{one.uuid}", recipient=str(one.uuid))


def organ_for(recipient: Recipient, at: datetime) -> Organ:
    """A recipient as packets name it (thông tin nơi nhận)."""
    if recipient.agency is not None:
        day = timezone.localdate(at)
        return Organ(organ_id=code_of(recipient.agency, day), name=recipient.agency.name)
    return Organ(organ_id=recipient.organ_code, name=recipient.name, email=recipient.email)


def envelope_for(
    document: Document, outgoing: Outgoing, to: list[Organ], at: datetime, *, replaces: Document | None = None
) -> Envelope:
    """What a packet says of a document (thông tin văn bản trong gói tin)."""
    number, _slash, notation = document.number.partition("/")
    day = document.issued_on or timezone.localdate(at)
    trace = None
    if replaces is not None and (earlier := packet_of(replaces)) is not None:
        business = Business(doc_type="3", document_id=earlier.document_id, reason=f"Thay thế văn bản {replaces.number}")
        trace = Trace(business=business)
    return Envelope(
        sender=organ_of(document.agency, timezone.localdate(at)),
        to=tuple(to),
        code=Code(number=number, notation=notation),
        promulgation=Promulgation(place=document.agency.place, date=f"{day:%Y/%m/%d}"),
        document_type=DocumentType(type="1", name=document.kind_name),
        subject=document.subject,
        signer=Signer(
            competence=document.signer_capacity.replace("\n", " "),
            position=document.signer_position,
            full_name=document.signer_name,
        ),
        other=OtherInfo(
            priority=str(document.urgency),
            promulgation_amount=str(outgoing.paper_copies),
            page_amount=str(document.pages or ""),
        ),
        responses=_responses(outgoing),
        to_places=tuple(outgoing.recipients.values_list("name", flat=True)),
        trace=trace,
    )


def _responses(outgoing: Outgoing) -> tuple[Response, ...]:
    """What incoming document it answers, in the words of whoever sent that one."""
    asked = outgoing.answers
    if asked is None:
        return ()
    day = f"{asked.issued_on:%Y/%m/%d}" if asked.issued_on else ""
    return (Response(organ_id=asked.issuer_code, code=asked.number, date=day),)


def _appendices(document: Document) -> list[StoredFile]:
    found = Attachment.objects.filter(document=document, part=Part.APPENDIX, replaced=False).select_related("file")
    return [one.file for one in found.order_by("order", "pk")]


def packet_of(document: Document) -> Packet | None:
    """One of the packets a document went out in; all bear the same identifier."""
    one = Recipient.objects.filter(outgoing_id=document.pk, packet__isnull=False).order_by("pk").first()
    return find_packet(Ref(Packet.ref_kind, one.packet)) if one and one.packet else None


def ask_back(recipient: Recipient, reason: str, *, acting: Acting, at: datetime) -> None:
    """Ask a recipient to give a document back: status 13, answered by 15 or 16 (lấy lại văn bản)."""
    packet = find_packet(Ref(Packet.ref_kind, recipient.packet)) if recipient.packet else None
    if packet is not None:
        report_status(packet, "13", acting=acting, at=at, reason=reason)


@task("documents.mail_to")
def mail_to(*, recipient: str) -> None:
    """Send one issued document to one address; once, as a sent one is left alone (gửi thư điện tử)."""
    one = Recipient.objects.select_related("outgoing__document__agency").get(uuid=recipient)
    document = one.outgoing.document
    if one.delivery not in (Delivery.WAITING, Delivery.FAILED) or document.state != "issued":
        return
    text = f"{document.agency.name} gửi {document.kind_name} số {document.number}: {document.subject}."
    message = EmailMessage(
        f"{document.number} {document.subject}"[:200], text, settings.DEFAULT_FROM_EMAIL, [one.email]
    )
    for file in (main_of(document), *_appendices(document)):
        message.attach(file.name, read(file), file.media_type)
    message.send()
    with transaction.atomic():
        one.delivery, one.sent_at = Delivery.SENT, timezone.now()
        one.save(update_fields=["delivery", "sent_at", "changed_at"])
