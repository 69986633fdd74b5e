"""Building a working calendar from rows (quy tắc lịch làm việc)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

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
