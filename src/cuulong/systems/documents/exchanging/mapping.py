"""A document as packets say it, and what a packet says as a document (chuyển đổi gói tin và văn bản)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from cuulong.core.exchange.edxml import (
    Business,
    Code,
    DocumentType,
    Envelope,
    Organ,
    OtherInfo,
    Promulgation,
    Replacement,
    Response,
    Signer,
    Trace,
)
from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError
from cuulong.lib.vietnamese import clean

from ..incoming.arrival import Arrival
from ..incoming.models import Channel
from ..outgoing.models import Outgoing, Recipient
from ..records.models import Document, Urgency
from ..records.rules import parse_number
from .rules import RECALL, REPLACE

# Stands where a sender left out what our register cannot do without; the packet itself keeps the gap.
NO_SUBJECT, NO_ISSUER = "(nơi gửi không ghi trích yếu)", "(nơi gửi không ghi tên)"
CLOSING = time(17, 0)


def arrival_of(envelope: Envelope, channel: str) -> Arrival:
    """What a packet says as a document that arrives; nothing that is missing keeps it out (văn bản đến từ gói tin)."""
    sender = envelope.sender or Organ()
    signer = envelope.signer or Signer()
    other = envelope.other or OtherInfo()
    kind = envelope.document_type.name if envelope.document_type else ""
    return Arrival(
        channel=Channel(channel),
        number=clean(str(envelope.code or "")),
        issued_on=envelope.promulgation.day if envelope.promulgation else None,
        issuer_name=clean(sender.name) or clean(sender.in_charge) or clean(sender.organ_id) or NO_ISSUER,
        issuer_code=clean(sender.organ_id),
        kind_name=clean(kind),
        subject=clean(envelope.subject) or NO_SUBJECT,
        summary=envelope.content,
        pages=_figure(other.page_amount),
        urgency=_urgency(other.priority),
        signer_capacity=signer.competence,
        signer_position=signer.position,
        signer_name=signer.full_name,
        due_at=end_of(envelope.due_on),
        sender_id=envelope.document_id,
        sender_code=sender.organ_id,
        paper_follows=envelope.business.paper == "1",
    )


def envelope_of(document: Document, to: tuple[Organ, ...], *, places: tuple[str, ...] = ()) -> Envelope:
    """An issued document as a packet says it; sender and identifier are filled in on sending (gói tin văn bản đi)."""
    outgoing = document.outgoing
    files = [one for one in document.attachments.filter(replaced=False) if one.part == "appendix"]
    return Envelope(
        to=to,
        code=code_of(document.number),
        promulgation=Promulgation(place=document.agency.place, date=written(document.issued_on)),
        document_type=DocumentType(name=document.kind_name),
        subject=document.subject,
        content=document.summary,
        signer=Signer(
            competence=document.signer_capacity, position=document.signer_position, full_name=document.signer_name
        ),
        due_date=written(document.due_at.astimezone(VIETNAM).date()) if document.due_at else "",
        other=OtherInfo(
            priority=str(document.urgency),
            page_amount=str(document.pages or ""),
            promulgation_amount=str(outgoing.paper_copies or ""),
            appendixes=tuple(str(one) for one in files),
        ),
        responses=responses_of(outgoing),
        to_places=places,
    )


def responses_of(outgoing: Outgoing) -> tuple[Response, ...]:
    """What it answers, by the names its sender gave it (văn bản được phúc đáp)."""
    answered = outgoing.answers
    if answered is None:
        return ()
    came = answered.incoming
    return (
        Response(
            organ_id=came.sender_code or answered.issuer_code,
            code=answered.number,
            date=written(answered.issued_on),
            document_id=came.sender_id,
        ),
    )


def recall_of(envelope: Envelope, target: str, reason: str) -> Envelope:
    """The packet that asks a sent document back (gói tin thu hồi)."""
    return replace(envelope, trace=Trace(business=Business(doc_type=RECALL, document_id=target, reason=reason)))


def replacement_of(envelope: Envelope, target: str, reason: str) -> Envelope:
    """The packet of a document that takes the place of a sent one (gói tin thay thế)."""
    ids = tuple(one.organ_id for one in envelope.to)
    replaced = (Replacement(document_id=target, organ_ids=ids),)
    business = Business(doc_type=REPLACE, document_id=target, reason=reason, replacements=replaced)
    return replace(envelope, trace=Trace(business=business))


def organ_of(recipient: Recipient, code: str) -> Organ:
    """A recipient as packets name it (nơi nhận)."""
    return Organ(organ_id=code, name=recipient.name, email=recipient.email)


def code_of(number: str) -> Code:
    """ "05/QĐ-UBND" in its two parts."""
    try:
        parsed = parse_number(number)
    except InputError:
        return Code(number=number)
    return Code(number=f"{parsed.n:02d}", notation=parsed.notation)


def written(day: date | None) -> str:
    """A day as packets write it: "2026/11/30"."""
    return f"{day:%Y/%m/%d}" if day else ""


def end_of(day: date | None) -> datetime | None:
    """The hour by which something due on a day is due (hạn)."""
    return datetime.combine(day, CLOSING, VIETNAM) if day else None


def _figure(text: str) -> int | None:
    found = re.match(r"\s*(\d{1,4})", text)
    return int(found[1]) if found else None


def _urgency(text: str) -> int:
    told = text.strip()
    return int(told) if told in {str(value) for value in Urgency.values} else Urgency.ORDINARY
