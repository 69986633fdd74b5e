"""The catalogue of figures, one figure over time, and the rows behind it (danh mục chỉ tiêu)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import official_required
from cuulong.core.registry import Indicator, declared
from cuulong.design import charts
from cuulong.lib.dates import Period, PeriodKind, parse_date
from cuulong.lib.errors import InputError
from cuulong.lib.tables import write_csv

from .models import OpeningBalance, Snapshot
from .values import rows, series, value

MONTHS = 12


@official_required("indicators.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every declared figure with its definition, and what was counted before us (danh mục chỉ tiêu)."""
    balances = OpeningBalance.objects.select_related("agency").order_by("code", "period")
    context = {"indicators": list(declared(Indicator).values()), "balances": balances}
    return render(request, "indicators/catalogue.html", context)


@official_required("indicators.read")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One figure by month, as known on any day (một chỉ tiêu)."""
    one = _declared(code)
    agency, known_at = _agency(request), _known_at(request)
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    months = [month]
    for _n in range(MONTHS - 1):
        months.insert(0, months[0].previous())
    figures = series(code, agency, months, known_at)
    share = one.ratio_of is not None
    shown = [None if f is None else float(f) * (100 if share else 1) for f in figures]
    chart = charts.line(
        _("%(title)s theo tháng") % {"title": one.title},
        [(f"{m.start.month}|{m.start.year}", f) for m, f in zip(months, shown, strict=True)],
        measure=one.title,
        unit="%" if share else "",
        places=1 if share else 0,
    )
    if request.GET.get("export") == "csv":
        body = write_csv([_("Kỳ"), str(one.title)], [[str(m), f] for m, f in zip(months, shown, strict=True)])
        name = f'attachment; filename="{code}.csv"'
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    context = {
        "one": one,
        "chart": chart,
        "agency": agency,
        "known_at": known_at,
        "months": list(zip(months, figures, strict=True))[::-1],
        "share": share,
        "snapshots": Snapshot.objects.filter(code=code, agency=agency).order_by("-known_at")[:20],
    }
    return render(request, "indicators/indicator.html", context)


@official_required("indicators.read")
def source_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows that make one figure of one period; their number is the figure (dòng nguồn)."""
    one = _declared(code)
    agency, known_at, period = _agency(request), _known_at(request), _period(request)
    found = rows(code, agency, period, known_at).order_by("pk")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "one": one,
        "period": period,
        "agency": agency,
        "value": value(code, agency, period, known_at),
        "share": one.ratio_of is not None,
        "page": page,
        "lines": [{"text": str(row), "url": one.row_url(row) if one.row_url else ""} for row in page],
    }
    return render(request, "indicators/rows.html", context)


def _declared(code: str) -> Indicator:
    found = declared(Indicator).get(code)
    if found is None:
        raise Http404
    return found


def _agency(request: HttpRequest) -> Agency | None:
    slug = request.GET.get("agency", "")
    return Agency.objects.filter(slug=slug).first() if slug else None


def _period(request: HttpRequest) -> Period:
    try:
        return Period.parse(request.GET.get("period", ""))
    except InputError:
        return Period.containing(timezone.localdate(), PeriodKind.MONTH)


def _known_at(request: HttpRequest) -> datetime | None:
    """The end of the day named by `known`, for figures as they stood then."""
    text: Any = request.GET.get("known", "")
    try:
        day = parse_date(text) if text else None
    except InputError:
        return None
    return timezone.make_aware(datetime.combine(day, datetime.max.time())) if day else None
