"""Act on a step: move the case on, send it back (xử lý, trả lại)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.eforms.conditions import holds
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow import rules
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.definition import Action, in_language
from cuulong.core.workflow.models import Step, StepKind, TransitionKind
from cuulong.core.workflow.places import must_be_free_for, serving
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc


@transaction.atomic
def act(
    step: Step,
    action: str,
    *,
    acting: Acting,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
    assignee: Account | None = None,
    context: Mapping[str, Any] | None = None,
    given: Collection[str] = (),
) -> list[Step]:
    """Take one of the step's actions (xử lý bước).

    `given` says which needs the caller has met ("signature", "number"); `context` is merged before the way is chosen;
    `assignee` is who does the next step. Gives the steps that are open afterwards, first the task, then the opinions
    asked beside it: empty when the case has ended.
    Raises NotAllowed; AlreadyMoved when somebody was faster or `expected_version` is not the case's revision.
    """
    step = steps.lock_step(step, expected_version)
    case, note = step.case, nfc(note)
    _must_be_task(step)
    acting = serving(step, acting)
    must_be_free_for(step, acting)
    case.context = {**case.context, **(context or {})}
    row = step.definition
    chosen = rules.choose(row, action, case.context, paused=case.is_paused)
    rules.must_be_given(chosen, note, given)
    if row.stays(chosen):
        _tell(step, chosen, note, acting=acting, at=at)
        return [step, *steps.open_opinions(step)]
    _settle_opinions(step, chosen, acting=acting, at=at)
    steps.close(step, acting=acting, at=at, action=chosen.key, note=note)
    _tell(step, chosen, note, acting=acting, at=at)
    if chosen.outcome is not None:
        steps.end(case, chosen.outcome, at=at)
        return []
    entered = steps.enter(case, chosen.next, acting=acting, at=at, assignee=assignee)
    return [entered, *steps.open_opinions(entered)]


def _must_be_task(step: Step) -> None:
    if step.kind != StepKind.TASK:
        raise rules.NotAllowed("opinion", gettext_noop("Đây là câu hỏi ý kiến: hãy trả lời, không chuyển bước."))


def _tell(step: Step, chosen: Action, note: str, *, acting: Acting, at: datetime) -> None:
    title = dict(chosen.title) if isinstance(chosen.title, Mapping) else {"vi": chosen.title}
    steps.write(
        step.case,
        TransitionKind.ACTED,
        acting=acting,
        at=at,
        step=step,
        from_key=step.key,
        to_key=chosen.next,
        action=chosen.key,
        action_title=title,
        note=note,
    )
    names = {"step": in_language(step.definition.title, "vi"), "done": in_language(chosen.title, "vi")}
    steps.log(step.case, "step.done", acting=acting, agency=step.agency, **names)


def _settle_opinions(step: Step, chosen: Action, *, acting: Acting, at: datetime) -> None:
    """Before leaving: wait for answers, count silence as consent, or withdraw the questions."""
    still_open = steps.open_opinions(step)
    if chosen.waits:
        rules.must_have_opinions(still_open, at)
        _must_have_asked(step)
    for opinion in still_open:
        kind = TransitionKind.SILENT if chosen.waits else TransitionKind.WITHDRAWN
        steps.close(opinion, acting=acting, at=at, action=kind.value)
        steps.write(step.case, kind, acting=acting, at=at, step=opinion, from_key=step.key, to_key=opinion.key)


def _must_have_asked(step: Step) -> None:
    """A required opinion whose agency the official chooses cannot be skipped by not choosing."""
    wanted = [o for o in step.definition.opinions if o.required and o.agency == "ask"]
    wanted = [o for o in wanted if holds(o.when, step.case.context)]
    if not wanted:
        return
    asked = set(step.case.transitions.filter(kind=TransitionKind.ASKED).values_list("to_key", flat=True))
    for opinion in wanted:
        if opinion.key not in asked:
            sentence = gettext_noop("Chưa hỏi ý kiến bắt buộc: “%(opinion)s”.")
            raise rules.NotAllowed("not_asked", sentence, opinion=in_language(opinion.title, "vi"))


@transaction.atomic
def return_to(
    step: Step,
    key: str,
    reason: str,
    *,
    acting: Acting,
    at: datetime,
    expected_version: int | None = None,
) -> Step:
    """Send the case back to a step it has been at, where the table lists it (trả lại bước trước).

    It goes to whoever did it, if they still have the role. Raises NotAllowed, AlreadyMoved.
    """
    step = steps.lock_step(step, expected_version)
    case, reason = step.case, nfc(reason)
    _must_be_task(step)
    acting = serving(step, acting)
    must_be_free_for(step, acting)
    if not reason.strip():
        raise rules.NotAllowed("reason", gettext_noop("Ghi lý do trả lại để người nhận biết phải sửa gì."))
    if case.is_paused:
        raise rules.NotAllowed("paused_return", gettext_noop("Hồ sơ đang tạm dừng. Cho chạy tiếp trước khi trả lại."))
    before = case.steps.filter(kind=StepKind.TASK, key=key, left_at__isnull=False).order_by("-left_at").first()
    listed = step.definition.returns
    if listed is not None and key not in listed:
        sentence = gettext_noop("Từ bước “%(step)s”, quy trình không cho trả lại bước đó.")
        raise rules.NotAllowed("return_not_listed", sentence, step=in_language(step.definition.title, "vi"))
    if before is None or key == step.key:
        raise rules.NotAllowed("never_there", gettext_noop("Chỉ trả lại được bước mà hồ sơ đã đi qua."))
    steps.withdraw_open_opinions(step, acting=acting, at=at)
    steps.close(step, acting=acting, at=at, action="return", note=reason)
    steps.write(
        case, TransitionKind.RETURNED, acting=acting, at=at, step=step, from_key=step.key, to_key=key, note=reason
    )
    names = {"step": in_language(step.definition.title, "vi"), "to": in_language(case.version.table[key].title, "vi")}
    steps.log(case, "step.returned", acting=acting, agency=step.agency, **names)
    return steps.enter(case, key, acting=acting, at=at, assignee=before.done_by)
