"""Screens of money: the page that shows the QR, the bank's door, the collectors' list (màn hình thu phí)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from cuulong.core.outbox.jobs import defer
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Kind, get
from cuulong.lib.qr import svg

from ..actions.cash import collect_cash
from ..actions.charge import NotDue
from ..actions.receive import receive_transfer
from ..adapters import BadMessage, simulate_later
from ..adapters.gateway import GATEWAYS
from ..answers import payload
from ..models import Charge, ChargeState, ReceiptState
from ..rules import Forged
from ..tables import ChargeTable


@require_GET
def pay(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The charge and its QR; whoever has the address may pay (trang nộp phí, lệ phí)."""
    charge = get_object_or_404(Charge.objects.select_related("agency"), uuid=uuid)
    context = {
        "charge": charge,
        "qr": mark_safe(svg(payload(charge), title=_("Mã VietQR"))),  # noqa: S308  drawn by lib from our own text
        "bank": settings.TREASURY_BANK_NAME,
        "account": settings.TREASURY_ACCOUNT,
        "back": _subject_url(charge),
        "receipt": charge.receipts.filter(state=ReceiptState.VALID).first(),
        "refunds": charge.refunds.order_by("pk"),
        "may_refund": charge.state == ChargeState.PAID and _may_refund(charge, request.acting),
        "simulator": settings.ENV != "production",
    }
    return render(request, "payments/pay.html", context)


def _may_refund(charge: Charge, acting: Acting) -> bool:
    """The agency's own people, or those of the counter that collects for it."""
    places = [key for key in (charge.agency_id, charge.counter_id) if key]
    return any(acting.can("payments.refund", key) for key in places)


def _subject_url(charge: Charge) -> str:
    kind = get(Kind, charge.subject_kind)
    subject = kind.find(charge.subject_uuid)
    return kind.url(subject) if subject is not None and kind.url else "/"


@csrf_exempt
@require_POST
def webhook(request: PersonRequest) -> JsonResponse:
    """The bank tells of a transfer: 200 once booked, however often it is told; 400 or 403 with a sentence otherwise."""
    try:
        told = GATEWAYS["bank"].hear(request.body, request.headers, timezone.now())
        payment = receive_transfer(**told, acting=Acting.system("bank"))
    except Forged as error:
        return JsonResponse({"error": str(error)}, status=403)
    except BadMessage as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"state": payment.state, "id": str(payment.uuid)})


@require_POST
def simulate(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Be the bank's app for a demo: the transfer comes back through the real webhook (nộp thử)."""
    if settings.ENV == "production":
        raise Http404
    charge = get_object_or_404(Charge, uuid=uuid)
    own_door = f"http://127.0.0.1:{request.get_port()}{reverse('payments:webhook')}"
    defer(simulate_later, charge=str(charge.uuid), url=own_door)
    messages.info(request, _("Đã chuyển tiền thử. Ngân hàng báo về trong vài giây."))
    return redirect("payments:pay", uuid=uuid)


@official_required("payments.read")
def charges(request: PersonRequest) -> HttpResponseBase:
    """What is owed and paid at my agencies (danh sách khoản thu)."""
    table = ChargeTable(Charge.objects.visible_to(request.acting).select_related("agency"), request)
    return table.export() if table.wants_export else render(request, "payments/charges.html", {"table": table})


@require_POST
@official_required("payments.collect")
def collect(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Cash was taken for a charge (thu tiền mặt)."""
    charge = get_object_or_404(Charge.objects.visible_to(request.acting), uuid=uuid)
    try:
        collect_cash(charge, acting=request.acting, at=timezone.now())
        messages.success(request, _("Đã thu tiền mặt."))
    except NotDue as error:
        messages.error(request, _(error.message))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else reverse("payments:charges"))
