"""The monthly statistics of dossiers: on screen, as XLSX and CSV, and as the sheet that officers send (báo cáo tháng)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.tables import XLSX
from cuulong.lib.tables import write_csv, write_xlsx
from cuulong.lib.vietnamese import sort_key

from ..catalogue.models import Procedure, Sector
from ..dossiers.models import Channel
from ..dossiers.sheets import head_of
from .measures import Figures, title
from .rollups import figures
from .scope import STEER, Choice, choice, procedure_names, sector_of

# The columns of the sheet that officers send each month: received, settled, under way.
LAYOUT: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        gettext_lazy("Tiếp nhận"),
        (
            ("total", gettext_lazy("Tổng số")),
            ("received_online", gettext_lazy("Trực tuyến")),
            ("received_direct", gettext_lazy("Trực tiếp, bưu chính")),
            ("carried", gettext_lazy("Từ kỳ trước")),
        ),
    ),
    (
        gettext_lazy("Đã giải quyết"),
        (
            ("finished", gettext_lazy("Tổng số")),
            ("early", gettext_lazy("Trước hạn")),
            ("in_time", gettext_lazy("Đúng hạn")),
            ("late", gettext_lazy("Quá hạn")),
        ),
    ),
    (
        gettext_lazy("Đang giải quyết"),
        (
            ("in_progress", gettext_lazy("Tổng số")),
            ("progressing_in_time", gettext_lazy("Trong hạn")),
            ("overdue", gettext_lazy("Quá hạn")),
        ),
    ),
)
NAMES = [name for _group, columns in LAYOUT for name, _label in columns]
ALSO = (
    "received_saturday", "received_saturday_planned", "received_saturday_other", "withdrawn", "declined", "digitised",
    "electronic_result", "fee_paid", "fee_paid_online",
)  # fmt: skip
GROUPINGS = {
    "sector": gettext_lazy("Lĩnh vực"),
    "procedure": gettext_lazy("Thủ tục"),
    "agency": gettext_lazy("Cơ quan"),
    "channel": gettext_lazy("Kênh"),
}


@dataclass(frozen=True)
class Row:
    """One line of the statistics (dòng thống kê)."""

    name: str
    counts: Figures
    query: str

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Figure, its column and the way to its dossiers, in the order of the sheet."""
        found = []
        for group, columns in LAYOUT:
            for name, label in columns:
                url = f"{reverse('services:counted')}?{self.query}&measure={name}" if self.query else ""
                found.append({"label": f"{group}: {label}", "n": self.counts[name], "url": url})
        return found


def rows_of(chosen: Choice, by: str, now: datetime) -> list[Row]:
    """The month by sector, procedure, agency or channel; one line each (thống kê theo nhóm)."""
    key = "procedure" if by == "sector" else by
    found = figures([chosen.period], chosen.scope, (key,), now)
    by_key = {one[0]: counts for one, counts in found.items() if counts}
    lines = _by_sector(chosen, by_key) if by == "sector" else _named(chosen, by, by_key)
    return sorted(lines, key=lambda row: sort_key(row.name))


def _named(chosen: Choice, by: str, found: Mapping[Any, Figures]) -> list[Row]:
    if by == "channel":
        return [Row(str(Channel(one).label), n, chosen.query(channel=one)) for one, n in found.items()]
    if by == "agency":
        agencies = Agency.objects.in_bulk(list(found))
        listed = {one for one, _label in chosen.form.fields["agency"].choices}  # type: ignore[attr-defined]
        return [
            Row(
                agencies[one].short_name or agencies[one].name,
                n,
                chosen.query(agency=agencies[one].slug) if agencies[one].slug in listed else "",
            )
            for one, n in found.items()
        ]
    procedures, names = Procedure.objects.in_bulk(list(found)), procedure_names()
    return [
        Row(f"{names.get(one, '')} ({procedures[one].code})", n, chosen.query(procedure=procedures[one].code))
        for one, n in found.items()
    ]


def _by_sector(chosen: Choice, found: Mapping[int, Figures]) -> list[Row]:
    sectors, known = sector_of(), {one.pk: one for one in Sector.objects.all()}
    grouped: dict[int | None, dict[str, int]] = {}
    for procedure, counts in found.items():
        group = grouped.setdefault(sectors.get(procedure), {})
        for name, n in counts.counts.items():
            group[name] = group.get(name, 0) + n
    return [
        Row(known[one].name, Figures(counts), chosen.query(sector=known[one].key))
        if one
        else Row(_("Chưa rõ lĩnh vực"), Figures(counts), "")
        for one, counts in grouped.items()
    ]


def total_of(rows: list[Row], chosen: Choice) -> Row:
    total: dict[str, int] = {}
    for row in rows:
        for name, n in row.counts.counts.items():
            total[name] = total.get(name, 0) + n
    return Row(_("Tổng cộng"), Figures(total), chosen.query())


def _grouping(request: PersonRequest) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in GROUPINGS else "sector"


@official_required(STEER)
def statistics(request: PersonRequest) -> HttpResponse:
    """The month by sector, procedure, agency or channel; every figure opens its dossiers (thống kê tháng)."""
    chosen, by = choice(request.GET, request.acting), _grouping(request)
    rows = rows_of(chosen, by, timezone.now())
    total = total_of(rows, chosen)
    if request.GET.get("export") in ("csv", "xlsx"):
        return _file(request.GET["export"], by, [*rows, total], f"thong-ke-{chosen.period}")
    context = {
        "chosen": chosen,
        "by": by,
        "groupings": [
            {"name": name, "key": key, "url": f"?{chosen.query(by=key)}"} for key, name in GROUPINGS.items()
        ],
        "heading": GROUPINGS[by],
        "layout": LAYOUT,
        "rows": rows,
        "total": total,
        "also": [
            {"label": title(name), "n": total.counts[name], "url": f"{reverse('services:counted')}?{chosen.query(measure=name)}"}
            for name in ALSO
        ],
        "query": chosen.query(by=by),
    }  # fmt: skip
    return render(request, "services/steering/statistics.html", context)


def _file(kind: str, by: str, rows: list[Row], name: str) -> HttpResponse:
    header = [str(GROUPINGS[by])] + [f"{group}: {label}" for group, columns in LAYOUT for _name, label in columns]
    header += [str(title(one)) for one in ALSO]
    lines = [[row.name, *(row.counts[one] for one in (*NAMES, *ALSO))] for row in rows]
    if kind == "xlsx":
        answer = HttpResponse(write_xlsx(header, lines, title=name), content_type=XLSX)
    else:
        answer = HttpResponse(write_csv(header, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@official_required(STEER)
def statistics_sheet(request: PersonRequest) -> HttpResponse:
    """The month as the sheet that is printed and sent, Vietnamese whatever the reader's language (biểu thống kê)."""
    chosen, by = choice(request.GET, request.acting), _grouping(request)
    with translation.override("vi"):
        rows = rows_of(chosen, by, timezone.now())
        context = {
            "chosen": chosen,
            "heading": str(GROUPINGS[by]),
            "says": chosen.says,
            "layout": [(str(group), [str(label) for _name, label in columns]) for group, columns in LAYOUT],
            "rows": [(n, row.name, [row.counts[name] for name in NAMES]) for n, row in enumerate(rows, start=1)],
            "total": [total_of(rows, chosen).counts[name] for name in NAMES],
        }
    own = chosen.agency or Agency.objects.select_related("parent").get(pk=request.acting.grants[0].agency_id)
    back = f"{reverse('services:statistics')}?{chosen.query(by=by)}"
    return render(request, "services/sheets/statistics.html", context | head_of(own) | {"back_url": back})
