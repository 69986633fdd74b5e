"""From one agency of ours to another: the same path without XML, one transaction at both ends (trao đổi trong tỉnh)."""

from __future__ import annotations

from django.utils import timezone

from ..actions.arrive import Received, arrive
from ..actions.arrive_status import arrive_status
from ..edxml import Attachment
from ..models import Channel, Packet, PacketKind
from ..queries import envelope_of, status_of
from ..transmitting import Carrier, carry


def give(packet: Packet) -> str:
    """Let a packet arrive at its receiver; the number of what arrived (giao trong tỉnh)."""
    about = packet.answers.digest if packet.answers else ""
    how = Received(Channel.INSIDE, timezone.now(), about=about)
    if packet.kind == PacketKind.STATUS:
        return str(arrive_status(status_of(packet), how).uuid)
    files = [
        (Attachment(content_id=one.content_id, name=one.name, description=one.description,
                    content_type=one.content_type, zipped=one.zipped), one.file)
        for one in packet.files.select_related("file")
    ]  # fmt: skip
    (arrived,) = arrive(envelope_of(packet), how, files=files)
    return str(arrived.uuid)


carry(Channel.INSIDE, Carrier(give, shares=True))
