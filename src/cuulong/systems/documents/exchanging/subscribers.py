"""Reactions to what travels; every one may come twice (phản ứng với sự kiện liên thông)."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.exchange import facts
from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.queries import find_packet
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.published.facts.documents import DocumentIssued, DocumentWithdrawn, IncomingMoved

from ..incoming.actions.take_back import ask_back as ask_incoming_back
from ..incoming.models import Asked, Incoming
from ..outgoing.models import Delivery, Outgoing, Recipient
from ..records.models import Document
from . import rules
from .actions.dispatch import ask_back, dispatch
from .actions.take_packet import take_packet

MACHINE = Acting.system("exchange")
ANSWERS_QUESTION = ("taken_back", "updated", "kept")


def packet_arrived(fact: facts.PacketArrived) -> None:
    """A packet came for one of our agencies (gói tin đến)."""
    packet = find_packet(fact.packet)
    if packet is not None and packet.agency is not None:
        take_packet(packet, about=fact.about, at=fact.arrived_at)


@transaction.atomic
def status_arrived(fact: facts.StatusArrived) -> None:
    """The peer tells how far ours came there, or asks its own back (trạng thái đến)."""
    if fact.code == rules.TAKE_BACK:
        document = _document(fact.about)
        came = Incoming.objects.filter(document=document).first() if document else None
        if document is not None and came is not None and (came.asked_at is None or came.asked_at < fact.arrived_at):
            ask_incoming_back(document, Asked.TAKE_BACK, fact.reason, acting=MACHINE, at=fact.arrived_at)
        return
    for recipient in _recipients(fact.packet, fact.about, fact.peer_code):
        recipient.delivery = rules.delivery_after(recipient.delivery, fact.code)
        if fact.reason:
            recipient.told = fact.reason[:300]
        recipient.save()


@transaction.atomic
def packet_failed(fact: facts.PacketFailed) -> None:
    """A packet of ours came nowhere (gửi không được)."""
    for recipient in _recipients(fact.packet, None, ""):
        if recipient.delivery in (Delivery.WAITING, Delivery.SENT):
            recipient.delivery, recipient.told = Delivery.FAILED, fact.error[:300]
            recipient.save()


def issued(fact: DocumentIssued) -> None:
    """An issued document goes to its recipients (phát hành)."""
    outgoing = Outgoing.objects.select_related("document__agency", "replaces", "answers__incoming")
    found = outgoing.filter(document__uuid=fact.subject.uuid).first()
    if found is not None:
        dispatch(found.document, acting=MACHINE, at=fact.at)


def withdrawn(fact: DocumentWithdrawn) -> None:
    """A recalled document is asked back from all who have it; a replaced one is by its successor's packet (thu hồi)."""
    if fact.replaced_by is not None:
        return
    sent = Recipient.objects.filter(outgoing__document__uuid=fact.subject.uuid, packet__isnull=False)
    for recipient in sent.select_related("outgoing__document__agency", "agency").order_by("pk"):
        ask_back(recipient, f"Thu hồi văn bản {fact.number}", acting=MACHINE, at=fact.at)


@transaction.atomic
def incoming_moved(fact: IncomingMoved) -> None:
    """Tell the sender how far its document came (báo trạng thái cho nơi gửi)."""
    code = rules.TOLD.get(fact.stage)
    came = Incoming.objects.filter(document__uuid=fact.subject.uuid).first()
    if code is None or came is None:
        return
    uuid = (came.asked_packet if fact.stage in ANSWERS_QUESTION else None) or came.packet
    packet = Packet.objects.select_related("agency").filter(uuid=uuid).first() if uuid else None
    if packet is None:
        return
    report_status(packet, code, acting=MACHINE, at=fact.at, reason=fact.note)
    if code in ("02", "03") and came.acknowledged_at is None:
        came.acknowledged_at = fact.at
        came.save(update_fields=["acknowledged_at"])


def _document(about: Ref | None) -> Document | None:
    return Document.objects.filter(uuid=about.uuid).first() if about and about.kind == Document.ref_kind else None


def _recipients(packet: Ref, about: Ref | None, peer: str) -> list[Recipient]:
    """Whom a status or failure is about: by its packet, else by the document and the peer's code."""
    found = list(Recipient.objects.select_for_update(of=("self",)).filter(packet=packet.uuid))
    if found or about is None or not peer:
        return found
    return list(Recipient.objects.select_for_update(of=("self",)).filter(outgoing__document__uuid=about.uuid, organ_code=peer))
