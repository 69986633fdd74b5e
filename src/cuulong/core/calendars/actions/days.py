"""Change a day of the calendar (đặt ngày nghỉ, ngày làm bù)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.calendars.models import DayKind, Holiday
from cuulong.core.calendars.queries import forget_calendars
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import parse_date, short_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import ImportReport, RowError, Table
from cuulong.lib.vietnamese import clean, fold


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


KINDS = {"off": "off", "nghi": "off", "ngay nghi": "off", "makeup": "makeup", "lam bu": "makeup", "bu": "makeup"}


@transaction.atomic
def import_days(table: Table, *, acting: Acting, only_if_all_good: bool = False) -> ImportReport:
    """Take the good rows of a table with columns date, kind, name, source, and report every bad one (nhập lịch).

    `only_if_all_good`: none at all if one is bad. A day that stands twice is taken once and reported. Raises Forbidden.
    """
    acting.require("calendars.manage")
    report = ImportReport(errors=list(table.errors))
    good: dict[date, Holiday] = {}
    for row in table.rows:
        try:
            day = parse_date(row.values["date"])
        except InputError as error:
            report.reject(RowError.of(row.line, "date", error))
            continue
        kind, name = KINDS.get(fold(row.values["kind"])), row.values["name"]
        if kind is None:
            report.reject(RowError(row.line, "kind", gettext_noop("Loại ngày là nghỉ hoặc làm bù.")))
        elif not name:
            report.reject(RowError(row.line, "name", gettext_noop("Ghi tên ngày, ví dụ “Giỗ Tổ Hùng Vương”.")))
        elif day in good:
            report.reject(RowError(row.line, "date", gettext_noop("Ngày này đã có ở một dòng trên.")))
        else:
            source = row.values.get("source", "")[:200]
            good[day] = Holiday(day=day, kind=kind, name=name[:120], source=source, certain=True)
    if good and not (only_if_all_good and report.errors):
        report.taken = len(good)
        Holiday.objects.bulk_create(
            good.values(),
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["kind", "name", "source", "certain"],
        )
        # The ids of rows that were there already are only known to the database.
        subject = Holiday.objects.get(day=min(good))
        record(acting, "calendars.days.imported", subject, taken=report.taken, refused=report.bad_lines)
        forget_calendars()
    return report
