"""The calendar that counts; read from memory, renewed within seconds of an edit (tra cứu lịch làm việc)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.design import formats
from cuulong.lib.vietnamese import sort_key
from cuulong.lib.working_time import Calendar

from .models import DayKind, Holiday, OpeningHours
from .rules import USUAL_WEEK, Week, build, week_of

local = caches["local"]
KEY = "calendars.book"
SECONDS = 15  # how long another web process may still count with the calendar before an edit


@dataclass(frozen=True)
class Hours:
    """One row of opening hours, as kept in memory."""

    agency_id: int | None
    weekday: int
    opens: time
    closes: time
    first: date | None
    end: date | None

    def holds(self, agency_id: int | None, day: date) -> bool:
        started = self.first is None or self.first <= day
        return self.agency_id == agency_id and started and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Book:
    """All days and hours of the province; small enough to be held whole (sổ lịch)."""

    days_off: dict[date, str]
    makeup: frozenset[date]
    hours: tuple[Hours, ...]

    def week(self, agency: Agency | None, day: date) -> Week:
        """The hours the agency keeps itself, else those of the body it belongs to, else the province's."""
        for owner in (agency.pk, agency.parent_id, None) if agency else (None,):
            found = [h for h in self.hours if h.holds(owner, day)]
            if found:
                return week_of((h.weekday, h.opens, h.closes) for h in found)
        return USUAL_WEEK


def calendar_for(agency: Agency | None, day: date) -> Calendar:
    """Days off, make-up days and the hours in force at `agency` on `day`; no query when warm, two cold (lịch làm việc).

    `agency` None: the province's own hours. A later change of hours does not move what was counted before it.
    """
    book = _book()
    return build(book.week(agency, day), book.days_off, book.makeup)


def own_week(agency: Agency | None, day: date) -> Week | None:
    """The hours an office keeps itself on `day`; None: it follows another's (giờ riêng của cơ quan)."""
    found = [h for h in _book().hours if h.holds(agency.pk if agency else None, day)]
    return week_of((h.weekday, h.opens, h.closes) for h in found) if found else None


def offices() -> list[Agency]:
    """Who may keep hours of their own: what is reached from outside today, by name (cơ quan có giờ làm việc)."""
    kinds = (AgencyKind.PROVINCIAL_BODY, AgencyKind.COMMUNE, AgencyKind.CENTRE, AgencyKind.CENTRAL_BODY)
    found = Agency.objects.filter(kind__in=kinds, valid__contains=timezone.localdate()).select_related("parent")
    return sorted(found, key=lambda agency: sort_key(agency.name))


def offices_with_own_hours(day: date) -> list[Agency]:
    """Those that keep hours of their own on `day`, by name."""
    owners = {h.agency_id for h in _book().hours if h.agency_id and h.holds(h.agency_id, day)}
    return sorted(Agency.objects.filter(pk__in=owners), key=lambda agency: sort_key(agency.name))


def hours_in_words(agency: Agency, day: date) -> list[tuple[str, str]]:
    """The week at an agency, days with equal hours together: ("thứ Hai – thứ Sáu", "07:00–11:00, 13:00–17:00")."""
    names = formats.DAYS_EN if formats.english() else formats.WEEKDAYS
    found: list[tuple[str, str]] = []
    for spans, days in groupby(range(7), key=calendar_for(agency, day).weekly.__getitem__):
        run = [names[n] for n in days]
        if spans:
            hours = ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans)
            found.append((run[0] if len(run) == 1 else f"{run[0]} – {run[-1]}", hours))
    return found


def forget_calendars() -> None:
    """Drop what is held in memory, now and again after the commit; called by every verb that edits."""
    local.delete(KEY)
    transaction.on_commit(lambda: local.delete(KEY))


def _book() -> Book:
    book = local.get(KEY)
    if not isinstance(book, Book):
        days = list(Holiday.objects.values_list("day", "kind", "name"))
        book = Book(
            days_off={day: name for day, kind, name in days if kind == DayKind.OFF},
            makeup=frozenset(day for day, kind, _ in days if kind == DayKind.MAKEUP),
            hours=tuple(
                Hours(agency_id, weekday, opens, closes, valid.lower, valid.upper)
                for agency_id, weekday, opens, closes, valid in OpeningHours.objects.values_list(
                    "agency_id", "weekday", "opens", "closes", "valid"
                )
            ),
        )
        local.set(KEY, book, SECONDS)
    return book
