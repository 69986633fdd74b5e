"""Set how a counter gives appointments, from a day on (đặt kế hoạch nhận hẹn)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.province import Province

from ..models import BookingPlan


@transaction.atomic
def set_plan(
    counter: Agency, *, minutes: int, capacity: int, days_ahead: int, first: date, acting: Acting
) -> BookingPlan:
    """Give appointments so from `first` on; what was booked before stays (đặt kế hoạch nhận hẹn). Raises Forbidden."""
    acting.require("services.visit.plan", counter)
    Agency.objects.select_for_update(no_key=True).get(pk=counter.pk)
    later = BookingPlan.objects.filter(counter=counter, valid__startswith__gte=first)
    later.delete()
    for earlier in BookingPlan.objects.filter(counter=counter, valid__contains=first):
        earlier.valid = DateRange(earlier.valid.lower, first)
        earlier.save(update_fields=["valid"])
    made = BookingPlan.objects.create(
        counter=counter, minutes=minutes, capacity=capacity, days_ahead=days_ahead, valid=DateRange(first, None)
    )
    record(acting, "services.visit.planned", made, agency=counter, minutes=minutes, capacity=capacity)
    return made


def load_plan(province: Province) -> None:
    """The plan of all counters that set none of their own, as the province names it; laid once (kế hoạch chung)."""
    said = province.settings.get("appointments")
    if said and not BookingPlan.objects.filter(counter=None).exists():
        figures = {name: said[name] for name in ("minutes", "capacity", "days_ahead")}
        BookingPlan.objects.create(valid=DateRange(said["valid_from"], None), **figures)
