"""Give a case to another agency (chuyển hồ sơ cho cơ quan khác)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.models import Case, Step, StepKind, TransitionKind
from cuulong.core.workflow.places import agency_of_step
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc


@transaction.atomic
def hand_over(
    case: Case, agency: Agency, reason: str, *, acting: Acting, at: datetime, room: Agency | None = None
) -> Case:
    """Make `agency` the one that decides; the open step moves along and its clock there begins anew (chuyển cơ quan).

    The caller has checked that `acting` may. Raises NotAllowed, AlreadyMoved.
    """
    case = steps.lock(case.pk)
    if not reason.strip():
        raise NotAllowed("hand_over_reason", gettext_noop("Ghi lý do chuyển hồ sơ cho cơ quan khác."))
    if agency.pk == case.agency_id:
        raise NotAllowed("same_agency", gettext_noop("Hồ sơ đang ở chính cơ quan đó."))
    case.agency, case.room = agency, room
    task = Step.objects.select_related("agency").filter(case=case, left_at=None, kind=StepKind.TASK).first()
    if task is not None:
        task.case = case
        place = agency_of_step(case, task.definition, local_date(at))
        if place.pk != task.agency_id:
            _carry(task, place, acting=acting, at=at)
    steps.write(case, TransitionKind.MOVED, acting=acting, at=at, agency=agency, note=nfc(reason))
    steps.log(case, "case.moved", acting=acting, agency=agency, to=agency.name)
    return case


def _carry(task: Step, place: Agency, *, acting: Acting, at: datetime) -> None:
    """End the stay at the old place and begin one at the new; open questions follow the new stay."""
    opinions = steps.open_opinions(task)
    steps.close(task, acting=acting, at=at, action=TransitionKind.MOVED.value)
    new = Step.objects.create(
        case=task.case,
        key=task.key,
        agency=place,
        role=task.role,
        entered_at=at,
        due_at=None if task.case.is_paused else steps.due_at(place, at, task.definition.hours),
    )
    for opinion in opinions:
        opinion.parent = new
        opinion.save()
    steps.tell_entered(task.case, new)
