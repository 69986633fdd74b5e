"""The index of service on screen, and the dossiers behind each of its figures (bộ chỉ số phục vụ; QĐ 766/QĐ-TTg)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design import charts
from cuulong.design.formats import month as month_words
from cuulong.design.formats import number
from cuulong.design.tables import Column, Line, Table
from cuulong.lib.dates import Period

from ..dossiers.models import Dossier
from ..dossiers.story import badge
from .index import counts_by_month, sheet_of, total_of
from .measures import Figures, dossiers, known, title
from .rollups import whole
from .scope import STEER, Choice, choice

MONTHS = 12


@official_required(STEER)
def index766(request: PersonRequest) -> HttpResponse:
    """Groups, formulas and points of a month, each figure with its dossiers, beside the same months a year ago (bộ chỉ số)."""
    chosen, now = choice(request.GET, request.acting), timezone.now()
    months = chosen.period.and_before(MONTHS)
    earlier = [month.same_last_year() for month in months]
    counts = counts_by_month(chosen, [*earlier, *months], now)
    context = {
        "chosen": chosen,
        "sheet": sheet_of(chosen, counts[chosen.period]),
        "received": _received(months, counts),
        "points": _points(months, counts),
    }
    return render(request, "services/steering/index.html", context)


def _label(month: Period) -> str:
    return f"{month.start.month}/{month.start.year}"


def _received(months: list[Period], counts: dict[Period, Figures]) -> charts.Chart:
    """Twelve months as bars, a tick where the same month stood a year before (so với cùng kỳ)."""
    now, before = (sum(counts[one]["received"] for one in each) for each in (months, _year_before(months)))
    if not before:
        finding = _("12 tháng tiếp nhận %(n)s hồ sơ; cùng kỳ chưa có số liệu") % {"n": number(now)}
    else:
        words = (
            _("12 tháng tiếp nhận %(n)s hồ sơ, nhiều hơn cùng kỳ %(more)s")
            if now >= before
            else _("12 tháng tiếp nhận %(n)s hồ sơ, ít hơn cùng kỳ %(more)s")
        )
        finding = words % {"n": number(now), "more": number(abs(now - before))}
    return charts.bars(
        finding,
        [(_label(one), [counts[one]["received"]]) for one in months],
        keys=[_("Tiếp nhận trong kỳ")],
        limits={_label(one): float(counts[one.same_last_year()]["received"]) for one in months if before},
        note=_("Hồ sơ tiếp nhận theo tháng; vạch là cùng tháng năm trước."),
        size="wide",
        file_name="tiep-nhan-cung-ky",
    )


def _points(months: list[Period], counts: dict[Period, Figures]) -> charts.Chart:
    """Points that dossiers earn, month by month, with last year's tick (điểm so với cùng kỳ)."""
    earned = {one: total_of(figures) for one, figures in counts.items()}
    last, before = earned[months[-1]], earned[months[-1].same_last_year()]
    month = capfirst(month_words(months[-1].start))
    if last is None:
        finding = _("%(month)s chưa có hồ sơ để chấm điểm") % {"month": month}
    elif before is None:
        finding = _("%(month)s đạt %(n)s điểm từ hồ sơ; cùng kỳ chưa có số liệu") % {
            "month": month,
            "n": number(last, 1),
        }
    else:
        finding = _("%(month)s đạt %(n)s điểm từ hồ sơ, cùng kỳ %(before)s") % {
            "month": month, "n": number(last, 1), "before": number(before, 1)
        }  # fmt: skip
    ticks = {one: earned[one.same_last_year()] for one in months}
    return charts.bars(
        finding,
        [(_label(one), [round(float(earned[one] or 0), 1)]) for one in months],
        keys=[_("Điểm")],
        limits={_label(one): round(float(points), 1) for one, points in ticks.items() if points is not None},
        note=_("Tổng điểm của các chỉ số tính từ hồ sơ; vạch là cùng tháng năm trước."),
        places=1,
        size="wide",
        file_name="diem-cung-ky",
    )


def _year_before(months: list[Period]) -> list[Period]:
    return [one.same_last_year() for one in months]


def _workspace(row: Dossier) -> str:
    return reverse("services:workspace", args=[row.uuid]) if getattr(row, "may_open", False) else ""


class CountedTable(Table):
    """The dossiers behind a figure, without people: who steers sees how work goes, not whose it is (hồ sơ làm nên con số)."""

    caption = gettext_lazy("Hồ sơ làm nên con số")
    order = "-accepted_at"
    file_name = "ho-so-lam-nen-con-so"
    counts = False
    empty_title = gettext_lazy("Không có hồ sơ nào")
    empty_text = gettext_lazy("Con số này bằng không.")

    code = Column(gettext_lazy("Mã hồ sơ"), "code", sort="code", nullable=True, kind="code", url=_workspace)
    procedure = Column(gettext_lazy("Thủ tục"), "version.title")
    agency = Column(gettext_lazy("Cơ quan"), "competent_agency.short_name")
    channel = Column(gettext_lazy("Kênh"), "get_channel_display")
    accepted = Column(gettext_lazy("Tiếp nhận"), "accepted_at", sort="accepted_at", nullable=True, kind="day")
    due = Column(gettext_lazy("Hẹn trả"), "due_at", sort="due_at", nullable=True, kind="day")
    finished = Column(gettext_lazy("Có kết quả"), "finished_at", sort="finished_at", nullable=True, kind="day")
    state = Column(
        gettext_lazy("Trạng thái"), badge, template="services/officials/cell_state.html", export="get_state_display"
    )

    def __init__(self, queryset: QuerySet[Any], request: HttpRequest, *, acting: Acting) -> None:
        super().__init__(queryset, request)
        self.acting = acting

    @property
    def lines(self) -> Iterator[Line]:
        rows: list[Any] = list(self.page.rows)
        seen = set(
            Dossier.objects.visible_to(self.acting).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True)
        )
        for row in rows:
            row.may_open = row.pk in seen
        return super().lines


def behind(chosen: Choice, measure: str) -> QuerySet[Dossier]:
    """Exactly the dossiers that make a figure of what was chosen. Raises Http404 for a figure that is not counted."""
    if not known(measure):
        raise Http404
    return dossiers(measure, chosen.period, timezone.now()).filter(chosen.scope.of_dossiers())


@official_required(STEER)
def counted(request: PersonRequest) -> HttpResponseBase:
    """The dossiers that make one figure (hồ sơ làm nên con số)."""
    chosen, measure = choice(request.GET, request.acting), request.GET.get("measure", "received")
    found = behind(chosen, measure).select_related("version__procedure", "competent_agency")
    table = CountedTable(found, request, acting=request.acting)
    if table.wants_export:
        return table.export()
    context = {
        "chosen": chosen,
        "measure": title(measure),
        "figure": whole([chosen.period], chosen.scope, timezone.now())[measure],
        "listed": found.count(),
        "table": table,
        "back_url": f"{reverse('services:statistics')}?{chosen.query(procedure='')}",
    }
    return render(request, "services/steering/counted.html", context)
