"""What packets tell of the documents that went out; safe to repeat (nhận sự kiện liên thông)."""

from __future__ import annotations

from cuulong.core.exchange.facts import PacketDelivered, PacketFailed, StatusArrived

from .actions.told import hear_delivery, hear_failure, hear_status


def hear(fact: StatusArrived) -> None:
    """A recipient said how far it is, or answered a recall."""
    hear_status(fact.packet.uuid, fact.code, fact.reason, at=fact.arrived_at)


def delivered(fact: PacketDelivered) -> None:
    """The packet is with whoever carries it."""
    hear_delivery(fact.packet.uuid, at=fact.delivered_at)


def failed(fact: PacketFailed) -> None:
    """The packet is given up."""
    hear_failure(fact.packet.uuid, fact.error, at=fact.failed_at)
