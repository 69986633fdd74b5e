"""Where a row stands on the desk (phân nhóm việc theo hạn)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from cuulong.lib.dates import local_date
from cuulong.lib.vietnamese import fold


class Group(StrEnum):
    """How soon something is due (nhóm)."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


class Dated(Protocol):
    """Whatever has a due date and a beginning."""

    @property
    def due_at(self) -> datetime | None: ...
    @property
    def since(self) -> datetime: ...


D = TypeVar("D", bound=Dated)


def group_of(due_at: datetime | None, now: datetime) -> Group:
    """Late, today, this week (up to Sunday), or later; no date is later (nhóm theo hạn)."""
    if due_at is None:
        return Group.LATER
    if due_at < now:
        return Group.LATE
    today, day = local_date(now), local_date(due_at)
    if day == today:
        return Group.TODAY
    return Group.WEEK if day <= _sunday_after(today) else Group.LATER


def _sunday_after(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def grouped(items: Iterable[D], now: datetime) -> dict[Group, list[D]]:
    """The rows by group, the most urgent first, those without a date last; empty groups are left out."""
    ordered = sorted(items, key=lambda item: (item.due_at is None, item.due_at or item.since, item.since))
    found = {group: [item for item in ordered if group_of(item.due_at, now) is group] for group in Group}
    return {group: rows for group, rows in found.items() if rows}


def days_between(due_at: datetime, now: datetime) -> int:
    """Calendar days from today to the due day; negative when it is past."""
    return (local_date(due_at) - local_date(now)).days


def matches(words: str, *texts: Any) -> bool:
    """Whether every typed word stands in one of the texts, accents or not."""
    line = " ".join(fold(str(text)) for text in texts)
    return all(word in line for word in fold(words).split())
