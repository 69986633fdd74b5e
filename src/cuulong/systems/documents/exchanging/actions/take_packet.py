"""An arrived packet becomes a document, or a question about one (nhận gói tin)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.exchange.actions.bind import bind
from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.models import Packet
from cuulong.core.exchange.queries import envelope_of
from cuulong.core.files import rules as files
from cuulong.core.files.store import read
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.validate import report
from cuulong.lib.facts import Ref

from ...incoming.actions.take_back import ask_back
from ...incoming.actions.take_in import take_in
from ...incoming.arrival import Arrival, Brought
from ...incoming.models import Asked, Incoming
from ...records.models import Document, Part
from ...records.rules import Refused
from .. import rules
from ..mapping import arrival_of

MACHINE = Acting.system("exchange")
UNKNOWN = "Không tìm thấy văn bản cần thu hồi ở đây."


@transaction.atomic
def take_packet(packet: Packet, *, about: Ref | None, at: datetime) -> Document | None:
    """Make of a packet what it says, once (nhận văn bản liên thông).

    New and replacing documents arrive; recalls and updates become questions to the clerk about the document they mean;
    an update of what never came arrives as new. A state secret is refused with its reason and leaves no document.
    """
    known = Incoming.objects.filter(packet=packet.uuid).select_related("document").first()
    if known is not None:
        return known.document
    meant = _document(about)
    reason = envelope_of(packet).business.reason
    if packet.doc_type == rules.RECALL:
        if meant is None:
            report_status(packet, "16", acting=MACHINE, at=at, reason=UNKNOWN)
            return None
        return _ask(meant, Asked.TAKE_BACK, reason, packet, at)
    if packet.doc_type == rules.UPDATE and meant is not None:
        return _ask(meant, Asked.UPDATE, reason, packet, at)
    document = _take_in(packet, at)
    if document is not None and packet.doc_type == rules.REPLACE and meant is not None:
        why = f"Được thay thế bằng văn bản {document.number}. {reason}".strip()
        ask_back(meant, Asked.TAKE_BACK, why, acting=MACHINE, at=at)
    return document


def _document(about: Ref | None) -> Document | None:
    return Document.objects.filter(uuid=about.uuid).first() if about and about.kind == Document.ref_kind else None


def _ask(meant: Document, what: str, reason: str, packet: Packet, at: datetime) -> Document:
    bind(packet, meant.ref)
    return ask_back(meant, what, reason, acting=MACHINE, at=at, packet=packet.uuid)


def _take_in(packet: Packet, at: datetime) -> Document | None:
    assert packet.agency is not None
    brought, verdict, told = files_of(packet)
    said = arrival_of(envelope_of(packet), packet.channel)
    said = Arrival(
        **vars(said)
        | {
            "packet": packet.uuid, "redirected": packet.note, "signature_verdict": verdict, "signature_told": told,
        }
    )  # fmt: skip
    try:
        with transaction.atomic():
            document = take_in(said, agency=packet.agency, acting=MACHINE, at=at, files=brought)
    except Refused as error:
        report_status(packet, "02", acting=MACHINE, at=at, reason=str(error))
        return None
    bind(packet, document.ref)
    return document


def files_of(packet: Packet) -> tuple[list[Brought], str, str]:
    """The packet's files as a document's, the first PDF being the document, and what its signatures are worth."""
    brought: list[Brought] = []
    verdict = told = ""
    for one in packet.files.select_related("file"):
        is_pdf = one.file.media_type == files.PDF
        judged = report(read(one.file)) if is_pdf else None
        signed = bool(judged and judged.signatures)
        is_main = is_pdf and not any(other.part == Part.MAIN for other in brought)
        brought.append(Brought(Part.MAIN if is_main else Part.APPENDIX, one.file, one.name[:200], signed))
        if is_main and judged is not None:
            verdict, told = judged.verdict.value, f"{judged.headline} {judged.lead}".strip()
    brought.sort(key=lambda one: one.part != Part.MAIN)
    return brought, verdict, told
