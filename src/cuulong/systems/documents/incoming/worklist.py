"""Incoming documents that wait for a person, for their desk (văn bản đến chờ xử lý)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.core.worklist.items import WorkItem

from ..records.models import Document
from .models import Handling
from .queries import REGISTER, asked_of, at_step, to_register, told

Items = Callable[[Acting, int], Iterable[WorkItem]]
Found = Callable[[Acting], QuerySet[Document]]

TASKS = {
    "register": gettext_noop("Vào sổ"),
    "asked": gettext_noop("Trả lời đề nghị của nơi gửi"),
    "route": gettext_noop("Đề xuất phân phối"),
    "instruct": gettext_noop("Cho ý kiến chỉ đạo"),
    "handle": gettext_noop("Giải quyết"),
}
LATE = gettext_noop("Đã quá hạn xử lý ở bước này.")
LATE_IN_REGISTER = gettext_noop("Đã quá hạn vào sổ: văn bản đến phải vào sổ trong ngày, chậm nhất ngày làm việc sau.")


def _item(document: Document, task: str, due_at: datetime | None, since: datetime, late: str) -> WorkItem:
    return WorkItem(
        title=document.subject,
        detail=document.number or document.kind_name,
        url=document.url,
        verb=_("Mở"),
        task=_(TASKS[task]),
        due_at=due_at,
        since=since,
        agency_name=document.agency.name,
        person=document.issuer_name,
        late_reason=_(late),
    )


def to_be_registered(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """What must stand in the register today (chờ vào sổ)."""
    if acting.can(REGISTER):
        for one in to_register(acting).order_by("incoming__register_by", "pk")[:limit]:
            yield _item(one, "register", one.incoming.register_by, one.incoming.arrived_at, LATE_IN_REGISTER)


def questions(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """What senders ask back (đề nghị của nơi gửi)."""
    if acting.can(REGISTER):
        for one in asked_of(acting).order_by("incoming__asked_at", "pk")[:limit]:
            yield _item(one, "asked", None, one.incoming.asked_at or one.created_at, LATE)


def at(task: str, *keys: str) -> Items:
    """Documents at steps of mine, each due by its step's own date (văn bản ở bước của tôi)."""

    def items(acting: Acting, limit: int) -> Iterable[WorkItem]:
        documents = list(at_step(acting, *keys)[:limit])
        steps = _open_steps(documents)
        for one in documents:
            step = steps[one.uuid]
            yield _item(one, task, step.due_at, step.entered_at, LATE)

    return items


def _open_steps(documents: list[Document]) -> dict[Any, Step]:
    found = Step.objects.filter(case__subject_uuid__in=[one.uuid for one in documents], left_at=None, kind="task")
    return {one.case.subject_uuid: one for one in found.select_related("case")}


def counted(found: Found, right: str = "") -> Callable[[Acting], int]:
    """How many there are, nothing asked of the database for who lacks the right (số việc)."""
    return lambda acting: found(acting).count() if not right or acting.can(right) else 0


def given(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """Joint work to report on, and what is to be read (phối hợp, để biết)."""
    for one in told(acting).order_by("-instruction__at", "pk")[:limit]:
        yield _given(one)


def _given(one: Handling) -> WorkItem:
    document = one.instruction.document
    return WorkItem(
        title=document.subject,
        detail=document.number or document.kind_name,
        url=document.url,
        verb=_("Mở"),
        task=one.get_share_display(),
        due_at=one.instruction.due_at if one.share == "joint" else None,
        since=one.instruction.at,
        agency_name=document.agency.name,
        person=one.instruction.by_label,
        late_reason=_("Đã quá hạn phối hợp."),
    )


count_to_register = counted(to_register, REGISTER)
count_asked = counted(asked_of, REGISTER)
count_to_route = counted(lambda acting: at_step(acting, "route"))
count_to_instruct = counted(lambda acting: at_step(acting, "instruct"))
count_to_handle = counted(lambda acting: at_step(acting, "distribute", "handle"))


def count_given(acting: Acting) -> int:
    """How many shares wait (số việc phối hợp, để biết)."""
    return told(acting).count()
