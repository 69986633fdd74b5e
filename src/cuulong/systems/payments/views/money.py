"""Reconciliation: what came, what it pays, what is left open (đối soát)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required

from ..actions.receive import assign, undo
from ..forms import AssignForm, ReasonForm
from ..models import Charge, ChargeState, Payment
from ..tables import PaymentTable
from .verbs import done

SUGGESTED = 10


@official_required("payments.reconcile")
def index(request: PersonRequest) -> HttpResponseBase:
    """Money that came in: matched, unmatched, differing (đối soát tiền về)."""
    table = PaymentTable(Payment.objects.select_related("charge"), request)
    if table.wants_export:
        return table.export()
    intro = _("Mỗi khoản tiền ngân hàng báo về hoặc thu tại quầy, và khoản phải thu mà nó trả.")
    return render(request, "payments/list.html", {"table": table, "heading": _("Đối soát tiền về"), "intro": intro})


def _page(request: PersonRequest, payment: Payment, **forms: object) -> HttpResponse:
    due = Charge.objects.filter(state=ChargeState.DUE, total=payment.amount).select_related("agency")
    context = {
        "payment": payment,
        "why": _(payment.why) if payment.why else "",
        "postings": payment.postings.select_related("charge").order_by("pk"),
        "candidates": due.order_by("-pk")[:SUGGESTED] if payment.rest == payment.amount else [],
        "assign": AssignForm(),
        "undo": ReasonForm(),
        "can_undo": payment.charge_id and payment.channel == "vietqr",
        "refunds": payment.refunds.order_by("pk"),
        **forms,
    }
    return render(request, "payments/money.html", context, status=422 if forms else 200)


def _payments() -> QuerySet[Payment]:
    return Payment.objects.select_related("charge__agency")


@official_required("payments.reconcile")
def one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One payment, where its money stands, and the charge it could pay; a POST assigns it (khớp bằng tay)."""
    payment = get_object_or_404(_payments(), uuid=uuid)
    if request.method != "POST":
        return _page(request, payment)
    form = AssignForm(request.POST)
    charge = Charge.objects.filter(reference=request.POST.get("reference", "").strip().upper()).first()
    if form.is_valid() and charge is None:
        form.add_error("reference", _("Không có khoản phải thu nào mang mã này."))
    elif charge is not None and done(
        form, lambda: assign(payment, charge, reason=form.cleaned_data["reason"], acting=request.acting)
    ):
        messages.success(request, _("Đã khớp."))
        return redirect("payments:money_one", uuid=uuid)
    return _page(request, payment, assign=form)


@require_POST
@official_required("payments.reconcile")
def take_back(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Undo a match (gỡ khớp)."""
    payment = get_object_or_404(_payments(), uuid=uuid)
    form = ReasonForm(request.POST)
    if done(form, lambda: undo(payment, reason=form.cleaned_data["reason"], acting=request.acting)):
        messages.success(request, _("Đã gỡ khớp. Khoản phải thu chờ nộp trở lại, biên lai đã hủy."))
        return redirect("payments:money_one", uuid=uuid)
    return _page(request, payment, undo=form)
