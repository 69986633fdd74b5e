"""Change a day of the calendar (đặt ngày nghỉ, ngày làm bù)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.calendars.models import DayKind, Holiday
from cuulong.core.calendars.queries import forget_calendars
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import short_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import ImportReport, RowError, Table
from cuulong.lib.vietnamese import clean


@transaction.atomic
def set_day(day: date, kind: str, name: str, *, source: str = "", acting: Acting) -> Holiday:
    """A day off, or a day of rest that is worked; a known day is changed (đặt ngày). Raises InputError, Forbidden."""
    acting.require("calendars.manage")
    if kind not in DayKind.values:
        raise InputError("kind", gettext_noop("Loại ngày là nghỉ hoặc làm bù."))
    if not clean(name):
        raise InputError("name", gettext_noop("Ghi tên ngày, ví dụ “Giỗ Tổ Hùng Vương”."))
    defaults = {"kind": kind, "name": clean(name), "source": clean(source), "certain": True}
    holiday, _fresh = Holiday.objects.update_or_create(day=day, defaults=defaults)
    record(acting, "calendars.day.set", holiday, day=short_date(day), kind=str(DayKind(kind).label), name=holiday.name)
    forget_calendars()
    return holiday


@transaction.atomic
def remove_day(holiday: Holiday, *, acting: Acting) -> None:
    """Let a day follow its weekday again (bỏ ngày khỏi lịch). Raises Forbidden."""
    acting.require("calendars.manage")
    record(acting, "calendars.day.removed", holiday, day=short_date(holiday.day), name=holiday.name)
    holiday.delete()
    forget_calendars()


@transaction.atomic
def import_days(table: Table, *, acting: Acting) -> ImportReport:
    """Take the good rows of a table with columns date, kind, name, source; report every bad one (nhập lịch)."""
    acting.require("calendars.manage")
    report = ImportReport(errors=list(table.errors))
    for row in table.rows:
        try:
            day = date.fromisoformat(row.values["date"])
            set_day(day, row.values["kind"], row.values["name"], source=row.values.get("source", ""), acting=acting)
            report.taken += 1
        except InputError as error:
            report.reject(RowError.of(row.line, "kind", error))
        except ValueError:
            report.reject(RowError(row.line, "date", gettext_noop("Ngày viết dạng 2026-04-30.")))
    if report.taken:
        first = Holiday.objects.order_by("-pk")[0]
        record(acting, "calendars.days.imported", first, taken=report.taken, refused=report.bad_lines)
    return report
