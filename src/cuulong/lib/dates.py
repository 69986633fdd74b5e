"""Dates in Vietnamese words, and the periods that reports are about."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from cuulong.lib.errors import InputError, gettext_noop

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_QUARTERS = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)


class DateError(InputError):
    """What was typed is not a date or period."""


def long_date(day: date) -> str:
    """Write a date as on letters: "ngày 05 tháng 01 năm 2026" (thể thức văn bản).

    A zero stands before days below 10 and months 1 and 2 (Decree 30/2020).
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """Write a date as on screens: 05/01/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def short_datetime(at: datetime, zone: ZoneInfo = VIETNAM) -> str:
    """Write a moment as on screens: 14:30 05/01/2026."""
    local = at.astimezone(zone)
    return f"{local:%H:%M} {short_date(local.date())}"


def weekday_name(day: date) -> str:
    """Name the day of the week: "thứ Ba", "Chủ nhật"."""
    return _WEEKDAYS[day.weekday()]


def local_date(at: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """Give the day on which a moment falls in the zone."""
    return at.astimezone(zone).date()


def parse_date(text: str) -> date:
    """Read 05/01/2026, 5-1-2026, 5.1.2026 or 2026-01-05; raises DateError."""
    if found := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", text.strip(), re.ASCII):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        raise DateError("date", gettext_noop("Ngày chưa đúng. Viết ngày/tháng/năm, ví dụ 05/01/2026."))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(
            "date_unreal", gettext_noop("Không có ngày %(typed)s trong lịch."), typed=text.strip()
        ) from error


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from ``start`` up to but not including ``end``; ``end`` None means without end."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise DateError("range_empty", gettext_noop("Ngày kết thúc phải sau ngày bắt đầu."))

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def last(self) -> date | None:
        """The last day inside, None without end."""
        return self.end - _DAY if self.end else None

    def overlaps(self, other: "DateRange") -> bool:
        """Tell whether the two share a day."""
        return self.intersect(other) is not None

    def intersect(self, other: "DateRange") -> "DateRange | None":
        """Give the days the two share."""
        start = max(self.start, other.start)
        end = min((each.end for each in (self, other) if each.end), default=None)
        return DateRange(start, end) if end is None or start < end else None


class PeriodKind(StrEnum):
    """What a period spans (kỳ báo cáo)."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period, from ``start`` up to but not including ``end`` (kỳ báo cáo)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise DateError("period_empty", gettext_noop("Kỳ báo cáo phải có ít nhất một ngày."))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """The month of a year."""
        return cls(date(year, month, 1), _add_months(date(year, month, 1), 1))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """The quarter, 1 to 4, of a year."""
        start = date(year, 3 * quarter - 2, 1)
        return cls(start, _add_months(start, 3))

    @classmethod
    def year(cls, year: int) -> Self:
        """The calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def between(cls, first: date, last: date) -> Self:
        """The days from ``first`` to ``last``, both inside."""
        return cls(first, last + _DAY)

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Self:
        """The month, quarter or year in which a day lies."""
        months = _MONTHS[kind]
        start = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(start, _add_months(start, months))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-11", "2026", "2026-Q3" or "2026-01-05..2026-02-10"; raises DateError."""
        try:
            first, dots, last = text.strip().partition("..")
            if dots:
                return cls.between(date.fromisoformat(first), date.fromisoformat(last))
            if found := re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?", first, re.ASCII):
                year, quarter, month = (int(part) if part else 0 for part in found.groups())
                if quarter:
                    return cls.quarter(year, quarter)
                return cls.month(year, month) if found[3] else cls.year(year)
        except DateError:
            raise
        except (ValueError, OverflowError):
            pass
        raise DateError("period", gettext_noop("Kỳ báo cáo chưa đúng. Chọn tháng, quý, năm hoặc từ ngày đến ngày."))

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.start:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.start:%Y}-Q{self.start.month // 3 + 1}"
            case PeriodKind.YEAR:
                return f"{self.start:%Y}"
        return f"{self.start}..{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def kind(self) -> PeriodKind:
        """Whether the days are just a month, a quarter, a year, or any others."""
        for kind, months in _MONTHS.items():
            aligned = self.start.day == 1 and (self.start.month - 1) % months == 0
            if aligned and self.end == _add_months(self.start, months):
                return kind
        return PeriodKind.RANGE

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - _DAY

    @property
    def label(self) -> str:
        """The period in words: "tháng 11 năm 2026", "quý III năm 2026"."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"tháng {self.start.month} năm {self.start.year}"
            case PeriodKind.QUARTER:
                return f"quý {_QUARTERS[self.start.month // 3]} năm {self.start.year}"
            case PeriodKind.YEAR:
                return f"năm {self.start.year}"
        return f"từ {short_date(self.start)} đến {short_date(self.last)}"

    def previous(self) -> "Period":
        """The period of the same length just before (kỳ trước)."""
        if self.kind is PeriodKind.RANGE:
            return Period(self.start - (self.end - self.start), self.start)
        return Period(_add_months(self.start, -_MONTHS[self.kind]), self.start)

    def next(self) -> "Period":
        """The period of the same length just after (kỳ sau)."""
        if self.kind is PeriodKind.RANGE:
            return Period(self.end, self.end + (self.end - self.start))
        return Period(self.end, _add_months(self.end, _MONTHS[self.kind]))

    def and_before(self, count: int) -> list["Period"]:
        """This period as the last of ``count``, oldest first (các kỳ liền trước)."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous())
        return found[::-1]

    def same_last_year(self) -> "Period":
        """The same days a year earlier (cùng kỳ năm trước); 29 February becomes 28."""
        start = _add_months(self.start, -12)
        if self.kind is PeriodKind.RANGE:
            return Period.between(start, _add_months(self.last, -12))
        return Period(start, _add_months(self.end, -12))

    def months(self) -> tuple["Period", ...]:
        """The calendar months touched by the period, in order."""
        first = Period.containing(self.start, PeriodKind.MONTH)
        found = [first]
        while found[-1].end < self.end:
            found.append(found[-1].next())
        return tuple(found)

    def instants(self, zone: ZoneInfo = VIETNAM) -> tuple[datetime, datetime]:
        """The first moment inside and the first moment after."""
        return (
            datetime.combine(self.start, time.min, zone),
            datetime.combine(self.end, time.min, zone),
        )


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - _DAY).day))
