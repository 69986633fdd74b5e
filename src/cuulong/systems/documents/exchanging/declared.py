"""What the exchange of documents declares to the house (khai báo)."""

from __future__ import annotations

from cuulong.core.exchange import facts
from cuulong.core.registry import Subscription, declare
from cuulong.published.facts import documents

from . import subscribers

declare(
    Subscription(code="documents.packet_arrived", fact=facts.PacketArrived, handler=subscribers.packet_arrived),
    Subscription(code="documents.asked_back", fact=facts.StatusArrived, handler=subscribers.asked_back),
    Subscription(code="documents.tell_sender", fact=documents.IncomingMoved, handler=subscribers.incoming_moved),
)
