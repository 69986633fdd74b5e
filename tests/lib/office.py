"""An invented office with the real days off of 2026, for counting due dates."""

from datetime import date, datetime, time, timedelta

from cuulong.lib.dates import VIETNAM
from cuulong.lib.working_time import Calendar, Span, TimeLimit, Unit

HOURS = (Span(time(7, 0), time(11, 0)), Span(time(13, 0), time(17, 0)))
TET = {date(2026, 2, 16) + timedelta(days=n): "Tết Nguyên đán" for n in range(5)}
OFFICE = Calendar.monday_to_friday(
    *HOURS,
    days_off={
        **TET,
        date(2026, 4, 27): "Nghỉ bù Giỗ Tổ",
        date(2026, 4, 30): "Ngày Chiến thắng",
        date(2026, 5, 1): "Quốc tế Lao động",
        date(2026, 8, 31): "Nghỉ thay cho 22/8",
        date(2026, 9, 1): "Quốc khánh",
        date(2026, 9, 2): "Quốc khánh",
    },
    makeup_days={date(2026, 8, 22): HOURS},
)


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def working_days(n: int) -> TimeLimit:
    return TimeLimit(n, Unit.WORKING_DAYS)


def hours(n: int) -> TimeLimit:
    return TimeLimit(n, Unit.WORKING_HOURS)


def calendar_days(n: int) -> TimeLimit:
    return TimeLimit(n, Unit.CALENDAR_DAYS)


SAME_DAY = TimeLimit(1, Unit.SAME_DAY)
