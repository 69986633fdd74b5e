"""Laying the province's calendar from its files (nạp lịch làm việc)."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.calendars.models import Holiday, OpeningHours
from cuulong.core.calendars.queries import forget_calendars
from cuulong.lib.province import Province
from cuulong.lib.vietnamese import clean


@transaction.atomic
def load_calendar(province: Province) -> None:
    """Add years and hours that are not there yet; a year once laid is the administrators' (nạp lịch của tỉnh)."""
    known = {day.year for day in Holiday.objects.dates("day", "year")}
    Holiday.objects.bulk_create(
        Holiday(
            day=date.fromisoformat(row["date"]),
            kind=row["kind"],
            name=clean(row["name"]),
            certain=row["source"] == "read",
        )
        for row in province.table("holidays")
        if date.fromisoformat(row["date"]).year not in known
    )
    hours = province.settings.get("opening_hours")
    if hours and not OpeningHours.objects.filter(agency=None).exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(
                weekday=weekday,
                opens=time.fromisoformat(opens),
                closes=time.fromisoformat(closes),
                valid=DateRange(province.settings["records_start"], None),
            )
            for weekday in hours["days"]
            for opens, closes in hours["spans"]
        )
    forget_calendars()
