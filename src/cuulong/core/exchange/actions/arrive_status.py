"""Take in what a peer says of a document."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cuulong.core.outbox.publish import publish

from ..contents import digest_of, header_of, key_of
from ..edxml import StatusMessage
from ..facts import StatusArrived
from ..models import Direction, Packet, PacketKind, State, Step
from ..queries import packet_told_of
from ..routing import place_of
from ..writing_down import SYSTEM, alone, hop, log
from .arrive import Received, raw_of


@transaction.atomic
def arrive_status(status: StatusMessage, how: Received) -> Packet:
    """Take in a status once, unknown codes too; of a document we do not know it is refused (nhận trạng thái)."""
    digest = digest_of(status)
    alone(key_of("status", status.document_id, status.sender_id))
    addressed = next((one.organ_id for one in status.responses if one.document_id == status.document_id), "")
    key = key_of("in-status", addressed, status.sender_id, status.document_id, status.code, digest)
    if (known := Packet.objects.select_related("agency").filter(key=key).first()) is not None:
        hop(known, Step.AGAIN, how.at, place=str(how.channel.label), detail=how.remote_id)
        return known
    about = packet_told_of(status.document_id, status.sender_id, addressed, status.code, how.about)
    place = place_of(addressed, timezone.localdate(how.at))
    agency = about.agency if about else place.agency if place else None
    wrong = "" if about else f"Không có văn bản {status.document_id} đã trao đổi với {status.sender_id}."
    packet = Packet.objects.create(
        direction=Direction.IN,
        kind=PacketKind.STATUS,
        channel=how.channel,
        state=State.ARRIVED if about else State.REFUSED,
        agency=agency,
        our_code=addressed,
        peer_code=status.sender_id,
        peer_name=status.sender.name[:300] if status.sender else "",
        document_id=status.document_id,
        status_code=status.code,
        number=about.number if about else "",
        title=status.description,
        header=header_of(status),
        digest=digest,
        key=key,
        subject_kind=about.subject_kind if about else "",
        subject_uuid=about.subject_uuid if about else None,
        answers=about,
        last_error=wrong,
        happened_at=how.at,
        settled_at=how.at,
        **raw_of(how),
    )
    if about is None:
        hop(packet, Step.REFUSED, how.at, place=str(how.channel.label), detail=wrong)
        log(SYSTEM, "exchange.packet.refused", packet, error=wrong, raw=packet.raw_sha256)
        return packet
    hop(packet, Step.ARRIVED, how.at, place=agency.name if agency else "", detail=how.remote_id)
    log(SYSTEM, "exchange.status.arrived", packet, code=status.code, raw=packet.raw_sha256)
    _of_document(about, packet, status, how)
    return packet


def _of_document(about: Packet, packet: Packet, status: StatusMessage, how: Received) -> None:
    said = f"{status.code} {status.description}".strip()
    hop(about, Step.STATUS, how.at, place=packet.peer_name or packet.peer_code, detail=said)
    if about.direction == Direction.OUT:
        Packet.objects.filter(pk=about.pk).update(last_status=status.code, last_status_at=how.at)
    assert about.agency is not None
    publish(
        StatusArrived(
            packet=about.ref,
            status=packet.ref,
            agency=about.agency.ref,
            peer_code=packet.peer_code,
            code=status.code,
            reason=status.description,
            about=about.subject,
            arrived_at=how.at,
        )
    )
