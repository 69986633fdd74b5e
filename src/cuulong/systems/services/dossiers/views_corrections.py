"""The counter puts answers of the form right (đính chính tờ khai tại quầy)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cuulong.core.eforms.reading import rearranges
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.answers import NotYet
from .actions.correct_answers import ACCEPT, correct_answers, may_correct_answers
from .asked import choices_of, sections, typed_in
from .models import Correction
from .views_desk import workspace_dossier


class ConsentForm(forms.Form):
    """Why, and how the applicant agreed (lý do, sự đồng ý)."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do đính chính"), max_length=500, help_text=gettext_lazy("Người nộp đọc được lý do này.")
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Người nộp đồng ý bằng cách nào"),
        choices=Correction.Consent.choices,
        widget=forms.RadioSelect,
    )
    consent_note = forms.CharField(
        label=gettext_lazy("Ghi rõ sự đồng ý"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ví dụ: gọi số 0900000001 lúc 9:30; hoặc số, ngày của giấy đề nghị."),
    )


@official_required(ACCEPT)
def correct_form(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Choose the questions, then answer them anew with a reason and the consent noted (đính chính tờ khai)."""
    dossier = workspace_dossier(request, uuid)
    if not may_correct_answers(dossier, request.acting):
        raise Http404
    language = (get_language() or "vi")[:2]
    questions = choices_of(dossier, language)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [path for path, _title in questions if path in sent.getlist("fields")]
    frame = {"dossier": dossier, "questions": questions, "chosen": chosen}
    if not chosen:
        nothing = _("Chọn ít nhất một câu cần đính chính.") if "choose" in sent or request.method == "POST" else ""
        context = frame | {"problem": nothing, "has_errors": bool(nothing)}
        return render(request, "services/officials/correct_choose.html", context, status=422 if nothing else 200)
    opened = dossier.version.form.shape.opened(chosen)
    consent = ConsentForm(request.POST if request.method == "POST" and not rearranges(request.POST) else None)
    typed: dict[str, Any] = dossier.answers
    errors: list[Any] = []
    problem = ""
    if request.method == "POST":
        typed = typed_in(dossier, opened, request.POST)
        if consent.is_bound and consent.is_valid():
            shown = request.POST.get("revision", "")
            try:
                correct_answers(
                    dossier,
                    typed,
                    questions=chosen,
                    revision=int(shown) if shown.isdigit() and len(shown) < 10 else None,
                    acting=request.acting,
                    at=timezone.now(),
                    **consent.cleaned_data,
                )
                messages.success(request, _("Đã đính chính tờ khai và báo cho người nộp."))
                return redirect("services:workspace", uuid=uuid)
            except NotYet as error:
                errors, problem = error.errors, say(error)
            except InputError as error:
                problem = say(error)
    wrong = bool(problem) or (consent.is_bound and not consent.is_valid())
    context = frame | {
        "sections": sections(dossier, opened, typed, errors, language),
        "consent": consent,
        "problem": problem,
        "has_errors": wrong,
    }
    return render(request, "services/officials/correct_answers.html", context, status=422 if wrong else 200)
