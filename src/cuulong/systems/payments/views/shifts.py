"""Cash shifts (ca thu tiền mặt)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required

from ..actions.cash import cash_in, close_shift
from ..forms import CloseForm
from ..models import Shift
from ..tables import ShiftTable
from .verbs import done


@official_required("payments.collect")
def mine(request: PersonRequest) -> HttpResponse:
    """My open shift: what was taken, and counting it; one after the other where there are several (ca thu của tôi)."""
    shift = Shift.objects.filter(collector=request.user, closed_at=None).select_related("agency").order_by("pk").first()
    form = CloseForm(request.POST or None)
    if shift is not None and request.method == "POST":
        verb = partial(close_shift, shift, acting=request.acting, at=timezone.now())
        if done(form, lambda: verb(**form.cleaned_data)):
            messages.success(request, _("Đã khóa ca."))
            return redirect("payments:shift")
    context = {
        "shift": shift,
        "expected": cash_in(shift) if shift else 0,
        "taken": shift.payments.select_related("charge").order_by("pk") if shift else [],
        "given": shift.refunds.order_by("pk") if shift else [],
        "form": form,
    }
    return render(request, "payments/shift.html", context, status=422 if form.errors else 200)


@official_required("payments.read")
def index(request: PersonRequest) -> HttpResponseBase:
    """Shifts of my counters, and my own (danh sách ca thu)."""
    table = ShiftTable(Shift.objects.visible_to(request.acting).select_related("collector", "agency"), request)
    if table.wants_export:
        return table.export()
    intro = _("Tiền mặt theo sổ và tiền đếm được khi khóa ca.")
    return render(request, "payments/list.html", {"table": table, "heading": _("Ca thu tiền mặt"), "intro": intro})
