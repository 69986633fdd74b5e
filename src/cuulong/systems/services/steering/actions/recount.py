"""Keep the counts of months true (tổng hợp số liệu tháng)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.lib.dates import Period, PeriodKind, local_date

from ...catalogue.models import Procedure
from ...dossiers.models import Dossier
from ..measures import COLUMNS, concerned, counted
from ..models import CountedMonth, MonthCount, TouchedMonth
from ..rollups import PATHS

AT_ONCE = 2_000
CATCH_UP = 3  # months a minute that were never counted, such as after an upgrade
Cell = tuple[int, int, str]  # agency, procedure, channel


def months_of(dossier: Dossier, now: datetime) -> list[Period]:
    """The months whose figures a dossier can change (các tháng liên quan)."""
    first, last = dossier.accepted_at or dossier.finished_at, dossier.finished_at or now
    if first is None:
        return []
    begins = Period.containing(local_date(first), PeriodKind.MONTH)
    return list(
        Period(begins.start, max(begins.end, Period.containing(local_date(last), PeriodKind.MONTH).end)).months()
    )


def touch(dossier: Dossier, now: datetime, before: Agency | None = None) -> None:
    """Note that a dossier's months must be counted anew, of who had it `before` too (đánh dấu tháng cần tổng hợp)."""
    agencies = {key for key in (dossier.competent_agency_id, before and before.pk) if key}
    TouchedMonth.objects.bulk_create(
        TouchedMonth(month=month.start, agency_id=agency) for month in months_of(dossier, now) for agency in agencies
    )


@transaction.atomic
def recount(month: Period, now: datetime, agencies: Collection[int] | None = None) -> None:
    """Count a month anew, of all or of some agencies; only one at a time (tổng hợp lại một tháng)."""
    CountedMonth.objects.get_or_create(month=month.start, defaults={"counted_at": now})
    kept = CountedMonth.objects.select_for_update().get(month=month.start)
    old = MonthCount.objects.filter(month=month.start)
    if agencies is not None:
        old = old.filter(agency__in=agencies)
    old.delete()
    MonthCount.objects.bulk_create(
        (
            MonthCount(
                month=month.start, agency_id=agency, procedure_id=procedure, channel=channel,
                **dict(zip(COLUMNS, counts, strict=True)),
            )
            for (agency, procedure, channel), counts in _cells(month, now, agencies).items()
        ),
        batch_size=1_000,
    )  # fmt: skip
    kept.counted_at = now
    kept.save()


def settle() -> None:
    """Count what was touched since, and a few months that never were; a job of every minute (tổng hợp phần mới)."""
    now = timezone.now()
    with transaction.atomic():
        # Rows of facts that come meanwhile stay for the next time.
        rows = list(TouchedMonth.objects.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
        touched: dict[date, set[int]] = {}
        for row in rows:
            touched.setdefault(row.month, set()).add(row.agency_id)
        counted_months = set(CountedMonth.objects.filter(month__in=touched).values_list("month", flat=True))
        for first in sorted(touched):
            month = Period.containing(first, PeriodKind.MONTH)
            recount(month, now, touched[first] if first in counted_months else None)
        TouchedMonth.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for month in uncounted(now)[:CATCH_UP]:
        recount(month, now)


def uncounted(now: datetime) -> list[Period]:
    """Months from the first dossier to today that were never counted, the newest first (tháng chưa tổng hợp)."""
    first = Dossier.objects.aggregate(first=Min("accepted_at"))["first"]
    if first is None:
        return []
    this = Period.containing(local_date(now), PeriodKind.MONTH)
    begins = Period.containing(local_date(first), PeriodKind.MONTH).start
    if begins >= this.end:
        return []
    standing = set(CountedMonth.objects.values_list("month", flat=True))
    return [one for one in reversed(Period(begins, this.end).months()) if one.start not in standing]


def recount_recent() -> None:
    """The running month and the one before, whole: what was carried over and what fell overdue; a job of every night."""
    now = timezone.now()
    month = Period.containing(local_date(now), PeriodKind.MONTH)
    for one in (month.previous(), month):
        recount(one, now)


@dataclass(frozen=True)
class Difference:
    """One kept figure that is not what the dossiers say (chỗ lệch)."""

    month: Period
    agency: str
    procedure: str
    channel: str
    measure: str
    kept: int
    counted: int


def differences(now: datetime, months: Collection[date] | None = None) -> Iterator[Difference]:
    """Every kept figure beside the dossiers, month by month (đối chiếu số liệu).

    What is overdue in the running month is left out: time alone changes it, so screens read it from the dossiers.
    """
    agencies = dict(Agency.objects.values_list("pk", "short_name"))
    procedures = dict(Procedure.objects.values_list("pk", "code"))
    standing = CountedMonth.objects.order_by("month").values_list("month", flat=True)
    for first in [one for one in standing if months is None or one in months]:
        month = Period.containing(first, PeriodKind.MONTH)
        running = month.instants()[0] <= now < month.instants()[1]
        kept = _kept(month)
        true = _cells(month, now, None)
        nothing = (0,) * len(COLUMNS)
        for cell in sorted({*kept, *true}):
            for name, one, other in zip(COLUMNS, kept.get(cell, nothing), true.get(cell, nothing), strict=True):
                if one != other and not (running and name == "overdue"):
                    yield Difference(
                        month, agencies[cell[0]] or str(cell[0]), procedures[cell[1]], cell[2], name, one, other
                    )


def _kept(month: Period) -> dict[Cell, tuple[int, ...]]:
    rows = MonthCount.objects.filter(month=month.start).values_list("agency_id", "procedure_id", "channel", *COLUMNS)
    return {row[:3]: row[3:] for row in rows}


def _cells(month: Period, now: datetime, agencies: Collection[int] | None) -> dict[Cell, tuple[int, ...]]:
    found = concerned(month)
    if agencies is not None:
        found = found.filter(competent_agency__in=agencies)
    rows = counted(found, month, now, {name: F(path) for name, path in PATHS.items()})
    return {
        (row["by_agency"], row["by_procedure"], row["by_channel"]): tuple(row[f"n_{name}"] for name in COLUMNS)
        for row in rows
    }
