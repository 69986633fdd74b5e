"""The catalogue of figures, one figure over time, and the rows behind it (danh mục chỉ tiêu)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import Indicator, declared
from cuulong.design.errors import say
from cuulong.design.tables import XLSX
from cuulong.lib.dates import Period
from cuulong.lib.errors import InputError
from cuulong.lib.tables import write_csv, write_xlsx

from .actions.fix import fix
from .models import OpeningBalance
from .queries import may_see
from .sheets import Sheet
from .wording import period_label

PAGE = 50
MOST_ROWS = 50_000  # in one file


@official_required("indicators.read")
def catalogue(request: PersonRequest) -> HttpResponse:
    """Every declared figure with its definition, and what was counted before us (danh mục chỉ tiêu)."""
    indicators = sorted(declared(Indicator).values(), key=lambda one: (one.owner, one.code))
    if request.GET.get("export") in ("csv", "xlsx"):
        header = [_("Mã"), _("Chỉ tiêu"), _("Định nghĩa"), _("Đơn vị tính"), _("Căn cứ"), _("Hệ thống")]
        lines = [[i.code, i.title, i.definition, i.unit, i.legal_source, i.owner] for i in indicators]
        return _file(request, "danh-muc-chi-tieu", header, [[str(cell) for cell in line] for line in lines])
    balances = OpeningBalance.objects.select_related("agency").order_by("code", "period")
    return render(request, "indicators/catalogue.html", {"indicators": indicators, "balances": balances})


@official_required("indicators.read")
def indicator(request: PersonRequest, code: str) -> HttpResponse:
    """One figure: its value, twelve months, every agency, as known on any day (một chỉ tiêu)."""
    sheet = Sheet(_declared(code), request)
    if request.GET.get("export") in ("csv", "xlsx"):
        return _export(request, sheet)
    context = {"one": sheet.indicator, "sheet": sheet, "may_fix": request.acting.can("indicators.fix")}
    return render(request, "indicators/indicator.html", context)


@official_required("indicators.read")
def source_rows(request: PersonRequest, code: str) -> HttpResponse:
    """The rows that make one figure of one period; those the reader may see are listed (dòng nguồn)."""
    sheet = Sheet(_declared(code), request)
    seen = may_see(request.acting, sheet.rows).order_by("pk")
    link = sheet.indicator.row_url
    if request.GET.get("export") in ("csv", "xlsx"):
        lines = [[str(row), request.build_absolute_uri(link(row)) if link else ""] for row in seen[:MOST_ROWS]]
        return _file(request, f"{code}-{sheet.period}", [_("Dòng"), _("Địa chỉ")], lines)
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    context = {
        "one": sheet.indicator,
        "sheet": sheet,
        "figure": sheet.shown(sheet.figures[0]),
        "page": page,
        "hidden": sheet.rows.count() - page.paginator.count,
        "lines": [
            {"n": n, "text": str(row), "url": link(row) if link else ""}
            for n, row in enumerate(page, start=page.start_index())
        ],
    }
    return render(request, "indicators/rows.html", context)


@require_POST
@official_required("indicators.fix")
def take(request: PersonRequest, code: str) -> HttpResponse:
    """Fix the figure of the chosen agency and period, as known now (chốt số liệu)."""
    try:
        period = Period.parse(request.POST.get("period", ""))
    except InputError as wrong:
        messages.error(request, say(wrong))
        return redirect("indicators:indicator", code)
    agency = Agency.objects.filter(slug=request.POST.get("agency", "")).first()
    fix(_declared(code).code, agency, period, acting=request.acting)
    messages.success(request, _("Đã chốt số liệu %(period)s. Số này không đổi nữa.") % {"period": period_label(period)})
    chosen = f"?period={period}" + (f"&agency={agency.slug}" if agency else "")
    return redirect(reverse("indicators:indicator", args=[code]) + chosen)


def _declared(code: str) -> Indicator:
    found = declared(Indicator).get(code)
    if found is None:
        raise Http404
    return found


def _export(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Months, or with `of=agencies` agencies; shares as they are, between 0 and 1."""
    title, code = str(sheet.indicator.title), sheet.indicator.code
    if request.GET.get("of") == "agencies":
        lines = [[line.agency.slug, line.name, line.figure] for line in sheet.by_agency]
        return _file(request, f"{code}-{sheet.period}", [_("Mã đơn vị"), _("Đơn vị"), title], lines)
    return _file(request, code, [_("Kỳ"), title], [[str(month), figure] for month, figure in sheet.months])


def _file(request: HttpRequest, name: str, header: Sequence[str], lines: Sequence[Sequence[Any]]) -> HttpResponse:
    if request.GET["export"] == "xlsx":
        answer = HttpResponse(write_xlsx(header, lines, title=name), content_type=XLSX)
    else:
        answer = HttpResponse(write_csv(header, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{request.GET["export"]}"'
    return answer
