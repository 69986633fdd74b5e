"""What the exchange keeps: look-ups in databases of the state, packets with their way (mô hình dữ liệu trao đổi)."""

from .lookups import WORDS, Database, Lookup
from .packets import Channel, Direction, Hop, Packet, PacketFile, PacketKind, State, Step

__all__ = [
    "WORDS",
    "Channel",
    "Database",
    "Direction",
    "Hop",
    "Lookup",
    "Packet",
    "PacketFile",
    "PacketKind",
    "State",
    "Step",
]
