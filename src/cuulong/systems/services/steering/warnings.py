"""Tell people before a step is due, once (nhắc trước hạn)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.people.queries import holders
from cuulong.core.workflow.models import CaseState, Step
from cuulong.core.workflow.places import still_holds
from cuulong.core.workflow.queries import STEP_PARTS
from cuulong.design.formats import moment
from cuulong.lib.dates import local_date
from cuulong.lib.province import Province
from cuulong.lib.working_time import add_working_minutes

from ..dossiers.models import Dossier
from .models import StepWarning

HOURS = 8  # working hours ahead, unless the province says otherwise: [steering] warn_hours
FURTHEST = timedelta(days=21)  # no run of holidays is longer


def warn_hours() -> int:
    """How many working hours before the due time people are told; a setting of the province (số giờ nhắc trước)."""
    own: Mapping[str, Any] = Province(settings.PROVINCE_DIR).settings.get("steering", {})
    return int(own.get("warn_hours", HOURS))


def soon_for(agency: Agency | None, now: datetime) -> datetime:
    """What is due before this moment is due soon, by the agency's own working time (mốc sắp đến hạn)."""
    return add_working_minutes(now, warn_hours() * 60, calendar_for(agency, local_date(now)))


def warn_of_deadlines() -> None:
    """Tell whoever a step waits for that it is due soon; a job of every quarter hour (nhắc việc sắp đến hạn)."""
    now = timezone.now()
    soon: dict[int, datetime] = {}
    steps = Step.objects.filter(
        left_at=None, due_at__gt=now, due_at__lt=now + FURTHEST, case__subject_kind=Dossier.ref_kind
    ).exclude(case__state=CaseState.PAUSED, kind="task")
    told = set(StepWarning.objects.filter(step__in=steps).values_list("step_id", "due_at"))
    for step in steps.select_related(*STEP_PARTS).order_by("due_at"):
        if (step.pk, step.due_at) in told:
            continue
        if step.agency_id not in soon:
            soon[step.agency_id] = soon_for(step.agency, now)
        if step.due_at is not None and step.due_at <= soon[step.agency_id]:
            warn(step, now)


@transaction.atomic
def warn(step: Step, now: datetime) -> None:
    """Tell once for each due time of a step (nhắc một bước)."""
    assert step.due_at is not None
    _row, fresh = StepWarning.objects.get_or_create(step=step, due_at=step.due_at, defaults={"warned_at": now})
    dossier = Dossier.objects.filter(uuid=step.case.subject_uuid).first()
    if not fresh or dossier is None:
        return
    notify(
        "services.step_due_soon",
        to=[Recipient(account=one, language=one.language) for one in whom(step, now)],
        subject=dossier,
        context={"code": dossier.code, "step": step.title, "due": moment(step.due_at)},
    )


def whom(step: Step, now: datetime) -> list[Account]:
    """Whom a step waits for: the one it was given to, else all who hold its role there (người được nhắc)."""
    if step.assignee is not None and still_holds(step.assignee, step.role, local_date(now)):
        return [step.assignee]
    return list(holders(step.role, step.agency))
