"""What a packet says as a document that arrives; how documents go out stands in `outgoing.sending` (từ gói tin tới văn bản)."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from cuulong.core.exchange.edxml import Envelope, Organ, OtherInfo, Signer
from cuulong.lib.dates import VIETNAM
from cuulong.lib.vietnamese import clean

from ..incoming.arrival import Arrival
from ..incoming.models import Channel
from ..records.models import Urgency

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


def end_of(day: date | None) -> datetime | None:
    """The hour by which something due on a day is due (hạn)."""
    return datetime.combine(day, CLOSING, VIETNAM) if day else None


def _figure(text: str) -> int | None:
    found = re.match(r"\s*(\d{1,4})", text)
    return int(found[1]) if found else None


def _urgency(text: str) -> int:
    told = text.strip()
    return int(told) if told in {str(value) for value in Urgency.values} else Urgency.ORDINARY
