"""The controlling officer says whether several people may file one dossier (người cùng nộp)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.design.forms import DayInput
from cuulong.lib.errors import InputError

from .actions.import_catalogue import RIGHT
from .actions.set_co_signing import set_co_signing
from .models import Procedure, ProcedureVersion

MOST = 20


class CoSigningForm(forms.Form):
    """How many, from which day (số người cùng nộp)."""

    most = forms.IntegerField(
        label=gettext_lazy("Số người cùng nộp, ngoài người nộp"),
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("0 là một người nộp. Vợ chồng cùng nộp là 1."),
    )
    first = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"), widget=DayInput)


@official_required(RIGHT)
def co_signing(request: PersonRequest, code: str) -> HttpResponse:
    """What holds today, what will, and from which day it changes (người cùng nộp)."""
    procedure = get_object_or_404(Procedure, code=code)
    last = procedure.versions.order_by("-n").first()
    begin = {"most": last.rules.most_co_signers if last else 0, "first": timezone.localdate()}
    form = CoSigningForm(request.POST or None, initial=begin)
    if form.is_valid():
        said = form.cleaned_data
        try:
            set_co_signing(procedure, said["most"], acting=request.acting, on=said["first"])
            messages.success(request, _("Đã ghi. Hồ sơ bắt đầu từ ngày đó theo cách mới."))
            return redirect("services:co_signing", code)
        except InputError as error:
            form.add_error(None, say(error))
    running = ProcedureVersion.objects.filter(procedure=procedure, state="published").order_by("valid")
    told = [{"most": one.rules.most_co_signers, "first": one.valid.lower} for one in running]
    context = {"procedure": procedure, "form": form, "spans": told}
    return render(request, "services/catalogue/co_signing.html", context, status=422 if form.errors else 200)
