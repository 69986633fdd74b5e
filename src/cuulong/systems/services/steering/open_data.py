"""Counts of dossiers for everybody: a page that explains them, CSV and JSON (dữ liệu mở)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from cuulong.core.organisations.models import Agency
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.province import Province
from cuulong.lib.tables import write_csv

from .models import CountedMonth
from .rollups import Scope, figures

MONTHS = 24
# Names of the file's columns never change; a new figure is a new column at the end.
FIELDS: dict[str, Any] = {
    "month": _("Tháng, theo ISO 8601"),
    "agency": _("Định danh cơ quan giải quyết"),
    "agency_name": _("Tên cơ quan giải quyết"),
    "channel": _("Kênh nộp: online, counter, post"),
    "received": _("Hồ sơ tiếp nhận trong tháng"),
    "finished": _("Hồ sơ có kết quả trong tháng"),
    "finished_in_time": _("Trong đó trước và đúng hạn"),
    "late": _("Trong đó quá hạn"),
    "in_progress": _("Hồ sơ đang giải quyết cuối tháng"),
    "overdue": _("Trong đó quá hạn"),
}
COUNTS = tuple(FIELDS)[4:]
HOUR = 3600


def open_rows() -> list[dict[str, Any]]:
    """The last two years of ended months, by agency and channel; from the kept counts only (số liệu mở)."""
    this = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    months = this.previous().and_before(MONTHS)[::-1]
    standing = set(CountedMonth.objects.filter(month__in=[m.start for m in months]).values_list("month", flat=True))
    kept = [month for month in months if month.start in standing]
    found = figures(kept, Scope(), ("month", "agency", "channel"), timezone.now()) if kept else {}
    agencies = Agency.objects.in_bulk({agency for _month, agency, _channel in found})
    rows = [
        {
            "month": f"{first:%Y-%m}",
            "agency": agencies[agency].slug,
            "agency_name": agencies[agency].name,
            "channel": channel,
            **{name: counts[name] for name in COUNTS},
        }
        for (first, agency, channel), counts in found.items()
    ]
    return sorted(rows, key=lambda row: (row["month"], row["agency"], row["channel"]))


def open_data(request: HttpRequest) -> HttpResponse:
    """What the files hold, how often they change, under which terms (trang dữ liệu mở)."""
    rows = open_rows()
    context = {
        "current": "procedures",
        "fields": list(FIELDS.items()),
        "count": len(rows),
        "first": rows[0]["month"] if rows else "",
        "last": rows[-1]["month"] if rows else "",
    }
    return render(request, "services/public/open_data.html", context)


@cache_control(public=True, max_age=HOUR)
def open_data_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The counts as CSV or JSON, for any program (tải dữ liệu mở)."""
    rows = open_rows()
    if kind == "json":
        province = Province(settings.PROVINCE_DIR).settings
        return JsonResponse(
            {"province": province["code"], "fields": {k: str(v) for k, v in FIELDS.items()}, "rows": rows},
            json_dumps_params={"ensure_ascii": False},
            headers={"Access-Control-Allow-Origin": "*"},
        )
    if kind != "csv":
        raise Http404
    answer = HttpResponse(
        write_csv(list(FIELDS), [[row[name] for name in FIELDS] for row in rows]),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="ho-so-theo-thang.csv"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
