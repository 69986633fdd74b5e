"""Send a document to other agencies, of ours and outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from ..contents import digest_of, header_of, key_of, tidied
from ..edxml import Attachment, Envelope, Hop, Organ, Refused, StatusMessage, Trace
from ..edxml.files import plain_name
from ..edxml.reading import checked
from ..edxml.writing import checked_text
from ..models import Channel, Direction, Packet, PacketKind, State, Step
from ..routing import Place, code_of, place_of
from ..transmitting import put_off
from ..types import bounds
from ..writing_down import hop, keep_files, log

LONGEST_TITLE = 2000


@transaction.atomic
def send(
    envelope: Envelope,
    *,
    agency: Agency,
    acting: Any,
    at: datetime,
    files: Sequence[StoredFile] = (),
    subject: Ref | None = None,
    key: str = "",
) -> list[Packet]:
    """Put a document on its way, one packet for each receiver (gửi văn bản liên thông).

    New, recall, update and replacement alike (`envelope.trace.business`). `files` are attached in their order, after
    the envelope's own. The same `key` again gives the packets of the first call. Raises Refused.
    """
    day = timezone.localdate(at)
    envelope = _complete(envelope, agency, day, at)
    attached = [*_stored(envelope, acting), *(_attached(one) for one in files)]
    packets = []
    for to in envelope.to:
        own = replace(envelope, to=(to,), attachments=(), references=())
        checked_text(own)
        packets.append(_packet(own, attached, agency, acting, at, subject, key))
    return packets


def _complete(envelope: Envelope, agency: Agency, day: Any, at: datetime) -> Envelope:
    envelope = tidied(envelope)
    if envelope.sender is None or not envelope.sender.organ_id:
        envelope = replace(envelope, sender=organ_of(agency, day))
    twice = {to.organ_id: to for to in envelope.to}
    trace = envelope.trace or Trace()
    first = Hop(organ_id=envelope.sender_id, timestamp=stamp_of(at))
    return checked(replace(envelope, to=tuple(twice.values()), trace=replace(trace, hops=(*trace.hops, first))))


def stamp_of(at: datetime) -> str:
    """A moment as packets have it: the clock on the wall, without zone."""
    return timezone.localtime(at).strftime("%Y/%m/%d %H:%M:%S")


def organ_of(agency: Agency, day: Any) -> Organ:
    """An agency as packets name it, with its code of the day (thông tin cơ quan gửi). Raises Refused without code."""
    code = code_of(agency, day)
    if not code:
        raise Refused(
            "no_code",
            gettext_noop(
                "%(agency)s chưa có mã định danh nên chưa gửi, nhận liên thông được. Quản trị nhập mã ở cây tổ chức."
            ),
            agency=agency.name,
        )
    profile = agency.profile_on(day)
    assert profile is not None
    return tidied(  # type: ignore[no-any-return]
        Organ(
            organ_id=code,
            in_charge=profile.parent.name if profile.parent else profile.name,
            name=profile.name,
            address=profile.address,
            email=profile.email,
            telephone=profile.phone,
        )
    )


def _stored(envelope: Envelope, acting: Any) -> list[tuple[Attachment, StoredFile]]:
    return [
        (replace(one, name=plain_name(one.name)), store(one.content, name=one.name, acting=acting, **bounds()))
        for one in envelope.attachments
    ]


def _attached(stored: StoredFile) -> tuple[Attachment, StoredFile]:
    name = plain_name(tidied(stored.name))
    return Attachment(content_id=str(stored.uuid), name=name, content_type=stored.media_type, zipped=True), stored


def _packet(
    own: Envelope,
    attached: Sequence[tuple[Attachment, StoredFile]],
    agency: Agency,
    acting: Any,
    at: datetime,
    subject: Ref | None,
    key: str,
) -> Packet:
    (to,) = own.to
    once = key_of("out", agency.pk, key or uuid7(), to.organ_id)
    if key and (sent := Packet.objects.filter(key=once).first()):
        return sent
    place = place_of(to.organ_id, timezone.localdate(at))
    listed = [(one.name, stored.sha256) for one, stored in attached]
    packet = Packet.objects.create(
        **way_out(to, place),
        kind=PacketKind.DOCUMENT,
        agency=agency,
        our_code=own.sender_id,
        document_id=own.document_id,
        doc_type=own.doc_type,
        number=str(own.code or "")[:200],
        title=own.subject[:LONGEST_TITLE],
        header=header_of(own, listed),
        digest=digest_of(own, listed),
        key=once,
        subject_kind=subject.kind if subject else "",
        subject_uuid=subject.uuid if subject else None,
        note=place.note if place else "",
        happened_at=at,
    )
    keep_files(packet, attached)
    set_out(packet, acting, at)
    return packet


def way_out(to: Organ, place: Place | None) -> dict[str, Any]:
    """How a packet leaves, as fields of its row: to an agency of ours inside, else by the axis, else by mail."""
    if place is not None:
        channel = Channel.INSIDE
    else:
        channel = Channel.AXIS if settings.AXIS_URL or not settings.EXCHANGE_MAIL else Channel.MAIL
    return {
        "direction": Direction.OUT,
        "channel": channel,
        "state": State.WAITING,
        "peer_code": to.organ_id,
        "peer_name": (to.name or (place.agency.name if place else ""))[:300],
        "peer_email": to.email[:254],
    }


def set_out(packet: Packet, acting: Any, at: datetime) -> None:
    """The job, the hop and the log's line of a packet that is to leave (xếp hàng gửi)."""
    hop(packet, Step.QUEUED, at, place=packet.agency.name if packet.agency else "", detail=packet.note)
    log(acting, "exchange.packet.sent", packet, carries=packet.kind, code=packet.status_code or packet.doc_type)
    put_off(packet)


@transaction.atomic
def send_status(
    status: StatusMessage, *, about: Packet, to: Organ, agency: Agency | None, acting: Any, at: datetime
) -> Packet:
    """Put a status on its way, once however often it is asked for (gửi trạng thái)."""
    status = tidied(status)
    checked_text(status)
    digest = digest_of(status)
    once = key_of("status", about.pk, digest)
    if sent := Packet.objects.filter(key=once).first():
        return sent
    packet = Packet.objects.create(
        **way_out(to, place_of(to.organ_id, timezone.localdate(at))),
        kind=PacketKind.STATUS,
        agency=agency,
        our_code=status.sender_id,
        document_id=status.document_id,
        status_code=status.code,
        number=about.number,
        title=status.description[:LONGEST_TITLE],
        header=header_of(status),
        digest=digest,
        key=once,
        subject_kind=about.subject_kind,
        subject_uuid=about.subject_uuid,
        answers=about,
        happened_at=at,
    )
    set_out(packet, acting, at)
    return packet
