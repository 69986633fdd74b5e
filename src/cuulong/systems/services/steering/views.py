"""The dashboard: what was received, finished, late, and how much came online (bảng điều hành)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.indicators.queries import counted_agencies, shown_name
from cuulong.core.indicators.values import series
from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import official_required
from cuulong.core.registry import Indicator, get
from cuulong.design import charts
from cuulong.design.formats import month as month_words
from cuulong.design.formats import number, percent
from cuulong.lib.dates import Period, PeriodKind, parse_date
from cuulong.lib.errors import InputError

from ..catalogue.listing_queries import counts_by_agency, counts_by_level
from ..catalogue.models import Level, Scope
from .indicators import finished

MONTHS = 12
TILES = ("services.received", "services.finished", "services.on_time_share", "services.online_share")


class ChoiceForm(forms.Form):
    """Whose figures, and of which month (chọn nơi, tháng)."""

    agency = forms.ChoiceField(label=gettext_lazy("Nơi"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Tháng"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], months: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("Toàn tỉnh"))
        self.fields["agency"].choices = [whole, *((one.slug, shown_name(one)) for one in agencies)]  # type: ignore[attr-defined]
        self.fields["period"].choices = [(str(one), capfirst(month_words(one.start))) for one in months]  # type: ignore[attr-defined]


@official_required("services.steer")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Twelve whole months of the province or of one place; every number opens its rows (bảng điều hành)."""
    ended = Period.containing(timezone.localdate(), PeriodKind.MONTH).previous()
    choices = ended.and_before(2 * MONTHS)
    agencies = counted_agencies(ended)
    asked = {"agency": request.GET.get("agency", ""), "period": request.GET.get("period", "") or str(ended)}
    form = ChoiceForm(asked, agencies=agencies, months=choices[::-1])
    form.is_valid()
    last = Period.parse(form.cleaned_data.get("period") or str(ended))
    agency = next((one for one in agencies if one.slug == form.cleaned_data.get("agency")), None)
    months = last.and_before(MONTHS)
    labels = [f"{m.start.month}|{m.start.year}" for m in months]
    on_time = [None if v is None else float(v) * 100 for v in series("services.on_time_share", agency, months)]
    received = [float(v or 0) for v in series("services.received", agency, months)]
    context: dict[str, Any] = {
        "form": form,
        "month": month_words(last.start),
        "place": shown_name(agency) if agency else _("Toàn tỉnh"),
        "tiles": [_tile(code, agency, last) for code in TILES],
        "on_time": charts.line(
            _on_time_words(on_time, last),
            list(zip(labels, on_time, strict=True)),
            measure=_("Tỷ lệ đúng hạn"),
            note=_("Tỷ lệ hồ sơ có kết quả đúng hẹn, theo tháng."),
            unit="%",
            floor=50,
        ),
        "received": charts.line(
            _("%(month)s tiếp nhận %(n)s hồ sơ, %(change)s")
            % {"month": capfirst(month_words(last.start)), "n": number(received[-1], 0), "change": _change(received)},
            list(zip(labels, received, strict=True)),
            measure=_("Hồ sơ tiếp nhận"),
            note=_("Số hồ sơ tiếp nhận, theo tháng."),
            places=0,
        ),
        **_agencies(agency, last),
        **_catalogue(request.GET.get("on", "")),
    }
    return render(request, "services/officials/dashboard.html", context)


def _on_time_words(shares: Sequence[float | None], last: Period) -> str:
    month = capfirst(month_words(last.start))
    if shares[-1] is None:
        return _("%(month)s chưa có hồ sơ nào có kết quả") % {"month": month}
    return _("%(month)s có %(share)s hồ sơ đúng hẹn") % {"month": month, "share": percent(shares[-1] / 100)}


def _change(figures: Sequence[float]) -> str:
    """How the last month differs from the one before (tăng, giảm)."""
    more = round(figures[-1] - figures[-2])
    if not more:
        return _("bằng tháng trước")
    words = _("tăng %(n)s so với tháng trước") if more > 0 else _("giảm %(n)s so với tháng trước")
    return words % {"n": number(abs(more))}


def _agencies(agency: Agency | None, month: Period) -> dict[str, Any]:
    """Who finished what, those who were late named; for the whole province only."""
    rows = [] if agency else _by_agency(month)
    late = sum(row["late"] for row in rows)
    worst = max(rows, key=lambda row: row["late"]) if late else None
    words = _("%(month)s không nơi nào trả kết quả trễ") % {"month": capfirst(month_words(month.start))}
    if worst and worst["late"] == late:
        words = _("Chỉ %(name)s trả kết quả trễ: %(n)s hồ sơ") % {"name": worst["name"], "n": number(late)}
    elif worst:
        words = _("%(name)s có %(n)s trên %(late)s hồ sơ trễ") % {
            "name": worst["name"], "n": number(worst["late"]), "late": number(late)
        }  # fmt: skip
    return {
        "agencies": rows,
        "by_agency": charts.bars(
            words,
            [(row["name"], [row["on_time"], row["late"]]) for row in rows[:12]],
            keys=[_("Đúng hạn"), _("Trễ hạn")],
            note=_("Hồ sơ có kết quả trong tháng, theo cơ quan giải quyết."),
            remarks={row["name"]: _("%(n)s trễ") % {"n": number(row["late"])} for row in rows if row["late"]},
            shades=(0, 2),
            size="wide",
        ),
    }


def _catalogue(asked: str) -> dict[str, Any]:
    """How many procedures of each level there are on a day, and whose they are (số thủ tục theo mức độ)."""
    try:
        day = parse_date(asked)
    except InputError:
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


def _tile(code: str, agency: Agency | None, month: Period) -> dict[str, Any]:
    indicator, (before, figure) = get(Indicator, code), series(code, agency, [month.previous(), month])
    shown = percent if indicator.ratio_of else number
    place = f"&agency={agency.slug}" if agency else ""
    return {
        "label": indicator.title,
        "value": shown(figure),
        "note": _("tháng trước %(figure)s, xem từng hồ sơ") % {"figure": shown(before)},
        "url": f"{reverse('indicators:rows', args=[code])}?period={month}{place}",
    }
