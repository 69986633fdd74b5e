"""How a day at a counter is cut into slots, and what may be booked; pure decisions (quy tắc lịch hẹn)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cuulong.lib.errors import InputError
from cuulong.lib.working_calendar import Calendar

OPEN_BOOKINGS = 3  # that one telephone number may hold
REMIND_BEFORE = timedelta(hours=24)


class NotBooked(InputError):
    """The appointment cannot be given; the sentence says why and what to do (chưa đặt được lịch)."""


def slots(calendar: Calendar, day: date, minutes: int) -> list[tuple[datetime, datetime]]:
    """The slots of a day, each within opening hours; none on a closed day (khung giờ hẹn)."""
    length = timedelta(minutes=minutes)
    found = []
    for opens, closes in calendar.wall_spans(day):
        begins = opens
        while begins + length <= closes:
            found.append((calendar.instant(begins), calendar.instant(begins + length)))
            begins += length
    return found


def bookable_days(calendar: Calendar, today: date, ahead: int) -> list[date]:
    """The open days on which one may come, today among them (ngày nhận hẹn)."""
    days = (today + timedelta(days=n) for n in range(ahead + 1))
    return [day for day in days if calendar.is_working_day(day)]
