"""The year as a picture: twelve months, each day working, off, made up or a plain day of rest (lịch năm)."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cuulong.design import formats
from cuulong.lib.working_time import Calendar

from .models import DayKind, Holiday


@dataclass(frozen=True)
class Square:
    """One day of the picture; `kind` is working, rest, off or makeup, `says` its words for a screen reader."""

    day: date
    kind: str
    name: str
    is_today: bool

    @property
    def says(self) -> str:
        word = {
            "working": _("làm việc"),
            "rest": _("nghỉ hằng tuần"),
            "off": _("nghỉ"),
            "makeup": _("làm bù"),
        }[self.kind]
        return f"{word}: {self.name}" if self.name else word


@dataclass(frozen=True)
class Month:
    """One month: weeks from Monday, None where the month has no day; `working` counts its working days."""

    title: str
    weeks: list[list[Square | None]]
    working: int


def picture(year: int, calendar: Calendar, holidays: Mapping[date, Holiday], today: date) -> list[Month]:
    """The twelve months of a year as the calendar counts them."""
    return [_month(year, month, calendar, holidays, today) for month in range(1, 13)]


def _month(year: int, month: int, calendar: Calendar, holidays: Mapping[date, Holiday], today: date) -> Month:
    weeks = [
        [_square(day, calendar, holidays, today) if day.month == month else None for day in week]
        for week in months_of.Calendar().monthdatescalendar(year, month)
    ]
    title = formats.MONTHS_EN[month - 1] if formats.english() else _("Tháng %(n)d") % {"n": month}
    working = sum(1 for week in weeks for one in week if one and calendar.is_working_day(one.day))
    return Month(title, weeks, working)


def _square(day: date, calendar: Calendar, holidays: Mapping[date, Holiday], today: date) -> Square:
    holiday = holidays.get(day)
    if holiday is not None:
        kind = "off" if holiday.kind == DayKind.OFF else "makeup"
    else:
        kind = "working" if calendar.is_working_day(day) else "rest"
    return Square(day, kind, holiday.name if holiday else "", day == today)
