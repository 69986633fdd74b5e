"""Refunds: asked for, decided by another, paid out with a proof (hoàn trả)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.files.http import respond
from cuulong.core.files.store import store
from cuulong.core.people.access import PersonRequest, official_required

from ..actions.refunds import available, decide, pay_out, request_refund
from ..forms import DecideForm, PayOutForm, RefundForm
from ..models import Charge, Payment, Refund, RefundCause, RefundState
from ..tables import RefundTable
from .verbs import done


@official_required("payments.read")
def index(request: PersonRequest) -> HttpResponseBase:
    """Refunds of my agencies (danh sách hoàn trả)."""
    table = RefundTable(Refund.objects.visible_to(request.acting), request)
    if table.wants_export:
        return table.export()
    intro = _("Người đề nghị không tự duyệt. Duyệt xong mới chi, chi xong có chứng từ.")
    return render(request, "payments/list.html", {"table": table, "heading": _("Hoàn trả"), "intro": intro})


@official_required("payments.refund")
def of_charge(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Ask that money of a paid charge goes back (đề nghị hoàn trả)."""
    charge = get_object_or_404(Charge.objects.visible_to(request.acting), uuid=uuid)
    return _ask(request, charge, available(charge, None), RefundCause.WITHDRAWN, charge.payer)


@official_required("payments.reconcile")
def of_payment(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Ask that money that pays nothing goes back (đề nghị trả lại tiền chưa khớp)."""
    payment = get_object_or_404(Payment.objects.select_related("charge"), uuid=uuid)
    cause = RefundCause.UNKNOWN
    if payment.charge:
        cause = RefundCause.OVER if payment.rest < payment.amount else RefundCause.DOUBLE
    return _ask(request, payment, available(None, payment), cause, payment.charge.payer if payment.charge else "")


def _ask(request: PersonRequest, source: Charge | Payment, left: int, cause: RefundCause, payee: str) -> HttpResponse:
    form = RefundForm(request.POST or None, initial={"amount": left, "cause": cause, "payee": payee})
    made: list[Refund] = []
    if request.method == "POST" and done(
        form, lambda: made.append(request_refund(source, acting=request.acting, **form.cleaned_data))
    ):
        messages.success(request, _("Đã gửi đề nghị. Người khác duyệt rồi mới chi."))
        return redirect("payments:refund", uuid=made[0].uuid)
    name = "payments:money_one" if isinstance(source, Payment) else "payments:pay"
    context = {"form": form, "left": left, "back": reverse(name, args=[source.uuid])}
    return render(request, "payments/refund_new.html", context, status=422 if form.errors else 200)


def _page(request: PersonRequest, refund: Refund, **forms: object) -> HttpResponse:
    acting = request.acting
    own = refund.requested_by_id is not None and refund.requested_by_id == request.user.pk
    context = {
        "refund": refund,
        "note": _(refund.note),
        "own": own,
        "may_decide": acting.can("payments.approve_refund") and refund.state == RefundState.REQUESTED and not own,
        "may_pay": acting.can("payments.pay_refund") and refund.state == RefundState.APPROVED,
        "decide": DecideForm(),
        "pay": PayOutForm(),
        **forms,
    }
    return render(request, "payments/refund.html", context, status=422 if forms else 200)


def _mine(request: PersonRequest, uuid: UUID) -> Refund:
    parts = ("charge__agency", "payment", "requested_by", "decided_by", "paid_by", "proof")
    return get_object_or_404(Refund.objects.visible_to(request.acting).select_related(*parts), uuid=uuid)


@official_required("payments.read")
def one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One refund and its story; a POST pays it out (chi hoàn trả)."""
    refund = _mine(request, uuid)
    if request.method != "POST":
        return _page(request, refund)
    form = PayOutForm(request.POST, request.FILES)

    def pay() -> None:
        request.acting.require("payments.pay_refund")
        typed = form.cleaned_data
        file = typed["proof"]
        kept = store(file, name=file.name, acting=request.acting) if file else None
        pay_out(
            refund,
            channel=typed["channel"],
            proof=kept,
            proof_number=typed["proof_number"],
            acting=request.acting,
            at=timezone.now(),
        )

    if done(form, pay):
        messages.success(request, _("Đã ghi nhận chi trả."))
        return redirect("payments:refund", uuid=uuid)
    return _page(request, refund, pay=form)


@require_POST
@official_required("payments.approve_refund")
def decision(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Agree or refuse (duyệt hoàn trả)."""
    refund = _mine(request, uuid)
    form = DecideForm(request.POST)
    approve = "approve" in request.POST
    if done(form, lambda: decide(refund, approve=approve, words=form.cleaned_data["words"], acting=request.acting)):
        messages.success(request, _("Đã ghi ý kiến."))
        return redirect("payments:refund", uuid=uuid)
    return _page(request, refund, decide=form)


@official_required("payments.read")
def proof(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The file that proves the payment (chứng từ chi)."""
    refund = _mine(request, uuid)
    if refund.proof is None:
        raise Http404
    return respond(refund.proof)
