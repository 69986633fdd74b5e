"""What proves a packet to an auditor: its hash in the signed log, the carrier's number, the outside clock (chứng cứ gói tin)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cuulong.core.audit import keys
from cuulong.core.audit.models import Event, Head, Link
from cuulong.core.audit.queries import sentence
from cuulong.core.audit.rules import head_statement

from .contents import digest_of, from_json
from .edxml import Envelope, StatusMessage
from .models import Packet, PacketKind
from .stamping import stamped_at


@dataclass(frozen=True)
class Entry:
    """One line of the log about a packet, and the signed head that covers it (dòng nhật ký làm chứng)."""

    event: Event
    link: Link | None
    head: Head | None
    holds: bool  # the line names this packet's hash, is unchanged, and its head's signature verifies

    @property
    def sentence(self) -> str:
        """What the line says, in the language of whoever reads the sheet."""
        return sentence(self.event)


@dataclass(frozen=True)
class Proof:
    """The sheet (phiếu chứng cứ)."""

    packet: Packet
    recomputed: str
    entries: Sequence[Entry]
    stamped_at: datetime | None
    key: str

    @property
    def is_whole(self) -> bool:
        """The content still gives the hash, and a sealed line of the log holds it."""
        return self.recomputed == self.packet.digest and any(one.holds for one in self.entries)


def prove(packet: Packet) -> Proof:
    """Gather what shows that a packet was sent or came as it stands (chứng minh gói tin)."""
    events = list(Event.objects.filter(subject_kind=packet.ref.kind, subject_uuid=packet.uuid).order_by("pk"))
    links = {one.event_id: one for one in Link.objects.filter(event_id__in=[event.pk for event in events])}
    entries = [_entry(packet, event, links.get(event.pk)) for event in events]
    return Proof(packet, recomputed(packet), entries, stamped_at(packet), keys.public_key())


def recomputed(packet: Packet) -> str:
    """The hash of what is kept now; another than `packet.digest` means that somebody changed it."""
    if not packet.header:
        return packet.raw_sha256 or packet.digest
    if packet.kind == PacketKind.STATUS:
        return digest_of(from_json(StatusMessage, packet.header))
    told = [(name, sha256) for name, sha256 in packet.header.get("files", ())]
    kept = [(one.name, one.file.sha256) for one in packet.files.select_related("file")]
    return digest_of(from_json(Envelope, packet.header), kept or told)


def _entry(packet: Packet, event: Event, link: Link | None) -> Entry:
    head = Head.objects.filter(seq__gte=link.seq).order_by("seq").first() if link else None
    holds = (
        link is not None
        and head is not None
        and event.details.get("digest") == packet.digest
        and event.content().digest() == bytes(link.content_hash)
        and keys.verifies(
            head.key_id, bytes(head.signature), head_statement(head.seq, bytes(head.link_hash), head.sealed_at)
        )
    )
    return Entry(event, link, head, holds)
