"""What the tax office was told of receipts (báo cáo biên lai)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.people.access import PersonRequest, official_required

from ..actions.sign_receipts import resend
from ..models import TaxReport
from ..tables import TaxReportTable

MOST = 50


@require_safe
@official_required("payments.reconcile")
def index(request: PersonRequest) -> HttpResponseBase:
    """Every report, and those that were not taken yet (danh sách báo cáo)."""
    rows = TaxReport.objects.visible_to(request.acting).select_related("receipt__agency")
    table = TaxReportTable(rows, request)
    if table.wants_export:
        return table.export()
    stuck = rows.filter(sent_at=None, tries__gt=0).order_by("created_at")[:MOST]
    return render(request, "payments/tax_reports.html", {"table": table, "stuck": stuck})


@require_POST
@official_required("payments.reconcile")
def again(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Hand one report over again (gửi lại)."""
    report = resend(get_object_or_404(TaxReport.objects.visible_to(request.acting), uuid=uuid), acting=request.acting)
    if report.sent_at:
        messages.success(request, _("Đã gửi."))
    else:
        messages.error(request, _("Chưa gửi được: %(why)s") % {"why": report.error})
    return redirect("payments:tax_reports")
