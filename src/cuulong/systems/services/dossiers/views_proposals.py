"""Screens of proposals, corrections and bulk hand-overs (đề nghị, đính chính, bàn giao hàng loạt)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.correct import correct, may_correct
from .actions.proposals import REASSIGN, SIGN, decide, hand_over_all, may_propose, propose, receivers
from .forms import ContactForm
from .models import Dossier, Proposal
from .models.dossier import OPEN
from .rules import MOVES
from .views_desk import workspace_dossier


class ProposalForm(forms.Form):
    """What is proposed and why (đề nghị)."""

    matter = forms.ChoiceField(label=gettext_lazy("Đề nghị"), choices=())
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=2000,
        help_text=gettext_lazy("Người nộp đọc được lý do này."),
        widget=forms.Textarea({"rows": 3}),
    )
    extra = forms.IntegerField(
        label=gettext_lazy("Xin thêm"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=gettext_lazy("Khi gia hạn: số ngày hoặc giờ, theo đơn vị của thời hạn."),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan nhận"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=gettext_lazy("Khi chuyển cơ quan khác."),
    )
    anew = forms.BooleanField(label=gettext_lazy("Cơ quan nhận tính lại thời hạn từ đầu"), required=False)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [choice for choice in Proposal.Matter.choices if dossier.state in MOVES[choice[0]][0]]
        self.fields["matter"].choices = possible  # type: ignore[attr-defined]
        self.fields["agency"].queryset = receivers(dossier)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why data is put right (lý do đính chính)."""

    reason = forms.CharField(label=gettext_lazy("Lý do đính chính"), max_length=500)


@official_required("services.dossier.read")
def proposal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Propose more time, an end or another agency (lập đề nghị)."""
    dossier = workspace_dossier(request, uuid)
    if not may_propose(dossier, request.acting):
        raise Http404
    form = ProposalForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            propose(
                dossier,
                asked["matter"],
                reason=asked["reason"],
                extra=asked["extra"] or 0,
                agency=asked["agency"],
                anew=asked["anew"],
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã gửi đề nghị tới lãnh đạo."))
            return redirect("services:workspace", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {"dossier": dossier, "form": form, "has_errors": form.is_bound and bool(form.errors)}
    return render(request, "services/officials/proposal.html", context, status=422 if context["has_errors"] else 200)


@require_POST
@official_required(SIGN)
def decide_proposal(request: PersonRequest, uuid: UUID, proposal: UUID) -> HttpResponse:
    """The leader approves or refuses (quyết định đề nghị)."""
    dossier = workspace_dossier(request, uuid)
    one = get_object_or_404(Proposal.objects.select_related("dossier"), uuid=proposal, dossier=dossier)
    try:
        approve = request.POST.get("decision") == "approve"
        remark = request.POST.get("remark", "")[:2000]
        decide(one, approve=approve, remark=remark, acting=request.acting, at=timezone.now())
        messages.success(request, _("Đã ghi quyết định."))
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:workspace", uuid=uuid)


@official_required("services.dossier.read")
def correct_data(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Put the applicant's data right, with a reason (đính chính thông tin)."""
    dossier = workspace_dossier(request, uuid)
    if not may_correct(dossier, request.acting) or dossier.state not in MOVES["correct"][0]:
        raise Http404
    contact = ContactForm(request.POST or None, initial=ContactForm.initial_of(dossier))
    reason = ReasonForm(request.POST or None)
    problem = ""
    if request.method == "POST" and contact.is_valid() and reason.is_valid():
        try:
            why = reason.cleaned_data["reason"]
            correct(dossier, contact.cleaned_data, reason=why, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã đính chính."))
            return redirect("services:workspace", uuid=uuid)
        except InputError as error:
            problem = say(error)
    wrong = bool(problem) or (request.method == "POST" and not (contact.is_valid() and reason.is_valid()))
    context = {"dossier": dossier, "contact": contact, "reason": reason, "problem": problem, "has_errors": wrong}
    return render(request, "services/officials/correct.html", context, status=422 if wrong else 200)


@official_required(REASSIGN)
def reassign(request: PersonRequest) -> HttpResponse:
    """Agencies that ended with open dossiers, and to whom these go (bàn giao hồ sơ của cơ quan đã kết thúc)."""
    today = timezone.localdate()
    handed, problem = None, ""
    kinds = (AgencyKind.PROVINCIAL_BODY, AgencyKind.COMMUNE)
    agencies = Agency.objects.filter(kind__in=kinds, valid__contains=today).order_by("name")
    if request.method == "POST":
        before = get_object_or_404(Agency, slug=request.POST.get("before", ""))
        agency = agencies.filter(slug=request.POST.get("agency", "")).first()
        try:
            if agency is None:
                problem = _("Chọn cơ quan nhận hồ sơ.")
            else:
                reason = request.POST.get("reason", "")[:2000]
                handed = hand_over_all(before, agency, reason, acting=request.acting, at=timezone.now())
        except InputError as error:
            problem = say(error)
    ended = Dossier.objects.filter(state__in=OPEN, competent_agency__valid__endswith__lte=today)
    rows = ended.values("competent_agency__slug", "competent_agency__name").annotate(n=Count("pk"))
    context = {
        "rows": rows.order_by("competent_agency__name"),
        "agencies": agencies,
        "handed": handed,
        "problem": problem,
        "has_errors": bool(problem),
        "typed": request.POST,
    }
    return render(request, "services/officials/reassign.html", context, status=422 if problem else 200)
