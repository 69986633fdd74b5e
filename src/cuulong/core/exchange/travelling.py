"""Packets as bytes for those who carry bytes, and bytes that came as packets (gói tin trên đường)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.utils import timezone

from cuulong.core.files.store import read as read_file
from cuulong.core.files.store import store

from . import edxml
from .actions.arrive import Received, arrive, refuse_unreadable
from .actions.arrive_status import arrive_status
from .edxml import Attachment, Envelope
from .edxml.seals import words_of
from .models import Channel, Packet, PacketKind, State
from .queries import envelope_of, status_of
from .sealing import sealed
from .types import packet_bounds
from .writing_down import SYSTEM


def bytes_of(packet: Packet) -> bytes:
    """What travels; kept the first time, so that a second try carries the very same bytes (nội dung gửi đi)."""
    if packet.raw is not None:
        return read_file(packet.raw)
    if packet.kind == PacketKind.STATUS:
        data = edxml.write(status_of(packet))
    else:
        attachments = tuple(
            Attachment(
                content_id=one.content_id,
                name=one.name,
                description=one.description,
                content_type=one.content_type,
                content=read_file(one.file),
                zipped=one.zipped,
            )
            for one in packet.files.select_related("file")
        )
        data = edxml.write(replace(envelope_of(packet), attachments=attachments))
    data = sealed(data)
    packet.raw = store(data, name=f"{packet.uuid}.edxml", acting=SYSTEM, **packet_bounds())
    packet.raw_sha256 = hashlib.sha256(data).hexdigest()
    Packet.objects.filter(pk=packet.pk, raw=None).update(raw=packet.raw, raw_sha256=packet.raw_sha256)
    return data


def take(data: bytes, channel: Channel, remote_id: str) -> bool:
    """Let bytes arrive; False when they were refused for good. Any other error is ours and they must come again (nhận)."""
    how = Received(channel, timezone.now(), raw=data, remote_id=remote_id)
    try:
        packet = edxml.read(data)
    except edxml.Refused as error:
        refuse_unreadable(error, how)
        return False
    how = replace(how, seal=words_of(data) if packet.beside else "")
    rows = arrive(packet, how) if isinstance(packet, Envelope) else [arrive_status(packet, how)]
    return any(row.state == State.ARRIVED for row in rows)
