"""Say what an incoming packet became."""

from __future__ import annotations

from django.db import transaction

from cuulong.lib.facts import Ref

from ..models import Packet


@transaction.atomic
def bind(packet: Packet, subject: Ref) -> Packet:
    """Tie a packet and the statuses about it to one of our objects, so that its page shows the way (gắn gói tin)."""
    told = {"subject_kind": subject.kind, "subject_uuid": subject.uuid}
    Packet.objects.filter(pk=packet.pk).update(**told)
    Packet.objects.filter(answers=packet.pk).update(**told)
    packet.subject_kind, packet.subject_uuid = subject.kind, subject.uuid
    return packet
