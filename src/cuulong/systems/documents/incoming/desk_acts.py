"""Which acts a reader is offered on an incoming document, with the form of each (việc làm được)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step, StepKind
from cuulong.core.workflow.places import reach as reach_of_steps
from cuulong.core.workflow.queries import current_steps

from ..records.models import Document, State
from ..records.places import may
from .actions import handle
from .actions.assign import assign
from .actions.close import close, reopen
from .actions.give_back import give_back
from .actions.hand_out import hand_out
from .actions.instruct import instruct, send_back
from .actions.propose import propose
from .forms import AssignForm, NoteForm, PlanForm, end_of
from .models import Instruction, Share
from .queries import REGISTER, ROUTE, colleagues_of, handed_to, leaders_of, proposal_of, units_of


@dataclass(frozen=True)
class Act:
    """One act: the words of its button, the words of its note, and what it does (việc)."""

    label: Any
    words: Any
    do: Callable[[Document, forms.Form, Acting, datetime], Any]


def _noted(verb: Callable[..., Any]) -> Callable[[Document, forms.Form, Acting, datetime], Any]:
    return lambda document, form, acting, at: verb(document, form.cleaned_data["note"], acting=acting, at=at)


def _planned(verb: Callable[..., Any]) -> Callable[[Document, forms.Form, Acting, datetime], Any]:
    def do(document: Document, form: forms.Form, acting: Acting, at: datetime) -> Any:
        assert isinstance(form, PlanForm)
        more = {"leader": form.cleaned_data["leader"]} if verb is propose else {}
        return verb(document, form.plan, acting=acting, at=at, **more)

    return do


def _assigned(document: Document, form: forms.Form, acting: Acting, at: datetime) -> Any:
    said = form.cleaned_data
    more = {"text": said["text"], "due_at": end_of(said["due_on"])}
    return assign(document, said["account"], acting=acting, at=at, **more)


def _reported(document: Document, form: forms.Form, acting: Acting, at: datetime) -> Any:
    for share in handed_to(acting, document).filter(share=Share.JOINT, done_at=None):
        handle.report(share, form.cleaned_data["note"], acting=acting, at=at)


ACTS: Mapping[str, Act] = {
    "propose": Act(_("Trình lãnh đạo cho ý kiến"), "", _planned(propose)),
    "hand_out": Act(_("Chuyển thẳng đơn vị xử lý"), "", _planned(hand_out)),
    "instruct": Act(_("Bút phê, giao đơn vị xử lý"), "", _planned(instruct)),
    "assign": Act(_("Giao người xử lý"), "", _assigned),
    "report": Act(_("Báo kết quả phối hợp"), _("Kết quả phối hợp"), _reported),
    "close": Act(_("Đã giải quyết xong"), _("Kết quả giải quyết"), _noted(close)),
    "file_away": Act(_("Lưu để biết"), _("Lý do lưu để biết"), _noted(close)),
    "send_back": Act(_("Trả lại bước trước"), _("Lý do trả lại"), _noted(send_back)),
    "give_back": Act(_("Trả lại nơi gửi"), _("Lý do trả lại nơi gửi"), _noted(give_back)),
    "reopen": Act(_("Mở lại"), _("Lý do mở lại"), _noted(reopen)),
}
PLANNED = ("propose", "hand_out", "instruct")
AT_STEP = {
    "route": ("propose", "hand_out", "file_away"),
    "instruct": ("instruct", "send_back"),
    "distribute": ("assign", "close", "send_back"),
    "handle": ("close", "send_back"),
}


def step_for(document: Document, acting: Acting) -> Step | None:
    """The open step, if it is this reader's to do (bước của tôi)."""
    mine = reach_of_steps(acting)
    steps = (one for one in current_steps(document.ref) if one.kind == StepKind.TASK)
    return next((one for one in steps if (one.role, one.agency_id) in mine), None)


def allowed(document: Document, acting: Acting, step: Step | None) -> list[str]:
    """The acts open to this reader now, the usual one first (việc được làm)."""
    found = list(AT_STEP.get(step.key, ())) if step is not None else []
    if document.state == State.WORKING and handed_to(acting, document).filter(share=Share.JOINT, done_at=None).exists():
        found.append("report")
    if document.state in (State.ARRIVED, State.REGISTERED) and may(acting, REGISTER, document.agency):
        found.append("give_back")
    if document.state == State.CLOSED and document.incoming.entry_id and may(acting, ROUTE, document.agency):
        found.append("reopen")
    return found


def form_for(document: Document, verb: str, data: Any = None) -> forms.Form:
    """The form of one act; an instruction begins with what the office proposes (biểu mẫu của việc)."""
    more: dict[str, Any] = {"auto_id": f"{verb}-%s"}
    today = timezone.localdate()
    if verb in PLANNED:
        leaders = leaders_of(document.agency, today) if verb == "propose" else None
        initial = _proposed(proposal_of(document)) if verb == "instruct" else {}
        initial.setdefault("due_on", timezone.localdate(document.due_at) if document.due_at else None)
        return PlanForm(data, units=units_of(document.agency, today), leaders=leaders, initial=initial, **more)
    if verb == "assign":
        unit = document.room or document.agency
        return AssignForm(data, colleagues=colleagues_of(unit, today), **more)
    return NoteForm(data, label=ACTS[verb].words, **more)


def _proposed(proposal: Instruction | None) -> dict[str, Any]:
    if proposal is None:
        return {}
    named = {share: [one.agency_id for one in proposal.handlings.all() if one.share == share] for share in Share.values}
    return {"lead": next(iter(named["lead"]), None), "joint": named["joint"], "told": named["told"]}


def offered(
    document: Document, acting: Acting, step: Step | None, bound: Mapping[str, forms.Form] | None = None
) -> list[dict[str, Any]]:
    """The acts with their forms, as the page draws them (việc làm được)."""
    found = []
    for verb in allowed(document, acting, step):
        form = (bound or {}).get(verb) or form_for(document, verb)
        url = reverse("documents:incoming_act", args=[document.uuid, verb])
        found.append({"verb": verb, "label": ACTS[verb].label, "form": form, "open": form.is_bound, "url": url})
    return found
