"""Reads of packets: which one is meant, what one may see, the way of one subject (tra cứu gói tin)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cuulong.core.people.acting import Acting
from cuulong.design import formats
from cuulong.lib.facts import Ref

from .contents import from_json
from .edxml import Envelope, StatusMessage
from .models import Direction, Hop, Packet, PacketKind, State, Step
from .rules import BY_SENDER

READ, AUDIT = "exchange.read", "exchange.audit"
REFUSED = "02"


def visible_to(acting: Acting) -> QuerySet[Packet]:
    """Packets of the agencies where one may read them; all, with those that came for nobody, for auditors (gói tin được xem)."""
    packets = Packet.objects.select_related("agency", "raw")
    if acting.can(AUDIT):
        return packets
    reach = acting.agency_ids(READ)
    return packets if reach is None else packets.filter(agency__in=reach)


def find_packet(ref: Ref) -> Packet | None:
    """The packet a fact names."""
    if ref.kind != Packet.ref_kind:
        return None
    return Packet.objects.select_related("agency").filter(uuid=ref.uuid).first()


def envelope_of(packet: Packet) -> Envelope:
    """What a document's packet says, without the files' contents, which are `packet.files` (nội dung gói tin)."""
    return from_json(Envelope, packet.header)


def status_of(packet: Packet) -> StatusMessage:
    """What a status packet says."""
    return from_json(StatusMessage, packet.header)


def packet_about(packet: Packet, document_id: str) -> Packet | None:
    """The earlier document of the same peer with this identifier, the one that became something here first."""
    earlier = Packet.objects.filter(
        direction=packet.direction,
        kind=PacketKind.DOCUMENT,
        peer_code=packet.peer_code,
        document_id=document_id,
        state=State.ARRIVED,
    ).exclude(pk=packet.pk)
    same_agency = [one for one in earlier.order_by("pk") if one.agency_id == packet.agency_id]
    return next((one for one in same_agency or earlier.order_by("pk") if one.subject), None)


def packet_told_of(document_id: str, sender: str, addressed: str, code: str, digest: str = "") -> Packet | None:
    """The document that a status speaks of: one we sent to its sender, or for 13 one that came from there.

    The peer may speak under its other code; then the only candidate is meant.
    """
    direction = Direction.IN if code in BY_SENDER else Direction.OUT
    found = list(
        Packet.objects.select_related("agency")
        .filter(direction=direction, kind=PacketKind.DOCUMENT, document_id=document_id)
        .exclude(state=State.REFUSED)
        .order_by("pk")[:50]
    )
    exact = [one for one in found if one.peer_code == sender]
    ours = [one for one in exact if one.our_code == addressed] or exact
    new = [one for one in ours if one.doc_type == "0"] or ours
    if same := [one for one in found if digest and one.digest == digest]:
        return same[0]
    if new and code == REFUSED:
        # One that was sent later under the same identifier with other words is the refused one.
        return next((one for one in reversed(new) if not one.last_status), new[-1])
    if new:
        return new[0]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Traced:
    """A packet with its hops, oldest first (gói tin và hành trình)."""

    packet: Packet
    hops: list[Hop]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The hops as a timeline draws them."""
        return [step_of(one) for one in self.hops]


BAD, LATE = (Step.REFUSED, Step.GIVEN_UP), (Step.TRIED,)


def step_of(hop: Hop) -> dict[str, Any]:
    """A hop as the timeline draws it (chặng trên màn hình)."""
    status = "stopped" if hop.step in BAD else "paused" if hop.step in LATE else "done"
    meta = formats.short_moment(hop.happened_at) + (f" · {hop.place}" if hop.place else "")
    return {"status": status, "title": str(Step(hop.step).label), "meta": meta, "text": hop.detail}


def trace_of(subject: Ref) -> list[Traced]:
    """Every packet about one object of ours with its way; two queries (hành trình của một văn bản)."""
    packets = Packet.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid).order_by("pk")
    found = packets.select_related("agency").prefetch_related("hops")
    return [Traced(packet, list(packet.hops.all())) for packet in found]
