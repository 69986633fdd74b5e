"""Reads over processes and cases (tra cứu quy trình, vụ việc)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.definition import Action
from cuulong.core.workflow.models import Case, CaseState, ProcessVersion, Step, Transition, TransitionKind
from cuulong.core.workflow.places import ACT, reach, waiting_filter
from cuulong.core.workflow.rules import open_actions
from cuulong.lib.facts import Ref

STEP_PARTS = ("case__version__process", "case__agency", "agency", "assignee", "parent")


def version_on(process_code: str, day: date) -> ProcessVersion | None:
    """The version in force on a day (phiên bản áp dụng)."""
    versions = ProcessVersion.objects.in_force(day).filter(process__code=process_code)
    return versions.select_related("process").defer("definition").first()


def visible_to(acting: Acting) -> QuerySet[Case]:
    """Cases of agencies where this person works in processes, or was asked (vụ việc được xem)."""
    below = acting.agency_ids(ACT)
    cases = Case.objects.select_related("version__process")
    if below is None:
        return cases
    here = below | {agency_id for _role, agency_id in reach(acting)}
    asked = Step.objects.filter(agency_id__in=here).values("case_id")
    return cases.filter(Q(agency_id__in=here) | Q(intake_agency_id__in=here) | Q(pk__in=asked))


def waiting_for(acting: Acting) -> QuerySet[Step]:
    """Open steps this person may act on, the most urgent first; paused ones stay out (việc chờ tôi)."""
    steps = Step.objects.filter(waiting_filter(acting), left_at=None).exclude(case__state=CaseState.PAUSED, kind="task")
    return steps.select_related(*STEP_PARTS).order_by("due_at", "pk")


def current_case(subject: Ref) -> Case | None:
    """The subject's case: the one on its way, else the last (vụ việc hiện tại)."""
    return (
        Case.objects.filter(subject_uuid=subject.uuid, subject_kind=subject.kind)
        .select_related("version__process", "agency", "intake_agency", "room")
        .order_by("-started_at")
        .first()
    )


def current_steps(subject: Ref) -> list[Step]:
    """Where the subject stands: the open task first, then open questions (bước hiện tại)."""
    found = Step.objects.filter(case__subject_uuid=subject.uuid, case__subject_kind=subject.kind, left_at=None)
    return sorted(found.select_related(*STEP_PARTS), key=lambda s: (s.kind != "task", s.entered_at))


def history(subject: Ref) -> list[Transition]:
    """All that happened to the subject, the oldest first (quá trình xử lý); one query."""
    parts = ("case__version__process", "step__agency", "step__parent", "step__file", "by", "to", "agency")
    story = Transition.objects.filter(case__subject_uuid=subject.uuid, case__subject_kind=subject.kind)
    lines = list(story.select_related(*parts).order_by("case_id", "n"))
    for line in lines:
        if line.step is not None:
            line.step.case = line.case
    return lines


def actions_for(step: Step) -> list[Action]:
    """The actions to offer at an open step (thao tác được làm)."""
    return open_actions(step.definition, step.case.context, paused=step.case.is_paused)


def pauses(case: Case) -> list[tuple[datetime, datetime | None, str]]:
    """When the clock stood still: (from, to or None while it still does, reason) (các lần tạm dừng)."""
    stops = (TransitionKind.PAUSED, TransitionKind.RESUMED, TransitionKind.CANCELLED)
    found: list[tuple[datetime, datetime | None, str]] = []
    for one in case.transitions.filter(kind__in=stops).order_by("n"):
        if one.kind == TransitionKind.PAUSED:
            found.append((one.happened_at, None, one.note))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], one.happened_at, found[-1][2])
    return found
