"""Change the opening hours of the province or of one office (đặt giờ làm việc)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func

from cuulong.core.audit.record import record
from cuulong.core.calendars.models import OpeningHours
from cuulong.core.calendars.queries import forget_calendars
from cuulong.core.calendars.rules import Week, week_of, week_text
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import short_date
from cuulong.lib.errors import InputError, gettext_noop


@transaction.atomic
def set_hours(agency: Agency | None, week: Week, first: date, *, acting: Acting) -> Sequence[OpeningHours]:
    """From `first` on the office keeps these hours; what it kept before stays for the days before (đặt giờ làm việc).

    `agency` None: the province, for all who keep no hours of their own. An empty week gives an office back to the
    province's hours. Raises Forbidden, InputError, CalendarError when spans overlap.
    """
    acting.require("calendars.manage", agency)
    spans = [(weekday, span.opens, span.closes) for weekday, day in enumerate(week, start=1) for span in day]
    week_of(spans)
    if not spans and agency is None:
        raise InputError("no_hours", gettext_noop("Cả tỉnh phải có ít nhất một ngày mở cửa trong tuần."))
    kept = OpeningHours.objects.select_for_update().filter(agency=agency)
    kept.filter(valid__startswith__gte=first).delete()
    kept.filter(valid__contains=first).update(
        valid=Func(Func(F("valid"), function="lower"), first, function="daterange")
    )
    made = OpeningHours.objects.bulk_create(
        OpeningHours(agency=agency, weekday=weekday, opens=opens, closes=closes, valid=DateRange(first, None))
        for weekday, opens, closes in spans
    )
    subject = made[0] if made else agency
    assert subject is not None
    name = agency.name if agency else "Cả tỉnh"
    record(
        acting, "calendars.hours.set", subject, agency,
        agency_name=name, first=short_date(first), hours=week_text(week) or "theo giờ chung của tỉnh",
    )  # fmt: skip
    forget_calendars()
    return made
