"""Building a working calendar from rows (quy tắc lịch làm việc)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.working_time import Calendar, Span

Week = tuple[tuple[Span, ...], ...]

# Assumed until an administrator sets the hours: no office of a province is closed for ever.
USUAL_WEEK: Week = ((Span(time(7), time(11)), Span(time(13), time(17))),) * 5 + ((), ())


def week_of(spans: Iterable[tuple[int, time, time]]) -> Week:
    """The seven days, Monday first, of (weekday 1–7, opens, closes). Raises CalendarError when spans overlap."""
    days: list[list[Span]] = [[] for _ in range(7)]
    for weekday, opens, closes in spans:
        days[weekday - 1].append(Span(opens, closes))
    week = tuple(tuple(sorted(day)) for day in days)
    Calendar(week)
    return week


def hours_of_makeup_day(day: date, week: Week) -> tuple[Span, ...]:
    """A day of rest that is worked keeps the hours of an ordinary working day (ngày làm bù)."""
    return week[day.weekday()] or next((spans for spans in week if spans), ())


def build(week: Week, days_off: Mapping[date, str], makeup: Iterable[date]) -> Calendar:
    """The calendar that due dates are counted on (lịch làm việc)."""
    return Calendar(week, days_off, {day: hours_of_makeup_day(day, week) for day in makeup})


_SPAN = re.compile(r"(\d{1,2})[:hg.](\d{2})?\s*(?:-|–|đến)\s*(\d{1,2})[:hg.](\d{2})?", re.ASCII | re.IGNORECASE)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Read "07:00-11:00, 13:00-17:00"; "" is a closed day. Raises InputError (giờ làm việc trong ngày)."""
    pieces = [piece.strip() for piece in re.split(r"[,;]", text) if piece.strip()]
    try:
        spans = tuple(sorted(_span(piece) for piece in pieces))
        Calendar((spans,) * 7)
    except InputError:
        raise
    except ValueError:
        raise InputError("hours", gettext_noop("Viết giờ như 07:00-11:00, 13:00-17:00; để trống nếu nghỉ.")) from None
    return spans


def spans_text(spans: Iterable[Span]) -> str:
    """The same the other way round."""
    return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)


def spoken_spans(spans: Iterable[Span]) -> list[str]:
    """ "07:00–11:00" of each span, as people read it."""
    return [f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans]


def week_text(week: Week) -> str:
    """A whole week in one line for the log: "T2 07:00-11:00; …"."""
    names = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
    return "; ".join(f"{name} {spans_text(day)}" for name, day in zip(names, week, strict=True) if day)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    opens_hour, opens_minute, closes_hour, closes_minute = (int(part or 0) for part in found.groups())
    return Span(time(opens_hour, opens_minute), time(closes_hour, closes_minute))
