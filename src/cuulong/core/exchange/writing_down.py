"""Rows that every verb of the exchange writes: a packet with its files, a hop, a line of the log (ghi gói tin)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.people.acting import Acting

from .edxml import Attachment
from .models import Hop, Packet, PacketFile, Step

SYSTEM = Acting.system("exchange")
LOCK_SPACE = 0x45444F43


def hop(packet: Packet, step: Step, at: datetime, *, place: str = "", detail: str = "") -> Hop:
    """Add one step to a packet's way (ghi chặng)."""
    return Hop.objects.create(packet=packet, step=step, place=place[:300], detail=detail, happened_at=at)


def log(acting: Any, action: str, packet: Packet, **more: Any) -> None:
    """One line of the signed log with the packet's hash, so that the log proves the packet (ghi nhật ký gói tin)."""
    told = {"packet": str(packet), "peer": packet.peer_name or packet.peer_code, "digest": packet.digest}
    record(acting, action, packet, packet.agency, **told, **more)


def keep_files(packet: Packet, attached: Sequence[tuple[Attachment, StoredFile]]) -> None:
    """The files of a new packet, in their order."""
    PacketFile.objects.bulk_create(
        PacketFile(
            packet=packet,
            position=position,
            content_id=one.content_id[:200],
            name=one.name[:300],
            description=one.description[:500],
            content_type=one.content_type[:200],
            zipped=one.zipped,
            file=stored,
        )
        for position, (one, stored) in enumerate(attached)
    )


def alone(key: str) -> None:
    """Wait until nobody else writes about the same key, until the end of the transaction."""
    with connection.cursor() as cursor:
        number = int.from_bytes(bytes.fromhex(key[:8]), "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, number])
