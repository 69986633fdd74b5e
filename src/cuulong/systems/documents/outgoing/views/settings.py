"""Settings: how a body numbers, who may send to whom (quy định)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...records.models import Numbering
from ..actions.settings import add_sending_rule, decide_numbering, end_sending_rule
from ..forms import SENT_TO, NumberingForm, RuleForm
from ..models import SendingRule


@official_required("documents.settings")
def numbering(request: PersonRequest) -> HttpResponse:
    """What was decided on numbers, dated, and a new decision (quy định đánh số)."""
    reach = request.acting.agency_ids("documents.settings")
    agencies = Agency.objects.filter(kind__in=SENT_TO, valid__contains=timezone.localdate()).order_by("name")
    if reach is not None:
        agencies = agencies.filter(pk__in=reach)
    form = NumberingForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            decide_numbering(**form.cleaned_data, acting=request.acting)
            messages.success(request, _("Đã ghi quy định đánh số."))
            return redirect("documents:numbering")
        except InputError as error:
            form.add_error(None, say(error))
    decided = Numbering.objects.filter(agency__in=agencies).select_related("agency").order_by("agency__name", "-valid")
    bad = bool(form.is_bound and form.errors)
    context = {"form": form, "decided": decided, "has_errors": bad}
    return render(request, "documents/outgoing/numbering.html", context, status=422 if bad else 200)


@official_required("documents.sending_rules")
def sending_rules(request: PersonRequest) -> HttpResponse:
    """The table of who may send to whom (quy định gửi văn bản)."""
    day = timezone.localdate()
    form = RuleForm(request.POST or None, day=day, initial={"valid_from": day})
    if request.method == "POST" and form.is_valid():
        try:
            add_sending_rule(form.save(commit=False), acting=request.acting)
            messages.success(request, _("Đã thêm quy định."))
            return redirect("documents:sending_rules")
        except InputError as error:
            form.add_error(None, say(error))
    rules = SendingRule.objects.select_related("from_agency", "to_agency").order_by("-valid_from", "pk")
    bad = bool(form.is_bound and form.errors)
    context = {"form": form, "rules": rules, "day": day, "has_errors": bad}
    return render(request, "documents/outgoing/sending_rules.html", context, status=422 if bad else 200)


@require_POST
@official_required("documents.sending_rules")
def end_rule(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A rule holds no longer from today (thôi áp dụng quy định)."""
    rule = get_object_or_404(SendingRule, uuid=uuid)
    try:
        end_sending_rule(rule, timezone.localdate(), acting=request.acting)
        messages.success(request, _("Quy định thôi áp dụng từ hôm nay."))
    except InputError as error:
        messages.error(request, say(error))
    return redirect("documents:sending_rules")
