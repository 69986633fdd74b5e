"""Reactions to what travels; every one may come twice (phản ứng với sự kiện liên thông)."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.exchange import facts
from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.queries import find_packet
from cuulong.core.people.acting import Acting
from cuulong.published.facts.documents import IncomingMoved

from ..incoming.actions.take_back import ask_back
from ..incoming.models import Asked, Incoming
from ..records.models import Document
from . import rules
from .actions.take_packet import take_packet

MACHINE = Acting.system("exchange")
ANSWERS_QUESTION = ("taken_back", "updated", "kept")


def packet_arrived(fact: facts.PacketArrived) -> None:
    """A packet came for one of our agencies (gói tin đến)."""
    packet = find_packet(fact.packet)
    if packet is not None and packet.agency is not None:
        take_packet(packet, about=fact.about, at=fact.arrived_at)


@transaction.atomic
def asked_back(fact: facts.StatusArrived) -> None:
    """The sender asks its document back by status 13; what it tells of ours is heard elsewhere (nơi gửi lấy lại)."""
    if fact.code != rules.TAKE_BACK or fact.about is None or fact.about.kind != Document.ref_kind:
        return
    came = Incoming.objects.select_related("document").filter(document__uuid=fact.about.uuid).first()
    if came is not None and (came.asked_at is None or came.asked_at < fact.arrived_at):
        ask_back(came.document, Asked.TAKE_BACK, fact.reason, acting=MACHINE, at=fact.arrived_at)


@transaction.atomic
def incoming_moved(fact: IncomingMoved) -> None:
    """Tell the sender how far its document came; the exchange tells the same thing once (báo trạng thái cho nơi gửi)."""
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
