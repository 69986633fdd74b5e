"""Tell the peer what became of a document, or ask it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.lib.errors import InputError, gettext_noop

from ..edxml import Organ, Refused, Response, Staff, StatusMessage
from ..models import Direction, Packet, PacketKind, State, Step
from ..rules import BY_RECEIVER, BY_SENDER, NEEDS_REASON
from ..writing_down import hop
from .send import organ_of, send_status, stamp_of


class CannotTell(InputError):
    """This status cannot be told of this packet (không báo được trạng thái)."""


@transaction.atomic
def report_status(
    packet: Packet, code: str, *, acting: Any, at: datetime, reason: str = "", staff: Staff | None = None
) -> Packet:
    """Tell what became of a document (báo trạng thái văn bản).

    Of one that came: 02 refused, 03 registered, 04 assigned, 05 worked on, 06 done, 15 and 16 for its recall or update.
    Of one that was sent: 13 asks it back. 02, 13 and 16 need a reason. Raises CannotTell.
    """
    if packet.kind != PacketKind.DOCUMENT or packet.state == State.REFUSED:
        raise CannotTell("no_document", gettext_noop("Chỉ báo trạng thái của văn bản đã nhận hoặc đã gửi."))
    if packet.direction == Direction.OUT and code not in BY_SENDER:
        raise CannotTell(
            "code", gettext_noop("Trạng thái %(number)s là của bên nhận, không báo cho văn bản đi."), number=code
        )
    if packet.direction == Direction.IN and code not in BY_RECEIVER:
        raise CannotTell("code", gettext_noop("Trạng thái %(number)s không báo được cho văn bản đến."), number=code)
    if code in NEEDS_REASON and not reason.strip():
        raise CannotTell("reason", gettext_noop("Ghi lý do khi báo trạng thái %(number)s."), number=code)
    told = tell(packet, code, reason=reason, staff=staff, acting=acting, at=at)
    if told is None:
        raise CannotTell("no_peer", gettext_noop("Gói tin này không nói ai gửi nên không báo lại được."))
    return told


def tell(
    packet: Packet, code: str, *, acting: Any, at: datetime, reason: str = "", staff: Staff | None = None
) -> Packet | None:
    """Send a status of any code to the peer; None when nobody could be told (gửi trạng thái)."""
    sender = _sender(packet, at)
    if sender is None or not packet.peer_code or not packet.document_id:
        return None
    header = packet.header
    status = StatusMessage(
        sender=sender,
        responses=(
            Response(
                organ_id=packet.peer_code,
                code=packet.number,
                date=header.get("promulgation", {}).get("date", ""),
                document_id=packet.document_id,
            ),
        ),
        staff=staff,
        code=code,
        description=reason,
        timestamp=stamp_of(at),
    )
    to = Organ(organ_id=packet.peer_code, name=packet.peer_name, email=packet.peer_email)
    sent = send_status(status, about=packet, to=to, agency=packet.agency, acting=acting, at=at)
    hop(packet, Step.TOLD, at, place=packet.peer_name or packet.peer_code, detail=f"{code} {reason}".strip())
    return sent


def _sender(packet: Packet, at: datetime) -> Organ | None:
    """Who speaks: the agency under the code it was addressed by, so that the peer knows it again."""
    agency: Agency | None = packet.agency
    if agency is None:
        return Organ(organ_id=packet.our_code) if packet.our_code else None
    try:
        own = organ_of(agency, timezone.localdate(at))
    except Refused:
        return Organ(organ_id=packet.our_code, name=agency.name) if packet.our_code else None
    return replace(own, organ_id=packet.our_code or own.organ_id)
