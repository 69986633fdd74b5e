"""The walk through the days behind a due date; all times are the wall clock of the office."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from cuulong.lib.errors import gettext_noop
from cuulong.lib.working_calendar import DAY, HORIZON, Calendar, Interval
from cuulong.lib.working_limits import Kind, Line, Pause, StartRule, TimeLimit, Unit, too_long

MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
WallPause = tuple[datetime, datetime, str]

_NOT_COUNTED = gettext_noop("Ngày nhận hồ sơ không tính vào thời hạn")
_AFTER_CUT_OFF = gettext_noop("Nhận sau giờ chốt trong ngày, tính từ ngày làm việc tiếp theo")
_OUT_OF_HOURS = gettext_noop("Nhận ngoài giờ làm việc, tính từ giờ mở cửa kế tiếp")
_MOVED = gettext_noop("Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo")


class Clock:
    """Walks from receipt until the limit is used up, filling ``lines`` and ``used``."""

    def __init__(
        self,
        start: datetime,
        limit: TimeLimit,
        calendar: Calendar,
        pauses: Sequence[Pause],
        rule: StartRule,
    ) -> None:
        self.limit, self.calendar = limit, calendar
        self.pauses = wall_pauses(calendar, pauses)
        still_open = [(begins, why) for begins, ends, why in self.pauses if ends == datetime.max]
        self.open_from = still_open[0][0] if still_open else None
        self.open_reason = still_open[0][1] if still_open else ""
        self.start = calendar.wall(start)
        opening = calendar.next_open(start) if rule is StartRule.WHEN_OPEN else start
        self.received = calendar.wall(opening)
        self.runs_from = self._runs_from()
        self.needed = self._needed()
        self.used = Fraction(0)
        self.lines: list[Line] = []

    def _runs_from(self) -> datetime:
        day = self.received.date()
        if self.limit.unit is Unit.WORKING_HOURS:
            return self.received
        if self.limit.unit is Unit.SAME_DAY and self.calendar.is_working_day(day):
            cut_off = datetime.combine(day, self.limit.cut_off)
            if self.received <= cut_off and self.received < self.calendar.wall_closing(day):
                return self.received
        return datetime.combine(day + DAY, time.min)

    def _needed(self) -> Fraction:
        """What must be used up: minutes of work, or days."""
        match self.limit.unit:
            case Unit.WORKING_HOURS:
                return Fraction(self.limit.amount * 60)
            case Unit.SAME_DAY:
                last = self.calendar.next_working_day(self.runs_from.date())
                return _minutes(worked(clip(self.calendar.wall_spans(last), self.runs_from)))
        return Fraction(self.limit.amount)

    def run(self) -> datetime | None:
        """Give the end, or None where an open pause is reached; raises LimitError beyond ten years."""
        last = self.start + HORIZON
        if self.open_from:
            last = datetime.combine(max(self.open_from, self.start), time.max)
        else:
            last += sum((ends - begins for begins, ends, _ in self.pauses), NOTHING)
        for day in days(self.start.date(), last.date()):
            if day < self.runs_from.date():
                self._before(day)
            elif end := self._count(day):
                return end
        if self.open_from:
            return None
        raise too_long()

    def _before(self, day: date) -> None:
        """Write down the receipt, and the days between it and the first that counts."""
        if day == self.received.date() and self.limit.unit is not Unit.SAME_DAY:
            self.lines.append(Line(day, Kind.RECEIVED, 0, 0, _NOT_COUNTED))
        elif day == self.received.date() and self.calendar.is_working_day(day):
            self.lines.append(Line(day, Kind.RECEIVED, 0, 0, _AFTER_CUT_OFF))
        elif day == self.start.date():
            self.lines.append(Line(day, Kind.RECEIVED, 0, 0, _OUT_OF_HOURS))
        else:
            self.lines.append(Line(day, Kind.DAY_OFF, 0, 0, self.calendar.why_off(day)))

    def _count(self, day: date) -> datetime | None:
        whole = self._hours(day)
        hours = clip(whole, self.runs_from)
        pieces = unpaused(hours, self.pauses)
        complete = self.used >= self.needed
        end = None
        if not complete and self.limit.unit is Unit.WORKING_HOURS:
            end = reach(pieces, _span(self.needed - self.used))
            if end:
                hours, pieces = clip(hours, self.runs_from, end), clip(pieces, self.runs_from, end)
        self.used += self._share(pieces, whole)
        if self.used >= self.needed and end is None:
            end = self._closing(day)
        self.lines.append(self._line(day, hours, pieces, end, complete=complete))
        return end

    def _line(
        self,
        day: date,
        hours: list[Interval],
        pieces: list[Interval],
        end: datetime | None,
        *,
        complete: bool,
    ) -> Line:
        counted = NOTHING if complete else worked(pieces)
        paused = worked(hours) - worked(pieces)
        why_paused = next((why for begins, ends, why in self.pauses if _meets(hours, begins, ends)), "")
        off = self.calendar.why_off(day)
        calendar_days = self.limit.unit is Unit.CALENDAR_DAYS
        if end:
            kind, reason = Kind.DUE, why_paused or (_MOVED if complete and calendar_days else "")
        elif day == self.start.date():
            kind, reason = Kind.RECEIVED, why_paused or (_OUT_OF_HOURS if off else "")
        elif paused and not worked(pieces):
            kind, reason = Kind.PAUSED, why_paused
        elif off and (complete or not calendar_days):
            kind, reason = Kind.DAY_OFF, off
        else:
            kind, reason = Kind.COUNTED, why_paused or off
        return Line(day, kind, counted // MINUTE, paused // MINUTE, reason)

    def _hours(self, day: date) -> list[Interval]:
        if self.limit.unit is Unit.CALENDAR_DAYS:
            midnight = datetime.combine(day, time.min)
            return [(midnight, midnight + DAY)]
        return self.calendar.wall_spans(day)

    def _share(self, pieces: list[Interval], whole: list[Interval]) -> Fraction:
        """What a day uses up: minutes, or the part of it that was not paused."""
        if self.limit.unit in (Unit.WORKING_HOURS, Unit.SAME_DAY):
            return _minutes(worked(pieces))
        return _minutes(worked(pieces)) / _minutes(worked(whole)) if whole else Fraction(0)

    def _closing(self, day: date) -> datetime | None:
        """The closing of a working day, unless the clock stands still at that moment."""
        if not self.calendar.is_working_day(day):
            return None
        closing = self.calendar.wall_closing(day)
        stands_still = any(begins < closing <= ends for begins, ends, _ in self.pauses)
        return None if stands_still else closing


def wall_pauses(calendar: Calendar, pauses: Sequence[Pause]) -> list[WallPause]:
    """Put pauses on the wall clock, in order; an open one ends at the end of time."""
    return sorted(
        (
            calendar.wall(pause.begins),
            calendar.wall(pause.ends) if pause.ends else datetime.max,
            pause.reason,
        )
        for pause in pauses
    )


def days(first: date, last: date) -> Iterator[date]:
    """Walk from one day to another, both inside."""
    for ahead in range((last - first).days + 1):
        yield first + ahead * DAY


def clip(intervals: list[Interval], start: datetime, end: datetime = datetime.max) -> list[Interval]:
    """Keep what lies between two moments."""
    return [(max(begins, start), min(ends, end)) for begins, ends in intervals if ends > start and begins < end]


def unpaused(intervals: list[Interval], pauses: list[WallPause]) -> list[Interval]:
    """Keep what no pause covers."""
    for begins, ends, _ in pauses:
        intervals = [
            piece
            for opens, closes in intervals
            for piece in ((opens, min(closes, begins)), (max(opens, ends), closes))
            if piece[0] < piece[1]
        ]
    return intervals


def worked(intervals: list[Interval]) -> timedelta:
    """Add up intervals."""
    return sum((ends - begins for begins, ends in intervals), NOTHING)


def reach(intervals: list[Interval], rest: timedelta) -> datetime | None:
    """Find the moment at which ``rest`` is used up, None when the intervals are too short."""
    for begins, ends in intervals:
        if rest <= ends - begins:
            return begins + rest
        rest -= ends - begins
    return None


def _meets(intervals: list[Interval], begins: datetime, ends: datetime) -> bool:
    return any(opens < ends and begins < closes for opens, closes in intervals)


def _minutes(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), 60_000_000)


def _span(minutes: Fraction) -> timedelta:
    return timedelta(microseconds=int(minutes * 60_000_000))
