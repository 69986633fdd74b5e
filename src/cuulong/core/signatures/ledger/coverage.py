"""Which agencies had a certificate one could use, on any day (độ phủ chứng thư số theo cấp)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.dates import VIETNAM, Period

from ..models import Certificate

Rows = Callable[[Any, Period, datetime], QuerySet[Agency]]


@dataclass(frozen=True)
class Level:
    """One level of government, as coverage is told."""

    key: str
    kind: AgencyKind
    title: Any


LEVELS = (
    Level("bodies", AgencyKind.PROVINCIAL_BODY, _("Sở, ban, ngành cấp tỉnh")),
    Level("districts", AgencyKind.DISTRICT, _("Huyện, thị xã, thành phố")),
    Level("communes", AgencyKind.COMMUNE, _("Xã, phường, thị trấn")),
)


def state_day(period: Period, known_at: datetime) -> date:
    """The day whose state a period tells: its last, but none that had not come."""
    return min(period.last, timezone.localdate(known_at))


def agencies_of(kind: AgencyKind) -> Rows:
    """The agencies of a level as they stood at the end of a period (cơ quan của một cấp)."""

    def rows(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Agency]:
        day = state_day(period, known_at)
        found = Agency.objects.filter(kind=kind, valid__contains=day)
        found = found if period.start <= day else found.none()
        return found if agency_ids is None else found.filter(pk__in=agency_ids)

    return rows


def covered_of(kind: AgencyKind) -> Rows:
    """Those of them with a usable certificate that day: of the agency or of somebody who works for it."""
    every = agencies_of(kind)

    def rows(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Agency]:
        usable = usable_on(state_day(period, known_at)).filter(recorded_at__lte=known_at)
        mine = usable.filter(Q(agency=OuterRef("pk")) | Q(serves=OuterRef("pk")))
        return every(agency_ids, period, known_at).filter(Exists(mine))

    return rows


def usable_on(day: date) -> QuerySet[Certificate]:
    """The certificates that were valid at the end of a day and not revoked by then (chứng thư dùng được)."""
    moment = datetime.combine(day + timedelta(days=1), datetime.min.time(), VIETNAM) - timedelta(seconds=1)
    return Certificate.objects.filter(valid__contains=moment).exclude(revoked_at__lte=moment)


@dataclass(frozen=True)
class Coverage:
    """One level on one day."""

    level: Level
    covered: int
    whole: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.covered) / self.whole if self.whole else None


def on(day: date, known_at: datetime | None = None) -> list[Coverage]:
    """Every level on a day (độ phủ vào một ngày)."""
    period, known = Period.between(day, day), known_at or timezone.now()
    return [
        Coverage(
            level,
            covered_of(level.kind)(None, period, known).count(),
            agencies_of(level.kind)(None, period, known).count(),
        )
        for level in LEVELS
    ]
