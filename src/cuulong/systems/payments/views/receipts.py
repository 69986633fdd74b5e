"""Receipts: the list, the sheet whoever has its code may print, replacing a wrong one (biên lai điện tử)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.lib.dates import local_date
from cuulong.lib.money_words import dong_in_words
from cuulong.lib.qr import svg

from ..actions.receipts import replace_receipt
from ..forms import ReplaceForm
from ..models import Receipt
from ..tables import ReceiptTable
from .verbs import done


@official_required("payments.read")
def index(request: PersonRequest) -> HttpResponseBase:
    """Receipts of my agencies (danh sách biên lai)."""
    rows = Receipt.objects.visible_to(request.acting).select_related("agency")
    table = ReceiptTable(rows, request)
    if table.wants_export:
        return table.export()
    intro = _("Số biên lai liên tục theo cơ quan và năm. Biên lai sai thì thay thế, không sửa.")
    return render(request, "payments/list.html", {"table": table, "heading": _("Biên lai"), "intro": intro})


@require_GET
def one(request: PersonRequest, code: str) -> HttpResponse:
    """The receipt on A4, and whether it still holds; its QR leads back here (biên lai điện tử)."""
    rows = Receipt.objects.select_related("agency__parent", "charge", "replaces", "replaced_by")
    receipt = get_object_or_404(rows, code=code)
    address = request.build_absolute_uri(request.path)
    agency = {"name": receipt.agency.name, "parent": receipt.agency.parent.name if receipt.agency.parent else ""}
    context = {
        "receipt": receipt,
        "agency": agency,
        "place": receipt.agency.place,
        "day": local_date(receipt.issued_at),
        "words": dong_in_words(receipt.total),
        "qr": mark_safe(svg(address, title=_("Mã tra cứu biên lai"))),  # noqa: S308  drawn by lib from our own text
    }
    return render(request, "payments/receipt.html", context)


@official_required("payments.receipts")
def replace(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Put a right receipt in the place of a wrong one (thay thế biên lai)."""
    receipt = get_object_or_404(Receipt.objects.visible_to(request.acting), uuid=uuid)
    form = ReplaceForm(request.POST or None, initial={"payer": receipt.payer})
    if request.method == "POST" and done(
        form, lambda: replace_receipt(receipt, acting=request.acting, **form.cleaned_data)
    ):
        messages.success(request, _("Đã lập biên lai thay thế."))
        return redirect("payments:receipts")
    context = {"form": form, "receipt": receipt}
    return render(request, "payments/replace.html", context, status=422 if form.errors else 200)
