"""How many agencies of each level had a certificate on a day, and which (độ phủ chứng thư số)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design import charts, formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...queries import REQUEST, SEE
from ..coverage import LEVELS, Coverage, Level, on, usable_on
from ..forms import DayForm, NoticesForm
from ..notices import USUAL, days_of, set_days
from ..tables import CoveredAgencies

MARKED = (date(2016, 12, 31), date(2020, 12, 31))


@require_safe
@official_required(SEE)
def levels(request: PersonRequest) -> HttpResponse:
    """Every level as of a day, in percent (độ phủ theo cấp)."""
    form, day = _day(request)
    found = on(day)
    context = {
        "form": form,
        "day": day,
        "levels": [(each, formats.percent(each.share) if each.share is not None else "–") for each in found],
        "chart": _chart(found, day),
        "marked": [each for each in (*MARKED, timezone.localdate()) if each != day],
    }
    return render(request, "signatures/coverage.html", context, status=422 if form.errors else 200)


@require_safe
@official_required(SEE)
def level(request: PersonRequest, key: str) -> HttpResponseBase:
    """The agencies of one level, with or without a certificate that day (từng cơ quan)."""
    chosen = next((each for each in LEVELS if each.key == key), None)
    if chosen is None:
        raise Http404
    _form, day = _day(request)
    table = CoveredAgencies(_agencies(chosen, day), request)
    if table.wants_export:
        return table.export()
    return render(request, "signatures/coverage_level.html", {"level": chosen, "day": day, "table": table})


def _agencies(chosen: Level, day: date) -> QuerySet[Any]:
    mine = usable_on(day).filter(Q(agency=OuterRef("pk")) | Q(serves=OuterRef("pk")))
    then: Any = Agency.objects.as_of(day)
    found: QuerySet[Any] = then.filter(kind=chosen.kind).annotate(is_covered=Exists(mine))
    return found


def _day(request: PersonRequest) -> tuple[DayForm, date]:
    today = timezone.localdate()
    form = DayForm(request.GET if request.GET.get("on") else {"on": ""})
    chosen = form.cleaned_data["on"] if form.is_valid() else None
    return form, min(chosen or today, today)


def _chart(found: list[Coverage], day: date) -> charts.Chart:
    title = _("Cơ quan có chứng thư số vào ngày %(day)s: %(shares)s") % {
        "day": formats.day(day),
        "shares": ", ".join(formats.percent(each.share) if each.share is not None else "–" for each in found),
    }
    return charts.bars(
        title,
        [(str(each.level.title), [each.covered, each.whole - each.covered]) for each in found],
        keys=[_("Có"), _("Chưa có")],
        note=_("Đếm từng cơ quan đang hoạt động vào ngày đó."),
        file_name="do-phu-chung-thu-so",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(REQUEST)
def notices(request: PersonRequest) -> HttpResponse:
    """On which days before an end an agency is told (mốc báo hết hạn)."""
    form = NoticesForm(request.POST or None, acting=request.acting)
    if request.method != "POST":
        first = form.fields["agency"].queryset.first()  # type: ignore[attr-defined]
        form = NoticesForm(acting=request.acting, initial={"agency": first and first.slug, "days": _written(first)})
    saved = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = set_days(form.cleaned_data["agency"], form.cleaned_data["days"], acting=request.acting)
        except InputError as error:
            form.add_error("days", say(error))
    context = {"form": form, "saved": saved, "usual": ", ".join(map(str, USUAL))}
    return render(request, "signatures/notices.html", context, status=422 if form.errors else 200)


def _written(agency: Agency | None) -> str:
    return ", ".join(map(str, days_of(agency)))
