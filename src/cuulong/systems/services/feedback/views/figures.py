"""How satisfied people are, by agency and, for their leaders, by officer (kết quả đánh giá hài lòng)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.indicators.values import series
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design import charts
from cuulong.design.formats import month as month_words
from cuulong.design.formats import percent
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.errors import InputError

from ...steering.scope import STEER, steered
from ..models import Rating
from ..queries import OFFICERS, Served, by_agency, by_officer, comments, denunciations_in

MONTHS = 12
SHOWN = 12


class MonthForm(forms.Form):
    """Which month (chọn tháng)."""

    period = forms.ChoiceField(label=gettext_lazy("Tháng"), required=False)


@official_required(STEER)
def satisfaction(request: PersonRequest) -> HttpResponse:
    """A month's ratings, of my agency and below (mức độ hài lòng)."""
    this = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    months = this.and_before(MONTHS)
    asked = request.GET.get("period", "") or str(this)
    period = next((one for one in months if str(one) == asked), None) or _other(asked)
    begins, ends = period.instants()
    reach = steered(request.acting)
    agencies = by_agency(reach, begins, ends)
    own = request.acting.agency_ids(OFFICERS) if request.acting.can(OFFICERS) else frozenset()
    form = MonthForm({"period": str(period)})
    form.fields["period"].choices = [(str(m), capfirst(month_words(m.start))) for m in months[::-1]]  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "form": form,
        "month": month_words(period.start),
        "whole": reach is None,
        "agencies": agencies,
        "by_agency": _chart(agencies, period),
        "officers": by_officer(own, begins, ends) if own else [],
        "leads": bool(own),
        "trend": _trend(months) if reach is None else None,
        "comments": comments(Rating.objects.visible_to(request.acting), begins, ends),
        "denunciations": denunciations_in(period.start.year) if reach is None else None,
        "year": period.start.year,
    }
    return render(request, "services/feedback/satisfaction.html", context)


def _other(asked: str) -> Period:
    """Any earlier month that was asked for. Raises Http404 for what is none."""
    try:
        found = Period.parse(asked)
    except InputError as wrong:
        raise Http404 from wrong
    if found.kind is not PeriodKind.MONTH:
        raise Http404
    return found


def _chart(rows: list[Served], period: Period) -> charts.Chart | None:
    if not rows:
        return None
    total = sum(one.ratings for one in rows)
    happy = sum(one.very + one.satisfied for one in rows)
    return charts.bars(
        _("%(month)s có %(share)s người đánh giá hài lòng")
        % {"month": capfirst(month_words(period.start)), "share": percent(happy / total)},
        [(one.name, [one.very, one.satisfied, one.not_satisfied]) for one in rows[:SHOWN]],
        keys=[_("Rất hài lòng"), _("Hài lòng"), _("Chưa hài lòng")],
        note=_("Số phiếu đánh giá trong tháng, theo cơ quan giải quyết."),
        size="wide",
        file_name="muc-do-hai-long",
    )


def _trend(months: list[Period]) -> charts.Chart:
    shares = [None if one is None else float(one) * 100 for one in series("services.satisfied_share", None, months)]
    return charts.line(
        _("Tỷ lệ hài lòng mười hai tháng qua"),
        [(f"{m.start.month}|{m.start.year}", share) for m, share in zip(months, shares, strict=True)],
        measure=_("Tỷ lệ hài lòng"),
        note=_("Phiếu rất hài lòng và hài lòng trên tổng số phiếu, theo tháng."),
        unit="%",
    )
