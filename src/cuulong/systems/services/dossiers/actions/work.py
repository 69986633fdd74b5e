"""What officials do between acceptance and signature (giải quyết hồ sơ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.notifications.notify import notify
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.services import ClockResumed, ClockStopped

from .. import clock
from ..letters import draft_letter
from ..models import Dossier, Paper, State, Transition
from ..models.paper import PaperSource
from ..recipients import applicant
from ..rules import OUTCOMES, Refused, move_of, must_say_why
from .intake import open_supplement
from .move import event_fields, locked, move
from .step import see_asked, take_step


@transaction.atomic
def work(
    dossier: Dossier,
    step: Step,
    key: str,
    *,
    acting: Acting,
    at: datetime,
    revision: int | None,
    note: str = "",
    assignee: Account | None = None,
) -> Dossier:
    """Assign, propose, approve or send back, as the process table offers (phân công, trình, duyệt, trả lại).

    A proposal typesets the letter. Raises workflow.rules.NotAllowed, workflow.rules.AlreadyMoved, Refused.
    """
    dossier, _ = take_step(dossier, step, key, acting=acting, at=at, revision=revision, note=note, assignee=assignee)
    if key in OUTCOMES:
        draft_letter(dossier, reason=note, acting=acting)
    if key == "assign":
        _tell_applicant(dossier, "services.assigned", step.agency)
    return dossier


@transaction.atomic
def recall(dossier: Dossier, step: Step, reason: str, *, acting: Acting, at: datetime, revision: int | None) -> Dossier:
    """Take back what one has sent on while the next has not begun (thu hồi để xử lý lại).

    `step`: where it waits now. Only what left the dossier's state alone can be taken back: not an acceptance, a
    signature, a number. Raises Refused, workflow.rules.NotAllowed, workflow.rules.AlreadyMoved.
    """
    dossier, reason = locked(dossier), must_say_why(reason)
    last = dossier.transitions.order_by("-pk").first()
    if last is None or move_of(last.verb) != "work" or dossier.state != State.PROCESSING:
        raise Refused(
            "not_recallable", gettext_noop("Việc vừa làm không thu hồi được; đề nghị nơi đang giữ hồ sơ trả lại.")
        )
    back = engine.recall(step, reason, acting=acting, at=at, expected_version=revision)
    return move(dossier, "work", acting=acting, at=at, agency=back.agency, note=reason, says="recall")


@transaction.atomic
def ask_opinion(
    dossier: Dossier, step: Step, *, agency: Agency, question: str, due_at: datetime, acting: Acting, at: datetime
) -> Step:
    """Ask another agency beside the work; both go on (lấy ý kiến cơ quan khác). Raises Refused."""
    dossier = locked(dossier)
    asked = engine.ask_opinion(step, agency, must_say_why(question), due_at=due_at, acting=acting, at=at)
    see_asked(dossier, [asked])
    _tell(dossier, "ask_opinion", acting, at, step.agency, note=question)
    _tell_applicant(dossier, "services.opinion_asked", agency)
    return asked


@transaction.atomic
def answer_opinion(
    dossier: Dossier, step: Step, *, text: str, file: StoredFile | None, acting: Acting, at: datetime
) -> None:
    """The asked agency answers (trả lời ý kiến). Raises Refused, workflow.rules.NotAllowed."""
    dossier = locked(dossier)
    engine.answer_opinion(step, must_say_why(text), acting=acting, at=at, file=file)
    if file is not None:
        Paper.objects.create(dossier=dossier, key=step.key, source=PaperSource.OPINION, file=file)
    _tell(dossier, "answer_opinion", acting, at, step.agency, note=text)


@transaction.atomic
def stop_clock(
    dossier: Dossier,
    step: Step,
    *,
    reason: str,
    papers: Sequence[str] = (),
    fields: Sequence[str] = (),
    acting: Acting,
    at: datetime,
    revision: int | None,
) -> Dossier:
    """Stand the clock still with a reason; papers asked for go out as form 02 (tạm dừng tính thời hạn).

    Raises Refused without a reason, workflow.rules.NotAllowed.
    """
    reason = must_say_why(reason)
    key = "request_supplement" if papers or fields else "stop_clock"
    dossier, _ = take_step(
        dossier, step, key, acting=acting, at=at, revision=revision, note=reason, public_note=reason, verb="stop_clock"
    )
    engine.pause(step.case, reason, acting=acting, at=at)
    dossier.due_at = None
    dossier.save(update_fields=["due_at"])
    if papers or fields:
        open_supplement(dossier, papers=papers, fields=fields, note=reason, acting=acting, at=at)
    publish(ClockStopped(**event_fields(dossier, at), reason=reason))
    return dossier


@transaction.atomic
def resume_clock(
    dossier: Dossier, step: Step, *, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Dossier:
    """Let the clock run again; the new date counts every pause (tiếp tục giải quyết)."""
    dossier, _ = take_step(dossier, step, "resume_clock", acting=acting, at=at, revision=revision, note=note)
    engine.resume(step.case, acting=acting, at=at)
    dossier.due_at = clock.explain(dossier).due_at
    assert dossier.due_at is not None
    dossier.save(update_fields=["due_at"])
    publish(ClockResumed(**event_fields(dossier, at), due_at=dossier.due_at))
    due = timezone.localtime(dossier.due_at).strftime("%H:%M %d/%m/%Y")
    notify("services.clock_resumed", to=applicant(dossier), subject=dossier, context={"code": dossier.code, "due": due})
    return dossier


def _tell_applicant(dossier: Dossier, message: str, agency: Agency) -> None:
    notify(message, to=applicant(dossier), subject=dossier, context={"code": dossier.code, "agency": agency.name})


def _tell(dossier: Dossier, verb: str, acting: Acting, at: datetime, agency: Agency, note: str) -> None:
    Transition.objects.create(
        dossier=dossier,
        verb=verb,
        before=dossier.state,
        after=dossier.state,
        happened_at=at,
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label,
        agency_name=agency.name,
        note=note,
    )
    record(acting, f"services.dossier.{verb}", dossier, agency=agency, code=dossier.code)
