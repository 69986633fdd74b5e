"""Plan on which Saturdays a counter takes dossiers in, and call it off (kế hoạch tiếp nhận thứ Bảy)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from .. import rules
from ..models import Desk, SaturdayPlan

PLAN = "services.saturday.plan"


@transaction.atomic
def plan_saturdays(
    counter: Agency,
    first: date,
    weeks: int,
    *,
    opens: time,
    closes: time,
    desks: Sequence[int],
    acting: Acting,
    at: datetime,
) -> list[SaturdayPlan]:
    """The counter is open on so many Saturdays from `first` on (lập kế hoạch thứ Bảy). Raises Forbidden, Refused.

    A day that is planned already is planned anew.
    """
    acting.require(PLAN)
    days = rules.saturdays_from(first, weeks)
    rules.must_be_ahead(first, local_date(at))
    rules.must_open_and_close(opens, closes)
    Agency.objects.select_for_update(no_key=True).get(pk=counter.pk)
    there = Desk.objects.filter(agency=counter, closed_at=None).values_list("number", flat=True)
    rules.must_have_desks(desks, list(there))
    for known in SaturdayPlan.objects.filter(counter=counter, day__in=days, cancelled_at=None):
        _call_off(known, gettext_noop("Lập lại kế hoạch"), acting, at)
    made = []
    for day in days:
        one = SaturdayPlan.objects.create(
            counter=counter,
            day=day,
            opens=opens,
            closes=closes,
            desks=sorted(set(desks)),
            planned_at=at,
            planned_by=acting.actor_label,
        )
        said = {"day": day.isoformat(), "hours": one.hours, "desks": one.desk_list}
        record(acting, "services.saturday.planned", one, agency=counter, **said)
        made.append(one)
    return made


@transaction.atomic
def call_off(plan: SaturdayPlan, *, reason: str, acting: Acting, at: datetime) -> SaturdayPlan:
    """The counter stays closed after all, for a reason (hủy kế hoạch thứ Bảy). Raises Forbidden, Refused."""
    acting.require(PLAN)
    plan = SaturdayPlan.objects.select_for_update(of=("self",)).select_related("counter").get(pk=plan.pk)
    if plan.cancelled_at is not None:
        raise rules.Refused("called_off", gettext_noop("Kế hoạch này đã được hủy."))
    rules.must_be_ahead(plan.day, local_date(at))
    reason = clean(reason)[:300]
    if not reason:
        raise rules.Refused("no_reason", gettext_noop("Ghi lý do hủy; người dân đọc được."))
    return _call_off(plan, reason, acting, at)


def _call_off(plan: SaturdayPlan, reason: str, acting: Acting, at: datetime) -> SaturdayPlan:
    plan.cancelled_at, plan.cancel_reason = at, reason
    plan.save(update_fields=["cancelled_at", "cancel_reason"])
    day = plan.day.isoformat()
    record(acting, "services.saturday.called_off", plan, agency=plan.counter, day=day, reason=reason)
    return plan
