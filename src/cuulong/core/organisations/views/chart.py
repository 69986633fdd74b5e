"""The org chart of any day, and its export (sơ đồ tổ chức)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cuulong.core.organisations import queries
from cuulong.core.organisations.actions.import_tree import COLUMNS
from cuulong.core.organisations.models import AgencyProfile
from cuulong.core.organisations.tree import tree
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError
from cuulong.lib.tables import write_csv, write_xlsx
from cuulong.lib.vietnamese import clean

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Agencies as of a day, with the slider, counts and a search (sơ đồ tổ chức tại một thời điểm)."""
    today = timezone.localdate()
    day, wrong = day_asked(request, today)
    query = clean(request.GET.get("q", ""))
    found = tree(day, query)
    when = queries.calendar(today)
    stops = when.stops
    return render(
        request,
        "organisations/chart.html",
        {
            "day": day,
            "is_today": day == today,
            "typed_day": request.GET.get("on", "") if wrong else f"{day:%d/%m/%Y}",
            "wrong": wrong,
            "has_errors": bool(wrong),
            "q": query,
            "tree": found,
            "stats": _stats(queries.counts(day)),
            "stops": [stop.isoformat() for stop in stops],
            "stop_at": max((n for n, stop in enumerate(stops) if stop <= day), default=0),
            "quick": _quick(when, day, query),
            "bodies": queries.bodies(day),
            "may_manage": request.acting.can("organisations.manage"),  # type: ignore[attr-defined]
        },
    )


def day_asked(request: HttpRequest, today: date) -> tuple[date, str]:
    """The day in `?on=` and, if it cannot be read, the sentence that says so (then it is today)."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return today, ""
    try:
        return parse_date(typed), ""
    except InputError as error:
        return today, say(error)


def _stats(counted: queries.Counts) -> list[dict[str, Any]]:
    return [
        {"label": _("Các cơ quan cấp tỉnh"), "value": formats.number(counted.provincial_bodies)},
        {"label": _("Đơn vị cấp huyện"), "value": formats.number(counted.districts)},
        {"label": _("Đơn vị cấp xã"), "value": formats.number(counted.communes)},
    ]


def _quick(when: queries.Calendar, day: date, query: str) -> list[dict[str, Any]]:
    """Days worth a link of their own: the end of the first year, the last day of the former order, today."""
    days = sorted({when.end_of_first_year, when.before_last_change or when.today})
    links: list[dict[str, Any]] = [
        {"url": _address(one, query), "label": formats.day(one), "current": one == day}
        for one in days
        if one < when.today
    ]
    return [*links, {"url": _address(None, query), "label": _("hôm nay"), "current": day == when.today}]


def _address(day: date | None, query: str) -> str:
    asked = {"on": day.isoformat() if day else "", "q": query}
    said = urlencode({key: value for key, value in asked.items() if value})
    return reverse("organisations:chart") + (f"?{said}" if said else "")


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """All agencies as of a day, in the columns that the import reads (xuất cây tổ chức)."""
    day, _wrong = day_asked(request, timezone.localdate())
    header = [names[0] for names in COLUMNS.values()]
    name = f"co-quan-{day:%Y%m%d}"
    if form == "xlsx":
        response = HttpResponse(write_xlsx(header, _rows(day), title=name), content_type=XLSX)
    else:
        response = HttpResponse(write_csv(header, _rows(day)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _rows(day: date) -> Iterator[list[str]]:
    rows = AgencyProfile.objects.filter(valid__contains=day, agency__valid__contains=day)
    for profile in rows.select_related("agency", "parent").order_by("agency__pk"):
        yield [
            profile.agency.slug,
            profile.name,
            profile.parent.slug if profile.parent else "",
            profile.code,
            profile.code_102,
            profile.address,
            profile.phone,
            profile.email,
            profile.valid.lower.isoformat(),
        ]
