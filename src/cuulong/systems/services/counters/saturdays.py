"""Which counters are open on which Saturdays, and what they took in (tra cứu tiếp nhận thứ Bảy)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from cuulong.core.organisations.models import Agency

from ..dossiers.models import Dossier
from .models import SaturdayPlan

WEEKS_AHEAD = 8
WEEKS_BACK = 13


def coming(today: date, counters: Collection[Agency] | None = None) -> QuerySet[SaturdayPlan]:
    """Plans of the next weeks that stand, by day; of some counters or of all (thứ Bảy sắp tới)."""
    span = (today, today + timedelta(weeks=WEEKS_AHEAD))
    found = SaturdayPlan.objects.filter(day__range=span, cancelled_at=None).select_related("counter__parent")
    found = found if counters is None else found.filter(counter__in=counters)
    return found.order_by("day", "counter__parent__name", "counter__name")


def planned(today: date) -> QuerySet[SaturdayPlan]:
    """All plans that stand, those of the past quarter too, with how many dossiers were taken in (kế hoạch và kết quả)."""
    accepted = Dossier.objects.filter(intake_agency=OuterRef("counter"), accepted_at__isnull=False)
    accepted = accepted.annotate(accepted_day=TruncDate("accepted_at")).filter(accepted_day=OuterRef("day"))
    counts = accepted.order_by().values("intake_agency").annotate(n=Count("pk")).values("n")
    found = SaturdayPlan.objects.filter(day__gte=today - timedelta(weeks=WEEKS_BACK), cancelled_at=None)
    taken = Coalesce(Subquery(counts, output_field=IntegerField()), 0)
    return found.select_related("counter__parent").annotate(taken_in=taken).order_by("-day", "counter__parent__name")
