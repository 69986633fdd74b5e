"""Give an arrived document its number (đăng ký văn bản đến)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.core.workflow import engine
from cuulong.lib.dates import local_date
from cuulong.published.facts.documents import DocumentRegistered, IncomingMoved

from ...records.actions.move import locked, move, note_down
from ...records.models import Document
from ...records.numbering import IN_SERIES
from ...records.places import must
from ...records.rules import next_state
from .. import rules
from ..arrival import Arrival
from ..queries import REGISTER, incoming_of

INCOMING = "documents.incoming"


@transaction.atomic
def register(
    document: Document, *, acting: Acting, at: datetime, revision: int | None = None, said: Arrival | None = None
) -> Document:
    """Enter it in the register under the next number of the year and start its way (vào sổ; NĐ 30/2020, Điều 22).

    `said`: what the clerk put right while reading it. The number is taken last, so that the series is held for a moment
    only; a rollback gives it back. Raises Refused, Forbidden.
    """
    document = locked(document, revision)
    must(acting, REGISTER, document.agency)
    next_state("register", document.state)
    incoming = incoming_of(document)
    if said is not None:
        said.checked().describe(document)
    day = local_date(at)
    calendar = calendar_for(document.agency, local_date(incoming.arrived_at))
    # What the clerk reads in it may make it urgent.
    incoming.register_by = rules.register_by(incoming.arrived_at, calendar, urgent=document.urgency > 0)
    incoming.registered_at = at
    incoming.in_time = rules.in_time(at, incoming.register_by)
    engine.start(document, INCOMING, agency=document.agency, acting=acting, at=at)
    incoming.entry = numbers.take(IN_SERIES, agency=document.agency, subject=document, acting=acting, year=day.year)
    incoming.save()
    move(
        document, "register", acting=acting, at=at, arrival_number=incoming.entry.n, in_time=incoming.in_time,
    )  # fmt: skip
    facts: dict[str, Any] = {"subject": document.ref, "agency": document.agency.ref, "at": at}
    publish(DocumentRegistered(**facts, arrival_number=incoming.entry.n, in_time=incoming.in_time))
    publish(IncomingMoved(**facts, stage="registered"))
    return document


@transaction.atomic
def describe(
    document: Document, said: Arrival, *, acting: Acting, at: datetime, revision: int | None = None
) -> Document:
    """Put right what was written down of a document (sửa thông tin văn bản đến). Raises Refused, Forbidden."""
    document = locked(document, revision)
    must(acting, REGISTER, document.agency)
    said.checked().describe(document)
    return note_down(document, "describe", acting=acting, at=at)
