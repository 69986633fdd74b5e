"""What happens to look-ups, told to whoever listens (sự kiện tra cứu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupSettled(Fact):
    """A database has answered, perhaps only after it was down for a while (có kết quả tra cứu)."""

    name: ClassVar[str] = "exchange.lookup_settled"

    subject: Ref
    code: str
    lookup: Ref
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketArrived(Fact):
    """A document came for an agency of ours, once however often it was sent (văn bản liên thông đến).

    `about`: what the earlier packet became that this one recalls, updates or replaces. `note`: why it came here although
    addressed elsewhere.
    """

    name: ClassVar[str] = "exchange.packet_arrived"

    packet: Ref
    agency: Ref
    peer_code: str
    peer_name: str
    document_id: str
    doc_type: str
    target_id: str
    about: Ref | None
    note: str
    arrived_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusArrived(Fact):
    """The peer told what became of a document; 13 asks to take one back (trạng thái văn bản đến).

    `packet`: the document's own packet. `about`: what that packet is here.
    """

    name: ClassVar[str] = "exchange.status_arrived"

    packet: Ref
    status: Ref
    agency: Ref
    peer_code: str
    code: str
    reason: str
    about: Ref | None
    arrived_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketDelivered(Fact):
    """The receiver, or whoever carries it there, has the packet (đã giao gói tin)."""

    name: ClassVar[str] = "exchange.packet_delivered"

    packet: Ref
    about: Ref | None
    peer_code: str
    delivered_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PacketFailed(Fact):
    """Nobody will try again by themselves (không gửi được gói tin)."""

    name: ClassVar[str] = "exchange.packet_failed"

    packet: Ref
    about: Ref | None
    peer_code: str
    error: str
    failed_at: datetime
