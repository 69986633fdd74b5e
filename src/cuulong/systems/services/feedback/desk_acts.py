"""Which acts an official is offered on a submission, with the form of each (việc làm được)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting

from .actions import complain, denounce, retain, suggest
from .forms import AcceptForm, DecideForm, ForwardForm, NoteForm, PublishForm
from .models import Complaint, Denunciation, Submission, Suggestion
from .models.complaint import HANDLE as COMPLAINTS
from .models.denunciation import HANDLE as DENUNCIATIONS
from .models.suggestion import HANDLE as SUGGESTIONS
from .places import addressed, reach
from .rules import CLOSED, KEEPING

Form = type[forms.Form]


@dataclass(frozen=True)
class Act:
    """One act: the words of its button, its form, the right it needs, the verb (việc)."""

    label: Any
    form: Form
    right: str
    do: Callable[..., Any]
    words: Any = ""
    wanted: bool = True


def _keeping(right: str) -> dict[str, Act]:
    return {
        "hold": Act(_("Giữ lại dữ liệu, chưa xóa"), NoteForm, right, retain.hold, _("Lý do giữ lại")),
        "lift": Act(_("Thôi giữ lại dữ liệu"), NoteForm, right, retain.lift, _("Lý do thôi giữ lại")),
    }


SUGGESTION: Mapping[str, Act] = {
    "answer": Act(_("Trả lời người gửi"), NoteForm, SUGGESTIONS, suggest.answer, _("Nội dung trả lời")),
    "forward": Act(_("Chuyển cơ quan có thẩm quyền"), ForwardForm, SUGGESTIONS, suggest.forward, _("Lý do chuyển")),
    "refuse": Act(_("Không thụ lý"), NoteForm, SUGGESTIONS, suggest.refuse, _("Lý do, và nơi cần gửi")),
    "publish": Act(_("Công khai câu trả lời"), PublishForm, suggest.PUBLISH, suggest.publish),
    "unpublish": Act(_("Gỡ khỏi trang công khai"), NoteForm, suggest.PUBLISH, suggest.unpublish, _("Lý do gỡ")),
    **_keeping(SUGGESTIONS),
}
COMPLAINT: Mapping[str, Act] = {
    "accept": Act(_("Thụ lý"), AcceptForm, COMPLAINTS, complain.accept, _("Ghi chú nội bộ"), wanted=False),
    "verify": Act(_("Bắt đầu xác minh"), NoteForm, COMPLAINTS, complain.verify, _("Ghi chú nội bộ"), wanted=False),
    "decide": Act(
        _("Ghi quyết định giải quyết"), DecideForm, complain.DECIDE, complain.decide, _("Nội dung quyết định")
    ),
    "extend": Act(_("Gia hạn xác minh"), NoteForm, COMPLAINTS, complain.extend_verification, _("Lý do gia hạn")),
    "refuse": Act(_("Không thụ lý"), NoteForm, COMPLAINTS, complain.refuse, _("Lý do")),
    **_keeping(COMPLAINTS),
}
DENUNCIATION: Mapping[str, Act] = {
    "accept": Act(_("Thụ lý"), NoteForm, DENUNCIATIONS, denounce.accept, _("Ghi chú nội bộ"), wanted=False),
    "verify": Act(_("Bắt đầu xác minh"), NoteForm, DENUNCIATIONS, denounce.verify, _("Ghi chú nội bộ"), wanted=False),
    "decide": Act(_("Ghi kết luận"), NoteForm, DENUNCIATIONS, denounce.decide, _("Kết luận nội dung tố cáo")),
    "extend": Act(_("Gia hạn xác minh"), NoteForm, DENUNCIATIONS, denounce.extend_verification, _("Lý do gia hạn")),
    "forward": Act(_("Chuyển cơ quan có thẩm quyền"), ForwardForm, DENUNCIATIONS, denounce.forward, _("Lý do chuyển")),
    "refuse": Act(_("Không thụ lý"), NoteForm, DENUNCIATIONS, denounce.refuse, _("Lý do")),
    **_keeping(DENUNCIATIONS),
}


def acts_of(case: Submission) -> Mapping[str, Act]:
    """Every act of this kind (các việc của loại)."""
    return {Suggestion: SUGGESTION, Complaint: COMPLAINT, Denunciation: DENUNCIATION}[type(case)]


def form_for(case: Submission, verb: str, data: Any = None) -> forms.Form:
    """The form of one act, filled in where something is known (biểu mẫu của việc)."""
    act = acts_of(case)[verb]
    more: dict[str, Any] = {"auto_id": f"{verb}-%s"}
    if issubclass(act.form, NoteForm):
        more |= {"label": act.words, "wanted": act.wanted}
    if act.form is PublishForm and isinstance(case, Suggestion):
        more["initial"] = suggest.public_draft(case)
    form = act.form(data, **more)
    if isinstance(form, ForwardForm):
        form.fields["agency"].queryset = addressed().exclude(pk=case.agency_id)  # type: ignore[attr-defined]
    return form


def offered(case: Submission, acting: Acting, bound: Mapping[str, forms.Form] | None = None) -> list[dict[str, Any]]:
    """The acts this official may do now, the first of them the usual one (việc làm được)."""
    found = []
    reaches: dict[str, frozenset[int] | None] = {}
    for verb, act in acts_of(case).items():
        if act.right not in reaches:
            reaches[act.right] = reach(acting, act.right)
        here = reaches[act.right]
        if verb in KEEPING and not _may_keep(case, verb):
            continue
        if case.state in case.moves[verb][0] and (here is None or case.agency_id in here):
            form = (bound or {}).get(verb) or form_for(case, verb)
            url = reverse(f"services:act_{case.says}", args=[case.uuid, verb])
            found.append({"verb": verb, "label": act.label, "form": form, "open": form.is_bound, "url": url})
    return found


def _may_keep(case: Submission, verb: str) -> bool:
    """Held once at a time, and nothing is left to hold once it was erased."""
    return case.state in CLOSED and case.erased_at is None and retain.is_held(case) == (verb == "lift")


def do(case: Submission, verb: str, form: forms.Form, *, acting: Acting, at: datetime) -> Any:
    """Do one act with what its form says. Raises Refused, Forbidden (thực hiện)."""
    return acts_of(case)[verb].do(case, **form.cleaned_data, acting=acting, at=at)
