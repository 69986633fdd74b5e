"""Which slots are free, and who comes (tra cứu lịch hẹn)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import VIETNAM

from . import booking_rules as rules
from .models import BookingPlan, Visit, VisitState


@dataclass(frozen=True)
class Slot:
    """A span of time at a counter and how many may still come (khung giờ)."""

    starts_at: datetime
    ends_at: datetime
    free: int


def counters_on(day: date) -> QuerySet[Agency]:
    """The counters that exist on a day, by name (các quầy)."""
    found = Agency.objects.filter(kind=AgencyKind.CENTRE, valid__contains=day).select_related("parent")
    return found.order_by("parent__name", "name")


def plan_of(counter: Agency, day: date) -> BookingPlan | None:
    """The counter's own plan on a day, else the one for all; one query (kế hoạch nhận hẹn)."""
    living = BookingPlan.objects.filter(valid__contains=day)
    found = list(living.filter(counter=counter)) or list(living.filter(counter=None))
    return found[0] if found else None


def days_of(counter: Agency, today: date) -> list[date]:
    """The days on which this counter gives appointments, seen from today."""
    plan = plan_of(counter, today)
    if plan is None or not plan.capacity:
        return []
    return rules.bookable_days(calendar_for(counter, today), today, plan.days_ahead)


def slots_of(counter: Agency, day: date, now: datetime) -> list[Slot]:
    """Every slot of a day that has not begun, with what is free in it (khung giờ còn trống)."""
    plan = plan_of(counter, day)
    if plan is None or not plan.capacity:
        return []
    cut = [pair for pair in rules.slots(calendar_for(counter, day), day, plan.minutes) if pair[0] > now]
    if not cut:
        return []
    visits = Visit.objects.filter(counter=counter, starts_at__gte=cut[0][0], starts_at__lt=cut[-1][1])
    taken = Counter(visits.exclude(state=VisitState.CANCELLED).values_list("starts_at", flat=True))
    return [Slot(begins, ends, max(0, plan.capacity - taken[begins])) for begins, ends in cut]


def visits_visible_to(acting: Acting, day: date) -> QuerySet[Visit]:
    """Who comes on a day to the counters where this official takes dossiers in (lịch hẹn trong ngày)."""
    here = acting.agency_ids("services.visit.read")
    begins = datetime.combine(day, datetime.min.time(), VIETNAM)
    found = Visit.objects.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
    found = found.exclude(state=VisitState.CANCELLED).select_related("version", "counter__parent")
    return found if here is None else found.filter(counter__in=here)
