"""Fix a figure for a report (chốt số liệu)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.indicators.models import Snapshot
from cuulong.core.indicators.queries import counted_agencies
from cuulong.core.indicators.values import rows_hash, table, value
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Indicator, declared
from cuulong.lib.dates import Period, PeriodKind


@transaction.atomic
def fix(code: str, agency: Agency | None, period: Period, *, acting: Any, known_at: datetime | None = None) -> Snapshot:
    """Keep the value as it is known now, with a hash of its rows (chốt số liệu). Raises Forbidden.

    Doing it again for the same moment gives the same row.
    """
    acting.require("indicators.fix", agency)
    moment = known_at or timezone.now()
    snapshot, fresh = Snapshot.objects.get_or_create(
        code=code,
        agency=agency,
        period=str(period),
        known_at=moment,
        defaults={
            "value": value(code, agency, period, moment),
            "rows_hash": rows_hash(code, agency, period, moment),
            "taken_by": acting.actor_label,
        },
    )
    if fresh:
        record(acting, "indicators.snapshot.taken", snapshot, agency, code=code, period=str(period))
    return snapshot


def fix_last_month() -> None:
    """Every figure for the month that ended, of the province and of each agency that has one; on the first of a month."""
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH).previous()
    moment = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    machine, agencies = Acting.system("indicators"), counted_agencies(month)
    for code in declared(Indicator):
        for agency, figure in table(code, [None, *agencies], month, moment):
            if agency is None or figure:
                fix(code, agency, month, acting=machine, known_at=moment)
