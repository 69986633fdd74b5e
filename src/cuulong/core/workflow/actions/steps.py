"""The moves all verbs are made of: lock, write the transition, leave, enter (các bước cơ bản).

Every verb locks the case row first; whoever comes second reads what the first one did.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cuulong.core.audit.record import record as audit
from cuulong.core.calendars.queries import calendar_for
from cuulong.core.eforms.conditions import holds
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow.definition import Opinion, in_language
from cuulong.core.workflow.facts import CaseEnded, StepEntered, StepLeft
from cuulong.core.workflow.models import Case, CaseState, Step, StepKind, Transition, TransitionKind
from cuulong.core.workflow.models.case import LIVE
from cuulong.core.workflow.places import agency_of_opinion, agency_of_step, still_holds
from cuulong.core.workflow.queries import pauses
from cuulong.core.workflow.rules import AlreadyMoved
from cuulong.lib.dates import local_date, short_datetime
from cuulong.lib.errors import gettext_noop
from cuulong.lib.working_time import Pause, StartRule, TimeLimit, Unit, due

CASE_PARTS = ("version__process", "agency", "intake_agency", "room")


def lock(case_id: int, expected_version: int | None = None) -> Case:
    """The case, locked until the end of the transaction (khóa vụ việc). Raises AlreadyMoved, NotAllowed."""
    case = Case.objects.select_for_update(of=("self",)).select_related(*CASE_PARTS).get(pk=case_id)
    if expected_version is not None and expected_version != case.revision:
        raise already_moved(case)
    if case.state not in LIVE:
        raise already_moved(case)
    return case


def lock_step(step: Step, expected_version: int | None = None) -> Step:
    """The step as it is now, its case locked. Raises AlreadyMoved when it was left meanwhile."""
    case = lock(step.case_id, expected_version)
    fresh = Step.objects.select_related("agency", "assignee", "parent").get(pk=step.pk)
    fresh.case = case
    if fresh.parent is not None:
        fresh.parent.case = case
    if not fresh.is_open:
        raise already_moved(case, fresh)
    return fresh


def already_moved(case: Case, step: Step | None = None) -> AlreadyMoved:
    """The sentence for whoever came second: who did what, and when."""
    story = Transition.objects.filter(case=case).order_by("-n")
    last = (step and story.filter(step=step).exclude(kind=TransitionKind.ASKED).first()) or story.first()
    if last is None:
        return AlreadyMoved("already_moved", gettext_noop("Hồ sơ vừa thay đổi. Tải lại trang để xem tình trạng mới."))
    did = in_language(last.action_title, "vi") or TransitionKind(last.kind).label
    sentence = gettext_noop("Hồ sơ đã được %(who)s xử lý lúc %(at)s (%(did)s). Tải lại trang để xem tình trạng mới.")
    at = short_datetime(last.happened_at)
    return AlreadyMoved("already_moved", sentence, who=last.by_label, at=at, did=str(did))


def write(
    case: Case, kind: TransitionKind, *, acting: Acting, at: datetime, step: Step | None = None, **fields: Any
) -> Transition:
    """Append one transition and raise the case's revision by one (ghi diễn biến)."""
    case.revision += 1
    case.save()
    return append(case, kind, acting=acting, at=at, step=step, **fields)


def append(
    case: Case, kind: TransitionKind, *, acting: Acting, at: datetime, step: Step | None = None, **fields: Any
) -> Transition:
    """One transition at the revision that the case row already has (thêm diễn biến)."""
    agency = fields.pop("agency", step.agency if step else case.agency)
    return Transition.objects.create(
        case=case,
        n=case.revision,
        kind=kind,
        step=step,
        by=acting.account,
        by_label=acting.actor_label,
        on_behalf_of=acting.behalf_ref.uuid if acting.behalf_ref else None,
        agency=agency,
        happened_at=at,
        **fields,
    )


def log(case: Case, action: str, *, acting: Acting, agency: Agency | None = None, **details: Any) -> None:
    """Audit an act on a case under the object that walks the process (ghi nhật ký)."""
    audit(acting, f"workflow.{action}", case.subject, agency=agency, process=case.version.process.title, **details)


def due_at(agency: Agency, at: datetime, hours: int, stops: tuple[Pause, ...] = ()) -> datetime | None:
    """When `hours` of the agency's working time are used up; 0 hours: the end of the working day (hạn của bước).

    None while the clock is stopped.
    """
    calendar = calendar_for(agency, local_date(at))
    if not hours:
        day = calendar.next_working_day(local_date(at))
        closing = calendar.closing(day)
        return closing if at < closing else calendar.closing(calendar.next_working_day(day + timedelta(days=1)))
    limit = TimeLimit(hours, Unit.WORKING_HOURS)
    return due(at, limit, calendar, stops, started_rule=StartRule.WHEN_OPEN).due_at


def enter(case: Case, key: str, *, acting: Acting, at: datetime, assignee: Account | None = None) -> Step:
    """Bring the case to a step and ask the opinions that belong to it (vào bước).

    An `assignee` who no longer has the step's role is left out: it waits for all who have.
    """
    row, day = case.version.table[key], local_date(at)
    agency = agency_of_step(case, row, day)
    if assignee is not None and not still_holds(assignee, row.role, day):
        assignee = None
    step = Step.objects.create(
        case=case,
        key=key,
        agency=agency,
        role=row.role,
        assignee=assignee,
        entered_at=at,
        due_at=due_at(agency, at, row.hours),
    )
    tell_entered(case, step)
    for opinion in row.opinions:
        if opinion.required and holds(opinion.when, case.context) and not _was_answered(case, opinion):
            asked = agency_of_opinion(case, opinion, day)
            if asked is not None:
                ask(step, opinion, asked, in_language(opinion.title, "vi"), acting=acting, at=at)
    return step


def _was_answered(case: Case, opinion: Opinion) -> bool:
    answered = (TransitionKind.ANSWERED, TransitionKind.SILENT)
    return case.transitions.filter(kind__in=answered, to_key=opinion.key).exists()


def ask(
    step: Step,
    opinion: Opinion,
    agency: Agency,
    question: str,
    *,
    acting: Acting,
    at: datetime,
    until: datetime | None = None,
) -> Step:
    """Put a question to another agency, with a deadline of its own (hỏi ý kiến)."""
    asked = Step.objects.create(
        case=step.case,
        kind=StepKind.OPINION,
        key=opinion.key,
        parent=step,
        agency=agency,
        role=opinion.role,
        question=question,
        silence=opinion.silence,
        entered_at=at,
        due_at=until or due_at(agency, at, opinion.hours),
    )
    title = dict(opinion.title) if not isinstance(opinion.title, str) else {"vi": opinion.title}
    write(
        step.case,
        TransitionKind.ASKED,
        acting=acting,
        at=at,
        step=asked,
        from_key=step.key,
        to_key=opinion.key,
        action_title=title,
        note=question,
    )
    log(step.case, "opinion.asked", acting=acting, agency=agency, step=in_language(opinion.title, "vi"))
    tell_entered(step.case, asked)
    return asked


def close(step: Step, *, acting: Acting, at: datetime, action: str, note: str = "") -> None:
    """Mark a step as left; the transition is written by the verb (rời bước)."""
    step.left_at, step.action, step.note = at, action, note
    step.done_by = acting.account
    step.save()
    publish(
        StepLeft(
            subject=step.case.subject,
            case=step.case.ref,
            step=step.ref,
            key=step.key,
            kind=step.kind,
            action=action,
            at=at,
            was_late=step.due_at is not None and step.due_at < at,
        )
    )


def tell_entered(case: Case, step: Step) -> None:
    publish(
        StepEntered(
            subject=case.subject,
            case=case.ref,
            step=step.ref,
            key=step.key,
            kind=step.kind,
            role=step.role,
            agency=step.agency.ref,
            at=step.entered_at,
            due_at=step.due_at,
        )
    )


def end(case: Case, outcome: str, *, at: datetime, cancelled: bool = False) -> None:
    """Close the case (kết thúc)."""
    case.state = CaseState.CANCELLED if cancelled else CaseState.ENDED
    case.outcome, case.ended_at = outcome, at
    case.save()
    publish(CaseEnded(subject=case.subject, case=case.ref, process=case.version.process.code, outcome=outcome, at=at))


def stops_since(case: Case, at: datetime) -> tuple[Pause, ...]:
    """The pauses that touch a step entered at `at`, as working time counts them."""
    return tuple(
        Pause(max(begins, at), ends, reason) for begins, ends, reason in pauses(case) if ends is None or ends > at
    )


def open_opinions(step: Step) -> list[Step]:
    """Questions of this step that nobody has answered yet."""
    found = list(step.opinions.filter(left_at=None).select_related("agency").order_by("entered_at"))
    for one in found:
        one.case, one.parent = step.case, step
    return found


def withdraw_open_opinions(step: Step, *, acting: Acting, at: datetime) -> None:
    """Take back the questions of a step that is left without their answers (rút các câu hỏi)."""
    for opinion in open_opinions(step):
        close(opinion, acting=acting, at=at, action=TransitionKind.WITHDRAWN.value)
        keys = {"from_key": step.key, "to_key": opinion.key}
        write(step.case, TransitionKind.WITHDRAWN, acting=acting, at=at, step=opinion, **keys)
