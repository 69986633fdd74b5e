"""Reads over processes and cases (tra cứu quy trình, vụ việc)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

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


# How a stay may be left without the agency having done its part.
TAKEN_AWAY = (TransitionKind.WITHDRAWN, TransitionKind.RECALLED, TransitionKind.MOVED, TransitionKind.CANCELLED)


@dataclass(frozen=True)
class Punctuality:
    """The steps and answers one agency owed in a span, by its own clock (đúng hạn, trễ hạn của một cơ quan)."""

    in_time: int
    late: int
    overdue: int


def punctuality(since: datetime, until: datetime, now: datetime) -> dict[int, Punctuality]:
    """Agency key → what it finished in [since, until), and what is overdue `now`; one query.

    A step that another agency does counts for that agency, not for the one that decides.
    """
    done = Q(left_at__gte=since, left_at__lt=until) & ~Q(action__in=[kind.value for kind in TAKEN_AWAY])
    late = done & Q(due_at__lt=F("left_at"))
    rows = (
        Step.objects.filter(done | Q(left_at=None, due_at__lt=now))
        .values("agency")
        .annotate(
            finished=Count("pk", filter=done),
            overrun=Count("pk", filter=late),
            open=Count("pk", filter=Q(left_at=None)),
        )
        .values_list("agency", "finished", "overrun", "open")
    )
    return {agency: Punctuality(finished - overrun, overrun, waiting) for agency, finished, overrun, waiting in rows}
