"""The one calendar of what ends: certificates, domain names, warranties, whatever is declared (lịch hết hạn)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import Expiry, declared
from cuulong.design import formats
from cuulong.design.tables import XLSX
from cuulong.lib.tables import write_csv, write_xlsx

SPANS = (30, 90, 365)
MOST = 500


@dataclass(frozen=True)
class Ending:
    """One thing that ends (mục hết hạn)."""

    day: date
    kind: str
    title: str
    url: str


def endings(acting: Any, until: date) -> list[Ending]:
    """Whatever this reader may see that ends by then, the first on top (mục sắp hết hạn)."""
    found = [
        Ending(day, str(one.title), str(title), url)
        for one in declared(Expiry).values()
        for day, title, url in one.items(acting, until)
    ]
    return sorted(found, key=lambda each: (each.day, each.title))


@official_required()
def expiries(request: PersonRequest) -> HttpResponse:
    """What ends within some days, by month (lịch hết hạn)."""
    asked = request.GET.get("days", "")
    span = int(asked) if asked.isdecimal() and int(asked) in SPANS else SPANS[1]
    today = timezone.localdate()
    found = endings(request.acting, today + timedelta(days=span))
    if request.GET.get("export") in ("csv", "xlsx"):
        return _export(request, found)
    months: dict[str, list[tuple[Ending, int]]] = {}
    for each in found[:MOST]:
        months.setdefault(formats.month(each.day), []).append((each, (each.day - today).days))
    spans = [(n, n == span) for n in SPANS]
    context = {"months": months, "spans": spans, "span": span, "count": len(found), "hidden": len(found) - MOST}
    return render(request, "calendars/expiries.html", context)


def _export(request: PersonRequest, found: list[Ending]) -> HttpResponse:
    header = [_("Hết hạn"), _("Loại"), _("Mục")]
    lines = [[each.day, each.kind, each.title] for each in found]
    if request.GET["export"] == "xlsx":
        answer = HttpResponse(write_xlsx(header, lines, title=_("Lịch hết hạn")), content_type=XLSX)
    else:
        answer = HttpResponse(write_csv(header, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="lich-het-han.{request.GET["export"]}"'
    return answer
