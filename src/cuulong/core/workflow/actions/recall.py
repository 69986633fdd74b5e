"""Take a case back before the next has begun (thu hồi)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.definition import in_language
from cuulong.core.workflow.models import Step, StepKind, Transition, TransitionKind
from cuulong.core.workflow.places import serving
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc

# What sending a case on writes by itself, after the act.
BY_THE_WAY = (TransitionKind.ASKED, TransitionKind.ASSIGNED)
BINDING = {"signature", "number"}


@transaction.atomic
def recall(step: Step, reason: str, *, acting: Acting, at: datetime, expected_version: int | None = None) -> Step:
    """Take back a case that now waits at `step`, as long as nobody there has begun (thu hồi).

    The stay at the former step goes on with its old due date. Raises NotAllowed, AlreadyMoved.
    """
    step = steps.lock_step(step, expected_version)
    case, reason = step.case, nfc(reason)
    if not reason.strip():
        raise NotAllowed("recall_reason", gettext_noop("Ghi lý do thu hồi để nơi đã nhận biết."))
    if case.is_paused:
        raise NotAllowed("recall_paused", gettext_noop("Hồ sơ đang tạm dừng nên không thu hồi được."))
    former = _sent_by(acting, step)
    former.case = case
    acting = serving(former, acting)
    steps.withdraw_open_opinions(step, acting=acting, at=at)
    steps.close(step, acting=acting, at=at, action=TransitionKind.RECALLED.value, note=reason)
    former.left_at, former.action, former.note, former.done_by = None, "", "", None
    former.assignee = acting.account
    former.save()
    keys = {"from_key": step.key, "to_key": former.key}
    steps.write(case, TransitionKind.RECALLED, acting=acting, at=at, step=former, note=reason, **keys)
    names = {"step": in_language(step.definition.title, "vi"), "to": in_language(former.definition.title, "vi")}
    steps.log(case, "step.recalled", acting=acting, agency=former.agency, **names)
    steps.tell_entered(case, former)
    return former


def may_recall(step: Step, acting: Acting) -> bool:
    """Whether this person could take the case back from `step` now (được thu hồi)."""
    try:
        serving(_sent_by(acting, step), acting)
    except NotAllowed:
        return False
    return not step.case.is_paused


def _sent_by(acting: Acting, step: Step) -> Step:
    """The stay that `acting` ended by sending the case to `step`. Raises NotAllowed."""
    sent = _sending(step)
    if sent is None or sent.step is None:
        sentence = gettext_noop("Bước “%(step)s” đã bắt đầu xử lý nên không thu hồi được; đề nghị nơi đó trả lại.")
        raise NotAllowed("begun", sentence, step=in_language(step.definition.title, "vi"))
    if sent.by_id != (acting.account.pk if acting.account else None):
        raise NotAllowed("not_sender", gettext_noop("Chỉ %(who)s, người đã chuyển, thu hồi được."), who=sent.by_label)
    action = next((one for one in sent.step.definition.actions if one.key == sent.action), None)
    if action is not None and BINDING & set(action.needs):
        raise NotAllowed("binding", gettext_noop("Văn bản đã ký hoặc đã cấp số nên không thu hồi được."))
    return sent.step


def _sending(step: Step) -> Transition | None:
    """The act that brought the case to `step`; None when something was done there since."""
    if step.kind != StepKind.TASK:
        return None
    story = step.case.transitions.select_related("step__agency", "step__assignee", "step__parent").order_by("-n")
    by_the_way: list[Transition] = []
    for line in story[:20]:
        if line.kind == TransitionKind.ACTED and line.to_key == step.key != line.from_key:
            if line.step is not None:
                line.step.case = step.case
            return line if all(one.by_id == line.by_id for one in by_the_way) else None
        if line.kind not in BY_THE_WAY:
            return None
        by_the_way.append(line)
    return None
