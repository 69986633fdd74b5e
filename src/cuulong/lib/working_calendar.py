"""When an office is open: weekly hours, days off with their reasons, make-up working days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError, gettext_noop

DAY = timedelta(days=1)
HORIZON = 3660 * DAY
_WEEKLY_REST = (
    gettext_noop("Nghỉ hằng tuần, thứ Hai"),
    gettext_noop("Nghỉ hằng tuần, thứ Ba"),
    gettext_noop("Nghỉ hằng tuần, thứ Tư"),
    gettext_noop("Nghỉ hằng tuần, thứ Năm"),
    gettext_noop("Nghỉ hằng tuần, thứ Sáu"),
    gettext_noop("Nghỉ hằng tuần, thứ Bảy"),
    gettext_noop("Nghỉ hằng tuần, Chủ nhật"),
)


class CalendarError(InputError):
    """Opening hours that contradict themselves, or an office that never opens."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Opening hours within one day, from ``opens`` up to but not including ``closes`` (giờ làm việc)."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise CalendarError("span", gettext_noop("Giờ đóng cửa phải sau giờ mở cửa."))


Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar of an office (lịch làm việc).

    ``weekly`` has seven entries, Monday first. A day off wins over a make-up day, that over the week.
    Arithmetic is on the wall clock of ``zone``: meant for zones without summer time.
    """

    weekly: tuple[tuple[Span, ...], ...]
    days_off: Mapping[date, str] = field(default_factory=dict)
    makeup_days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    zone: ZoneInfo = VIETNAM

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise CalendarError("week", gettext_noop("Lịch làm việc phải có đủ bảy ngày trong tuần."))
        for spans in (*self.weekly, *self.makeup_days.values()):
            if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
                raise CalendarError(
                    "spans",
                    gettext_noop("Các khoảng giờ làm việc trong ngày phải nối tiếp, không chồng nhau."),
                )

    @classmethod
    def monday_to_friday(
        cls,
        *spans: Span,
        days_off: Mapping[date, str] | None = None,
        makeup_days: Mapping[date, tuple[Span, ...]] | None = None,
        zone: ZoneInfo = VIETNAM,
    ) -> Self:
        """An office with the same hours on five days a week."""
        return cls((spans,) * 5 + ((), ()), days_off or {}, makeup_days or {}, zone)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The opening hours of a day, empty when closed."""
        if day in self.days_off:
            return ()
        if day in self.makeup_days:
            return self.makeup_days[day]
        return self.weekly[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office opens that day (ngày làm việc)."""
        return bool(self.spans(day))

    def next_working_day(self, day: date) -> date:
        """The first working day that is not before ``day``; raises CalendarError after ten years."""
        for ahead in range(HORIZON.days):
            if self.is_working_day(day + ahead * DAY):
                return day + ahead * DAY
        raise CalendarError("never_open", gettext_noop("Lịch làm việc này không có ngày mở cửa nào."))

    def closing(self, day: date) -> datetime:
        """The moment the office closes on a working day."""
        return self.instant(self.wall_closing(day))

    def why_off(self, day: date) -> str:
        """Say why the office is closed that day, "" on a working day (lý do nghỉ)."""
        if self.is_working_day(day):
            return ""
        return self.days_off.get(day) or _WEEKLY_REST[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Tell whether the office is open at a moment."""
        wall = self.wall(at)
        return any(begins <= wall < ends for begins, ends in self.wall_spans(wall.date()))

    def next_open(self, at: datetime) -> datetime:
        """The moment itself when open, otherwise the next opening."""
        wall = self.wall(at)
        for begins, ends in self.wall_spans(wall.date()):
            if wall < ends:
                return self.instant(max(wall, begins))
        following = self.next_working_day(wall.date() + DAY)
        return self.instant(self.wall_spans(following)[0][0])

    def wall(self, at: datetime) -> datetime:
        """Read the wall clock of the zone at a moment; raises ValueError when ``at`` has no zone."""
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return at.astimezone(self.zone).replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """Give the moment at which the wall clock of the zone shows ``wall``."""
        return wall.replace(tzinfo=self.zone)

    def wall_spans(self, day: date) -> list[Interval]:
        """The opening hours of a day on the wall clock."""
        return [(datetime.combine(day, span.opens), datetime.combine(day, span.closes)) for span in self.spans(day)]

    def wall_closing(self, day: date) -> datetime:
        """The closing time of a working day on the wall clock."""
        return datetime.combine(day, self.spans(day)[-1].closes)
