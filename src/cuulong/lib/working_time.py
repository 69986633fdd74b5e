"""Working time: when a time limit ends, and the count behind it, day by day.

The day of receipt is not counted and a period that ends on a day off ends on the next working
day (Civil Code 2015, articles 147-148). Limits in days end at closing time. A pause gives back
exactly what it took: hours to the minute; days by the share of the day that was paused, and the
sum is rounded up to a closing time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from cuulong.lib.errors import gettext_noop
from cuulong.lib.working_calendar import DAY, HORIZON, Calendar, CalendarError, Span
from cuulong.lib.working_clock import (
    MINUTE,
    NOTHING,
    Clock,
    clip,
    days,
    reach,
    unpaused,
    wall_pauses,
    worked,
)
from cuulong.lib.working_limits import (
    Kind,
    LimitError,
    Line,
    Pause,
    StartRule,
    TimeLimit,
    Unit,
    too_long,
)

__all__ = [
    "Calendar",
    "CalendarError",
    "Cell",
    "CellKind",
    "Explanation",
    "Kind",
    "LimitError",
    "Line",
    "Pause",
    "Span",
    "StartRule",
    "TimeLimit",
    "Unit",
    "add_working_minutes",
    "due",
    "working_days_between",
    "working_minutes_between",
]

_LATE = gettext_noop("Đã quá ngày hẹn")


class CellKind(StrEnum):
    """What a day looks like from now (dải ngày)."""

    RECEIVED = "received"
    USED = "used"
    PAUSED = "paused"
    DAY_OFF = "day_off"
    LEFT = "left"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the day strip, seen from a moment (dải ngày)."""

    day: date
    kind: CellKind
    minutes: int
    paused_minutes: int
    reason: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """When a time limit ends and why (căn cứ tính ngày hẹn trả).

    ``due_at`` is None while a pause is open; ``waiting_for`` then says what is awaited.
    """

    start: datetime
    limit: TimeLimit
    calendar: Calendar
    pauses: tuple[Pause, ...]
    due_at: datetime | None
    waiting_for: str
    lines: tuple[Line, ...]
    started_rule: StartRule

    def strip(self, now: datetime) -> tuple[Cell, ...]:
        """Draw the day strip for a moment; pass the time of finishing when work is done (dải ngày)."""
        today = self.calendar.wall(now).date()
        cells = [self._cell(line, now, today) for line in self.lines]
        day = self.lines[-1].day + DAY
        beyond = CellKind.LATE if self.due_at else CellKind.PAUSED
        why = _LATE if self.due_at else self.waiting_for
        while day <= today:
            off = self.calendar.why_off(day)
            cells.append(Cell(day, CellKind.DAY_OFF if off else beyond, 0, 0, off or why, is_today=day == today))
            day += DAY
        return tuple(cells)

    def _cell(self, line: Line, now: datetime, today: date) -> Cell:
        if line.kind is Kind.COUNTED:
            working = self.calendar.is_working_day(line.day)
            over = self.calendar.closing(line.day) <= now if working else line.day < today
            # While the clock stands still nothing of the days before is left.
            over = over or self.due_at is None
            kind = CellKind.USED if over else CellKind.LEFT
        else:
            kind = CellKind(line.kind.value)
        return Cell(line.day, kind, line.minutes, line.paused_minutes, line.reason, is_today=line.day == today)

    def progress(self, now: datetime) -> float:
        """The share of the limit used at a moment, 0 to 1."""
        if self.is_late(now):
            return 1.0
        # A pause that begins now leaves exactly what was used until now.
        pauses = (*self.pauses, Pause(now, None, ""))
        clock = Clock(self.start, self.limit, self.calendar, pauses, self.started_rule)
        clock.run()
        return float(min(clock.used / clock.needed, Fraction(1)))

    def is_late(self, now: datetime) -> bool:
        """Tell whether the due time has passed (quá hạn)."""
        return self.due_at is not None and now > self.due_at

    def minutes_left(self, now: datetime) -> int | None:
        """Working minutes until due, negative when late, None while waiting (thời gian còn lại)."""
        if self.due_at is None:
            return None
        if now > self.due_at:
            return -working_minutes_between(self.due_at, now, self.calendar)
        return _worked_between(self.calendar, now, self.due_at, self.pauses)

    def days_left(self, now: datetime) -> int | None:
        """Working days after today until due, 0 when due today, negative when late, None while waiting."""
        if self.due_at is None:
            return None
        today, last = self.calendar.wall(now).date(), self.calendar.wall(self.due_at).date()
        return working_days_between(today, last, self.calendar)


def due(
    start: datetime,
    limit: TimeLimit,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    started_rule: StartRule = StartRule.AS_RECEIVED,
) -> Explanation:
    """Count a time limit from a receipt and explain the count (tính ngày hẹn trả; BLDS 2015 art. 147-148).

    Raises LimitError when the end lies more than ten years (pauses apart) ahead, CalendarError when the
    office never opens. Time and effort grow with the number of days.
    """
    clock = Clock(start, limit, calendar, tuple(pauses), started_rule)
    end = clock.run()
    return Explanation(
        start=start,
        limit=limit,
        calendar=calendar,
        pauses=tuple(pauses),
        due_at=end and calendar.instant(end),
        waiting_for="" if end else clock.open_reason,
        lines=tuple(clock.lines),
        started_rule=started_rule,
    )


def working_minutes_between(a: datetime, b: datetime, calendar: Calendar) -> int:
    """Whole working minutes from one moment to another, negative when ``b`` is earlier (giờ làm việc)."""
    if b < a:
        return -working_minutes_between(b, a, calendar)
    return _worked_between(calendar, a, b)


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after ``first`` up to and with ``last``, negative when reversed (ngày làm việc)."""
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.is_working_day(day) for day in days(first + DAY, last))


def add_working_minutes(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    """The moment at which so many working minutes have passed; raises LimitError beyond ten years."""
    if minutes < 1:
        return start
    rest, wall = minutes * MINUTE, calendar.wall(start)
    for day in days(wall.date(), (wall + HORIZON).date()):
        hours = clip(calendar.wall_spans(day), wall)
        if end := reach(hours, rest):
            return calendar.instant(end)
        rest -= worked(hours)
    raise too_long()


def _worked_between(calendar: Calendar, a: datetime, b: datetime, pauses: Sequence[Pause] = ()) -> int:
    begins, ends = calendar.wall(a), calendar.wall(b)
    standing = wall_pauses(calendar, pauses)
    pieces = (
        unpaused(clip(calendar.wall_spans(day), begins, ends), standing) for day in days(begins.date(), ends.date())
    )
    return sum(map(worked, pieces), NOTHING) // MINUTE
