"""Stop the clock, start it again, break off (tạm dừng, chạy tiếp, hủy).

These are the caller's decisions: a supplement asked from the citizen, a fee waited for, a withdrawal. The caller has
checked that `acting` may; the engine checks only that they make sense.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.models import Case, CaseState, Step, StepKind, TransitionKind
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc


@transaction.atomic
def pause(case: Case, reason: str, *, acting: Acting, at: datetime, expected_version: int | None = None) -> Case:
    """Stop the clock of a case with a reason; opinions of other agencies run on (tạm dừng). Raises NotAllowed."""
    case = steps.lock(case.pk, expected_version)
    if case.is_paused:
        raise NotAllowed("paused_already", gettext_noop("Hồ sơ đang tạm dừng rồi."))
    if not reason.strip():
        raise NotAllowed("reason", gettext_noop("Ghi lý do tạm dừng."))
    case.state = CaseState.PAUSED
    Step.objects.filter(case=case, left_at=None, kind=StepKind.TASK).update(due_at=None)
    steps.write(case, TransitionKind.PAUSED, acting=acting, at=at, note=nfc(reason))
    steps.log(case, "case.paused", acting=acting, agency=case.agency, reason=nfc(reason))
    return case


@transaction.atomic
def resume(case: Case, *, acting: Acting, at: datetime, note: str = "") -> Case:
    """Start the clock again and count the open step's date anew (chạy tiếp). Raises NotAllowed."""
    case = steps.lock(case.pk)
    if not case.is_paused:
        raise NotAllowed("not_paused", gettext_noop("Hồ sơ không tạm dừng."))
    case.state = CaseState.RUNNING
    steps.write(case, TransitionKind.RESUMED, acting=acting, at=at, note=nfc(note))
    steps.log(case, "case.resumed", acting=acting, agency=case.agency)
    for step in Step.objects.filter(case=case, left_at=None, kind=StepKind.TASK).select_related("agency"):
        step.case = case
        stops = steps.stops_since(case, step.entered_at)
        step.due_at = steps.due_at(step.agency, step.entered_at, step.definition.hours, stops)
        step.save()
    return case


@transaction.atomic
def cancel(case: Case, reason: str, *, acting: Acting, at: datetime, outcome: str = "cancelled") -> Case:
    """Break a case off wherever it stands, such as when the citizen withdraws (hủy, rút hồ sơ). Raises NotAllowed."""
    case = steps.lock(case.pk)
    if not reason.strip():
        raise NotAllowed("reason", gettext_noop("Ghi lý do dừng hẳn."))
    for step in Step.objects.filter(case=case, left_at=None).select_related("agency", "parent"):
        step.case = case
        steps.close(step, acting=acting, at=at, action=TransitionKind.CANCELLED.value)
    steps.write(case, TransitionKind.CANCELLED, acting=acting, at=at, note=nfc(reason))
    steps.log(case, "case.cancelled", acting=acting, agency=case.agency, reason=nfc(reason))
    steps.end(case, outcome, at=at, cancelled=True)
    return case
