"""An outside clock for every packet: RFC 3161 timestamps over its hash, where an authority is set (dấu thời gian gói tin)."""

from __future__ import annotations

import logging
from datetime import datetime

from asgiref.sync import async_to_sync
from asn1crypto import cms, tsp
from django.utils import timezone

from cuulong.core.signatures.timestamps import stamper

from .models import Packet

AT_ONCE = 200
logger = logging.getLogger(__name__)


def stamp_packets() -> None:
    """Stamp the packets that have none yet; an authority that is away is asked again next time (đóng dấu thời gian)."""
    authority = stamper()
    if authority is None:
        return
    for packet in Packet.objects.filter(stamped_at=None).order_by("pk")[:AT_ONCE]:
        try:
            token = async_to_sync(authority.async_timestamp)(bytes.fromhex(packet.digest), "sha256")
        except Exception as error:
            logger.warning("no timestamp for packets", extra={"error": type(error).__name__})
            return
        Packet.objects.filter(pk=packet.pk, stamped_at=None).update(stamp=token.dump(), stamped_at=timezone.now())


def stamped_at(packet: Packet) -> datetime | None:
    """The moment that the authority vouches for, if its token is about this very packet (thời điểm được chứng thực)."""
    if not packet.stamp:
        return None
    token = cms.ContentInfo.load(bytes(packet.stamp))
    info = token["content"]["encap_content_info"]["content"].parsed
    assert isinstance(info, tsp.TSTInfo)
    if info["message_imprint"]["hashed_message"].native != bytes.fromhex(packet.digest):
        return None
    moment: datetime = info["gen_time"].native
    return moment
