"""The dashboard: what was received, finished, late, and how much came online (bảng điều hành)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.indicators.values import series, value
from cuulong.core.indicators.wording import period_label
from cuulong.core.people.access import official_required
from cuulong.core.registry import Indicator, get
from cuulong.design import charts
from cuulong.design.formats import number, percent
from cuulong.lib.dates import Period, PeriodKind

from ..catalogue.listing_queries import counts_by_agency, counts_by_level
from ..catalogue.models import Level, Scope
from .indicators import finished

MONTHS = 12
TILES = ("services.received", "services.finished", "services.on_time_share", "services.online_share")


@official_required("services.steer")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Twelve months of the province; every number opens its rows (bảng điều hành)."""
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    months = [month]
    for _n in range(MONTHS - 1):
        months.insert(0, months[0].previous())
    last = months[-2]
    labels = [f"{m.start.month}|{m.start.year}" for m in months]
    on_time = [None if v is None else float(v) * 100 for v in series("services.on_time_share", None, months)]
    received = series("services.received", None, months)
    agencies = _by_agency(last)
    context: dict[str, Any] = {
        "month": period_label(last),
        "tiles": [_tile(code, last) for code in TILES],
        "on_time": charts.line(
            _("%(share)s hồ sơ tháng trước có kết quả đúng hẹn")
            % {"share": percent(value("services.on_time_share", None, last))},
            list(zip(labels, on_time, strict=True)),
            measure=_("Tỷ lệ đúng hạn"),
            unit="%",
            floor=50,
        ),
        "received": charts.line(
            _("Tháng trước tiếp nhận %(n)s hồ sơ") % {"n": number(value("services.received", None, last))},
            [(label, float(v or 0)) for label, v in zip(labels, received, strict=True)],
            measure=_("Hồ sơ tiếp nhận"),
            places=0,
        ),
        "by_agency": charts.bars(
            _("Hồ sơ có kết quả trong %(month)s, theo cơ quan") % {"month": period_label(last)},
            [(row["name"], [row["on_time"], row["late"]]) for row in agencies[:12]],
            keys=[_("Đúng hạn"), _("Trễ hạn")],
            size="wide",
        ),
        "agencies": agencies,
        **_catalogue(request.GET.get("on", "")),
    }
    return render(request, "services/officials/dashboard.html", context)


def _catalogue(asked: str) -> dict[str, Any]:
    """How many procedures of each level there are on a day, and whose they are (số thủ tục theo mức độ)."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = timezone.localdate()
    levels = counts_by_level(day)
    return {
        "catalogue_day": day,
        "levels": [row | {"scope_label": Scope(row["scope"]).label if row["scope"] else ""} for row in levels],
        "levels_total": {key: sum(row[key] for row in levels) for key in ("published", "waiting")},
        "level_agencies": [
            row | {"name": row["name"] or _("Chung: %(level)s") % {"level": Level(row["level"]).label}}
            for row in counts_by_agency(day)
        ],
    }


def _by_agency(month: Period) -> list[dict[str, Any]]:
    """On time and late of each agency that finished anything; one query."""
    rows = finished(None, month, timezone.now()).values(
        name=F("competent_agency__short_name"), slug=F("competent_agency__slug")
    )
    late = Q(finished_at__gt=F("due_at"))
    counted: Any = rows.annotate(on_time=Count("pk", filter=~late), late=Count("pk", filter=late))
    return list(counted.order_by("-on_time", "name"))


def _tile(code: str, month: Period) -> dict[str, Any]:
    indicator, figure = get(Indicator, code), value(code, None, month)
    return {
        "label": indicator.title,
        "value": percent(figure) if indicator.ratio_of else number(figure),
        "note": period_label(month),
        "url": f"{reverse('indicators:rows', args=[code])}?period={month}",
    }
