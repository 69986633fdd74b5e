"""Questions to other agencies beside a step (lấy ý kiến cơ quan khác)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.definition import Opinion
from cuulong.core.workflow.models import Step, StepKind, TransitionKind
from cuulong.core.workflow.places import agency_of_opinion, must_be_free_for, serving
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc

AD_HOC = Opinion(key="ad_hoc", title={"vi": "Cho ý kiến", "en": "Give an opinion"}, agency="ask", hours=16)


@transaction.atomic
def ask_opinion(
    step: Step,
    agency: Agency | None,
    question: str,
    *,
    acting: Acting,
    at: datetime,
    due_at: datetime | None = None,
    key: str = "",
) -> Step:
    """Ask an agency beside the step; the clock of the step goes on (hỏi ý kiến).

    `key` names a row of the table's `parallel`, which gives agency, deadline and what silence means; without it the
    question is free and `agency` must be said. Raises NotAllowed, AlreadyMoved.
    """
    step = steps.lock_step(step)
    acting = serving(step, acting)
    must_be_free_for(step, acting)
    if step.kind != StepKind.TASK:
        raise NotAllowed("opinion", gettext_noop("Đây là câu hỏi ý kiến: hãy trả lời, không hỏi tiếp."))
    if not question.strip():
        raise NotAllowed("question", gettext_noop("Ghi rõ cần hỏi gì."))
    if due_at is not None and due_at <= at:
        raise NotAllowed("past", gettext_noop("Hạn trả lời phải sau lúc này."))
    opinion = _row(step, key)
    agency = agency or agency_of_opinion(step.case, opinion, local_date(at))
    if agency is None:
        raise NotAllowed("whom", gettext_noop("Chọn cơ quan cần hỏi ý kiến."))
    if any(one.key == opinion.key and one.agency_id == agency.pk for one in steps.open_opinions(step)):
        sentence = gettext_noop("Đã hỏi %(agency)s và đang chờ trả lời.")
        raise NotAllowed("asked", sentence, agency=agency.short_name or agency.name)
    return steps.ask(step, opinion, agency, nfc(question), acting=acting, at=at, until=due_at)


def _row(step: Step, key: str) -> Opinion:
    rows = step.definition.opinions
    if key:
        for row in rows:
            if row.key == key:
                return row
        raise NotAllowed("no_such_opinion", gettext_noop("Bước này không có mục lấy ý kiến đó."))
    return next((row for row in rows if row.agency == "ask"), AD_HOC)


@transaction.atomic
def answer_opinion(opinion: Step, text: str, *, acting: Acting, at: datetime, file: StoredFile | None = None) -> Step:
    """Answer a question put to one's agency (trả lời ý kiến). Raises NotAllowed, AlreadyMoved."""
    opinion = steps.lock_step(opinion)
    acting = serving(opinion, acting)
    must_be_free_for(opinion, acting)
    if opinion.kind != StepKind.OPINION:
        raise NotAllowed("task", gettext_noop("Đây không phải là câu hỏi ý kiến."))
    if not text.strip() and file is None:
        raise NotAllowed("answer", gettext_noop("Ghi ý kiến hoặc đính kèm văn bản trả lời."))
    opinion.file = file
    _close(opinion, TransitionKind.ANSWERED, nfc(text), acting=acting, at=at)
    steps.log(opinion.case, "opinion.answered", acting=acting, agency=opinion.agency)
    return opinion


@transaction.atomic
def withdraw_opinion(opinion: Step, reason: str, *, acting: Acting, at: datetime) -> Step:
    """Take a question back, (rút câu hỏi). Raises NotAllowed, AlreadyMoved."""
    opinion = steps.lock_step(opinion)
    if opinion.parent is None:
        raise NotAllowed("task", gettext_noop("Đây không phải là câu hỏi ý kiến."))
    acting = serving(opinion.parent, acting)
    if not reason.strip():
        raise NotAllowed("reason", gettext_noop("Ghi lý do rút câu hỏi."))
    _close(opinion, TransitionKind.WITHDRAWN, nfc(reason), acting=acting, at=at)
    steps.log(opinion.case, "opinion.withdrawn", acting=acting, agency=opinion.agency)
    return opinion


def _close(opinion: Step, kind: TransitionKind, note: str, *, acting: Acting, at: datetime) -> None:
    steps.close(opinion, acting=acting, at=at, action=kind.value, note=note)
    asked_at = opinion.parent.key if opinion.parent else ""
    steps.write(
        opinion.case, kind, acting=acting, at=at, step=opinion, from_key=asked_at, to_key=opinion.key, note=note
    )
