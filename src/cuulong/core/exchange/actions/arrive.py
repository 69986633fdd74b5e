"""Take in a packet that came: once, for the right agency, or refused with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.files.store import store
from cuulong.core.outbox.publish import publish
from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError

from ..contents import digest_of, header_of, key_of
from ..edxml import Attachment, Envelope, Organ
from ..facts import PacketArrived
from ..models import Channel, Direction, Packet, PacketKind, State, Step
from ..queries import packet_about
from ..routing import Place, place_of
from ..types import bounds, packet_bounds
from ..writing_down import SYSTEM, alone, hop, keep_files, log
from .report_status import tell

LONGEST_TITLE = 2000
# New documents and replacements bear an identifier of their own; recalls and updates may bear their target's.
OWN_ID = ("0", "3")


@dataclass(frozen=True)
class Received:
    """How a packet came: on what channel, as what bytes, under what number of the carrier (cách gói tin đến)."""

    channel: Channel
    at: datetime
    raw: bytes = b""
    remote_id: str = ""
    seal: str = ""
    about: str = ""  # hash of the document that a status speaks of, where the channel knows it

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest() if self.raw else ""


@transaction.atomic
def arrive(
    envelope: Envelope, how: Received, *, files: Sequence[tuple[Attachment, StoredFile]] | None = None
) -> list[Packet]:
    """Take in a document for each agency of ours that it is addressed to (nhận văn bản liên thông).

    The same packet again gives the packets of the first time and adds nothing but a hop. Other content under an
    identifier that was used already, an infected file, or no agency of ours: refused, kept, and the sender is told.
    """
    day = timezone.localdate(how.at)
    places = [(to, place) for to in envelope.to if (place := place_of(to.organ_id, day)) is not None]
    if not places:
        wrong = f"Không có cơ quan nào mang mã {', '.join(to.organ_id for to in envelope.to)} ở đây."
        return [_one(envelope, envelope.to[0], None, how, (), wrong)]
    attached, wrong = _taken(envelope) if files is None else (files, "")
    return [_one(envelope, to, place, how, attached, wrong) for to, place in _each_agency_once(places)]


def _each_agency_once(places: list[tuple[Organ, Place]]) -> list[tuple[Organ, Place]]:
    """Two codes of one packet may lead to one agency, through a merger."""
    found: dict[int, tuple[Organ, Place]] = {}
    for to, place in places:
        found.setdefault(place.agency.pk, (to, place))
    return list(found.values())


def _taken(envelope: Envelope) -> tuple[list[tuple[Attachment, StoredFile]], str]:
    """The attachments in the file store, seen by the virus scanner; or why they are not."""
    taken = []
    for one in envelope.attachments:
        try:
            stored = store(one.content, name=one.name, acting=SYSTEM, **bounds())
        except FileRefused as error:
            return [], f"Tệp đính kèm “{one.name}”: {error}"
        taken.append((one, stored))
    return taken, ""


def _one(
    envelope: Envelope,
    to: Organ,
    place: Place | None,
    how: Received,
    attached: Sequence[tuple[Attachment, StoredFile]],
    wrong: str,
) -> Packet:
    said = [(one.name, stored.sha256) for one, stored in attached] or _said(envelope)
    digest = digest_of(envelope, said)
    agency = place.agency if place else None
    bearer = agency.pk if agency else to.organ_id
    alone(key_of("document", bearer, envelope.sender_id, envelope.document_id))
    key = key_of("in", bearer, envelope.sender_id, envelope.document_id, envelope.doc_type, digest)
    if (known := Packet.objects.select_related("agency").filter(key=key).first()) is not None:
        hop(known, Step.AGAIN, how.at, place=str(how.channel.label), detail=how.remote_id)
        return known
    if not wrong and envelope.doc_type in OWN_ID and agency is not None:
        wrong = _conflict(envelope, agency.pk)
    packet = Packet.objects.create(
        direction=Direction.IN,
        kind=PacketKind.DOCUMENT,
        channel=how.channel,
        state=State.REFUSED if wrong else State.ARRIVED,
        agency=agency,
        our_code=to.organ_id,
        peer_code=envelope.sender_id,
        peer_name=envelope.sender.name[:300] if envelope.sender else "",
        peer_email=envelope.sender.email[:254] if envelope.sender else "",
        document_id=envelope.document_id,
        doc_type=envelope.doc_type,
        number=str(envelope.code or "")[:200],
        title=envelope.subject[:LONGEST_TITLE],
        header=header_of(envelope, said),
        digest=digest,
        key=key,
        note=place.note if place else "",
        last_error=wrong,
        happened_at=how.at,
        settled_at=how.at,
        **raw_of(how, keep=not wrong),
    )
    keep_files(packet, attached)
    _trace(packet, envelope, how, wrong)
    if wrong:
        log(SYSTEM, "exchange.packet.refused", packet, error=wrong, raw=packet.raw_sha256)
        tell(packet, "02", reason=wrong, acting=SYSTEM, at=how.at)
        return packet
    log(SYSTEM, "exchange.packet.arrived", packet, raw=packet.raw_sha256)
    _publish(packet, envelope, how.at)
    tell(packet, "01", acting=SYSTEM, at=how.at)
    return packet


def _said(envelope: Envelope) -> list[tuple[str, str]]:
    return [(one.name, hashlib.sha256(one.content).hexdigest()) for one in envelope.attachments]


def _conflict(envelope: Envelope, agency: int) -> str:
    """Why a document cannot come under its identifier, if it cannot."""
    earlier = Packet.objects.filter(
        direction=Direction.IN,
        kind=PacketKind.DOCUMENT,
        state=State.ARRIVED,
        agency=agency,
        peer_code=envelope.sender_id,
        document_id=envelope.document_id,
        doc_type=envelope.doc_type,
    ).exists()
    return f"Mã văn bản {envelope.document_id} đã nhận với nội dung khác." if earlier else ""


def raw_of(how: Received, *, keep: bool = True) -> dict[str, Any]:
    """The bytes as they came, as fields of a row; those of a refused packet only by their hash."""
    if not how.raw or not keep:
        return {"remote_id": how.remote_id[:200], "raw_sha256": how.sha256, "seal": how.seal[:200]}
    kept = store(how.raw, name="goi-tin.edxml", acting=SYSTEM, **packet_bounds())
    return {"raw": kept, "remote_id": how.remote_id[:200], "raw_sha256": kept.sha256, "seal": how.seal[:200]}


def _trace(packet: Packet, envelope: Envelope, how: Received, wrong: str) -> None:
    for one in envelope.trace.hops if envelope.trace else ():
        told = one.moment
        hop(packet, Step.PASSED, told.replace(tzinfo=VIETNAM) if told else how.at, place=one.organ_id)
    where = packet.agency.name if packet.agency else packet.our_code
    if packet.note:
        hop(packet, Step.REDIRECTED, how.at, place=where, detail=packet.note)
    hop(packet, Step.REFUSED if wrong else Step.ARRIVED, how.at, place=where, detail=wrong or how.remote_id)


def _publish(packet: Packet, envelope: Envelope, at: datetime) -> None:
    business = envelope.business
    target = business.document_id or next((one.document_id for one in business.replacements), "")
    if envelope.doc_type == "0":
        target = ""
    elif not target:
        target = envelope.document_id
    assert packet.agency is not None
    earlier = packet_about(packet, target) if target else None
    publish(
        PacketArrived(
            packet=packet.ref,
            agency=packet.agency.ref,
            peer_code=packet.peer_code,
            peer_name=packet.peer_name,
            document_id=packet.document_id,
            doc_type=packet.doc_type,
            target_id=target,
            about=earlier.subject if earlier else None,
            note=packet.note,
            arrived_at=at,
        )
    )


@transaction.atomic
def refuse_unreadable(error: InputError, how: Received) -> Packet:
    """Keep that bytes came which are no packet, and why; nobody can be told (từ chối gói tin không đọc được)."""
    digest = how.sha256 or hashlib.sha256(b"").hexdigest()
    key = key_of("unreadable", digest)
    alone(key)
    if (known := Packet.objects.filter(key=key).first()) is not None:
        hop(known, Step.AGAIN, how.at, place=str(how.channel.label), detail=how.remote_id)
        return known
    packet = Packet.objects.create(
        direction=Direction.IN,
        kind=PacketKind.DOCUMENT,
        channel=how.channel,
        state=State.REFUSED,
        digest=digest,
        key=key,
        last_error=str(error),
        happened_at=how.at,
        settled_at=how.at,
        **raw_of(how, keep=bool(how.raw)),
    )
    hop(packet, Step.REFUSED, how.at, place=str(how.channel.label), detail=str(error))
    log(SYSTEM, "exchange.packet.refused", packet, error=str(error), raw=packet.raw_sha256)
    return packet
