"""Taking numbers: none twice, none missing (cấp số)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.dates import short_datetime
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from .models import Entry, Series, State
from .rules import NumberGone

Subject = Entity | Ref

# One round trip opens the series or moves it on and writes the number; the row stays locked until the caller commits, so a
# rollback gives the number back and nobody can have taken the next one meanwhile.
NEXT = """
    WITH series AS (
        INSERT INTO core_registers_series AS s (uuid, code, agency_id, period, start_at, last)
        VALUES (%(series_uuid)s, %(code)s, %(agency)s, %(period)s, 1, 1)
        ON CONFLICT (code, agency_id, period) DO UPDATE SET last = s.last + 1
        RETURNING id, last
    )
    INSERT INTO core_registers_entry
        (uuid, series_id, n, notation, state, subject_kind, subject_uuid, taken_by, issued_at, void_reason)
    SELECT %(uuid)s, id, last, %(notation)s, %(state)s, %(subject_kind)s, %(subject_uuid)s, %(taken_by)s,
        %(issued_at)s, ''
    FROM series
    RETURNING id, series_id, n, taken_at
"""


def take(
    series_code: str,
    *,
    agency: Agency,
    subject: Subject,
    acting: Any,
    year: int | None = None,
    day: date | None = None,
    notation: str = "",
) -> Entry:
    """The next number, issued in the caller's transaction (cấp số liên tục).

    Gap-free: a rollback gives it back. Holds the series until the commit, so call it late in the verb.
    """
    ref = _ref(subject)
    return _next(
        series_code,
        agency,
        period(year, day),
        state=State.ISSUED,
        issued_at=timezone.now(),
        notation=notation,
        subject_kind=ref.kind,
        subject_uuid=ref.uuid,
        taken_by=str(acting.actor_ref),
    )


@transaction.atomic(durable=True)
def reserve(
    series_code: str,
    *,
    agency: Agency,
    acting: Any,
    year: int | None = None,
    day: date | None = None,
    notation: str = "",
) -> Entry:
    """The next number, held while a letter is rendered and signed outside any transaction (giữ số).

    Runs in a short transaction of its own; follow it with `issue` or `void`.
    """
    return _next(
        series_code,
        agency,
        period(year, day),
        state=State.RESERVED,
        notation=notation,
        taken_by=str(acting.actor_ref),
    )


def issue(entry: Entry, subject: Subject) -> Entry:
    """Give a reserved number to what bears it (cấp số đã giữ). Raises NumberGone."""
    ref, at = _ref(subject), timezone.now()
    reserved = Entry.objects.filter(pk=entry.pk, state=State.RESERVED)
    if not reserved.update(state=State.ISSUED, subject_kind=ref.kind, subject_uuid=ref.uuid, issued_at=at):
        raise _gone(entry)
    entry.refresh_from_db()
    return entry


@transaction.atomic
def void(entry: Entry, reason: str, *, acting: Any) -> Entry:
    """Strike a reserved number out of the book, with its reason (hủy số). Raises NumberGone."""
    if not reason.strip():
        raise ValueError("a number is void for a reason")
    reserved = Entry.objects.filter(pk=entry.pk, state=State.RESERVED)
    if not reserved.update(state=State.VOID, voided_at=timezone.now(), void_reason=reason.strip()[:200]):
        raise _gone(entry)
    entry.refresh_from_db()
    record(acting, "registers.number.voided", entry, entry.series.agency, number=entry.text, reason=entry.void_reason)
    return entry


@transaction.atomic
def open_series(
    series_code: str, *, agency: Agency, acting: Any, start_at: int, year: int | None = None, day: date | None = None
) -> Series:
    """Let a series begin at any number, before its first one is taken (mở dãy số)."""
    series = Series.objects.create(
        code=series_code, agency=agency, period=period(year, day), start_at=start_at, last=start_at - 1
    )
    record(acting, "registers.series.opened", series, agency, series=str(series), start_at=start_at)
    return series


def period(year: int | None, day: date | None) -> str:
    """How a series names its year or its day."""
    if (year is None) == (day is None):
        raise ValueError("a series runs for a year or for a day")
    return str(year) if day is None else day.isoformat()


def _next(series_code: str, agency: Agency, of: str, **fields: Any) -> Entry:
    entry = Entry(**fields)
    columns = ("uuid", "notation", "state", "subject_kind", "subject_uuid", "taken_by", "issued_at")
    values = {name: getattr(entry, name) for name in columns}
    values |= {"series_uuid": uuid7(), "code": series_code, "agency": agency.pk, "period": of}
    entry.insert_by(NEXT, values, returned=("pk", "series_id", "n", "taken_at"))
    return entry


def _gone(entry: Entry) -> NumberGone:
    now = Entry.objects.get(pk=entry.pk)
    when: datetime | None = now.voided_at or now.issued_at
    message = (
        gettext_noop("Số %(number)s đã bị hủy lúc %(when)s. Lấy số mới rồi làm lại bước này.")
        if now.state == State.VOID
        else gettext_noop("Số %(number)s đã được cấp lúc %(when)s.")
    )
    return NumberGone(now.state, message, number=now.text, when=short_datetime(when) if when else "")


def _ref(subject: Subject) -> Ref:
    return subject if isinstance(subject, Ref) else subject.ref
