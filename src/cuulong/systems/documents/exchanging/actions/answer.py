"""Answer a sender who asks a document back or changes it (trả lời đề nghị lấy lại, cập nhật)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.queries import envelope_of
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ...incoming.actions import take_back
from ...incoming.actions.take_in import attach
from ...incoming.arrival import Arrival, of
from ...incoming.models import Asked
from ...incoming.queries import incoming_of
from ...records.models import Document
from ...records.rules import Refused
from ..mapping import NO_ISSUER, NO_SUBJECT, arrival_of
from .take_packet import files_of


@transaction.atomic
def agree(document: Document, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Give it back, or take over what the update says with its files; the sender hears 15 (đồng ý). Raises Refused."""
    incoming = incoming_of(document)
    if incoming.asked != Asked.UPDATE:
        return take_back.agree(document, acting=acting, at=at, revision=revision)
    packet = Packet.objects.filter(uuid=incoming.asked_packet).first() if incoming.asked_packet else None
    if packet is None:
        raise Refused("no_packet", gettext_noop("Không còn gói tin cập nhật để áp dụng."))
    said = updated(document, packet)
    document = take_back.agree_update(document, said, acting=acting, at=at, revision=revision)
    brought, verdict, told = files_of(packet)
    if brought:
        document.attachments.filter(replaced=False).update(replaced=True)
        attach(document, brought, acting=acting)
        incoming_of(document).__class__.objects.filter(pk=document.pk).update(
            signature_verdict=verdict[:20], signature_told=told
        )
    return document


def updated(document: Document, packet: Packet) -> Arrival:
    """What the document would say after the update: what the packet leaves empty stays (nội dung sau cập nhật)."""
    now, new = vars(of(document)), vars(arrival_of(envelope_of(packet), packet.channel))
    said = {name: value for name, value in new.items() if name in CHANGED and value not in ("", None, *GAPS)}
    return Arrival(**now | said)


CHANGED = (
    "number", "issued_on", "kind_name", "subject", "summary", "pages", "urgency", "signer_capacity", "signer_position",
    "signer_name", "due_at",
)  # fmt: skip
GAPS = (NO_SUBJECT, NO_ISSUER)
