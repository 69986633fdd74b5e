"""Fix a figure for a report (chốt số liệu)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.indicators.models import Snapshot
from cuulong.core.indicators.values import value
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Indicator, declared
from cuulong.lib.dates import Period, PeriodKind


@transaction.atomic
def fix(code: str, agency: Agency | None, period: Period, *, acting: Any, known_at: datetime | None = None) -> Snapshot:
    """Keep the value as it is known now; doing it again for the same moment gives the same row (chốt số)."""
    moment = known_at or timezone.now()
    snapshot, fresh = Snapshot.objects.get_or_create(
        code=code,
        agency=agency,
        period=str(period),
        known_at=moment,
        defaults={"value": value(code, agency, period, moment)},
    )
    if fresh:
        record(acting, "indicators.snapshot.taken", snapshot, agency, code=code, period=str(period))
    return snapshot


def fix_last_month() -> None:
    """Every figure of the province for the month that ended; run on the first of a month."""
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH).previous()
    moment = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for code in declared(Indicator):
        fix(code, None, month, acting=Acting.system("indicators"), known_at=moment)
