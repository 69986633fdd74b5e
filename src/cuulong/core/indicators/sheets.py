"""One figure as it is read: chosen agency, period and day; by month, by agency (trang một chỉ tiêu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry import Indicator
from cuulong.design import charts, formats
from cuulong.lib.dates import Period, PeriodKind

from .forms import ChoiceForm
from .models import OpeningBalance, Snapshot
from .queries import counted_agencies, shown_name
from .rules import Figure, change
from .values import rows, series, table
from .wording import period_label

MONTHS = 12
SNAPSHOTS = 12


@dataclass(frozen=True)
class AgencyLine:
    """One agency's figure."""

    agency: Agency
    name: str
    figure: Figure


class Sheet:
    """Everything the page of one figure shows; a constant number of queries (số liệu một chỉ tiêu)."""

    def __init__(self, indicator: Indicator, request: HttpRequest) -> None:
        self.indicator = indicator
        today = timezone.localdate()
        self.month = Period.containing(today, PeriodKind.MONTH)
        self.agencies = counted_agencies(self.month)
        asked = {name: request.GET.get(name, "") for name in ("agency", "period", "known")}
        asked["period"] = asked["period"] or str(self.month)
        self.form = ChoiceForm(asked, agencies=self.agencies, today=today)
        self.form.is_valid()
        chosen = self.form.cleaned_data
        self.period = Period.parse(chosen["period"]) if chosen.get("period") else self.month
        self.agency = next((one for one in self.agencies if one.slug == chosen.get("agency")), None)
        self.known = chosen.get("known")
        self.known_at = timezone.make_aware(datetime.combine(self.known, time.max)) if self.known else None

    @property
    def is_share(self) -> bool:
        return self.indicator.ratio_of is not None

    @property
    def place(self) -> str:
        return shown_name(self.agency) if self.agency else _("Toàn tỉnh")

    @property
    def period_label(self) -> str:
        return period_label(self.period)

    def shown(self, figure: Figure) -> str:
        return formats.percent(figure) if self.is_share else formats.number(figure)

    def query(self, **more: str) -> str:
        """The address part that keeps what was chosen."""
        kept = {"agency": self.agency.slug if self.agency else "", "period": str(self.period)}
        kept["known"] = self.known.isoformat() if self.known else ""
        return urlencode({name: value for name, value in (kept | more).items() if value})

    @cached_property
    def figures(self) -> list[Figure]:
        """Of the period, the one before, and the same a year ago."""
        periods = [self.period, self.period.previous(), self.period.same_last_year()]
        return series(self.indicator.code, self.agency, periods, self.known_at)

    @property
    def facts(self) -> list[dict[str, Any]]:
        now, before, last_year = self.figures
        return [
            {
                "label": capfirst(self.period_label),
                "value": self.shown(now),
                "note": "" if self.is_share else self.indicator.unit,
            },
            {
                "label": capfirst(period_label(self.period.previous())),
                "value": self.shown(before),
                "note": self._compared(now, before, _("kỳ trước")),
            },
            {
                "label": capfirst(period_label(self.period.same_last_year())),
                "value": self.shown(last_year),
                "note": self._compared(now, last_year, _("cùng kỳ")),
            },
        ]

    def _compared(self, now: Figure, before: Figure, what: str) -> str:
        if self.is_share or now is None:
            return ""
        grown = change(now, before)
        if grown is None:
            return ""
        words = _("nay tăng %(share)s so với %(what)s") if grown >= 0 else _("nay giảm %(share)s so với %(what)s")
        return words % {"share": formats.percent(abs(grown), 0 if abs(grown) >= 1 else 1), "what": what}

    @cached_property
    def months(self) -> list[tuple[Period, Figure]]:
        """The twelve months up to the end of the period, or to this one."""
        last = min(Period.containing(self.period.last, PeriodKind.MONTH), self.month)
        months = last.and_before(MONTHS)
        return list(zip(months, series(self.indicator.code, self.agency, months, self.known_at), strict=True))

    @property
    def chart(self) -> charts.Chart:
        scale = 100 if self.is_share else 1
        return charts.line(
            self._finding(),
            [(f"{m.start.month}|{m.start.year}", None if f is None else float(f) * scale) for m, f in self.months],
            measure=self.indicator.title,
            unit="%" if self.is_share else "",
            places=1 if self.is_share else 0,
            note=_("%(place)s, theo tháng. Đơn vị: %(unit)s.") % {"place": self.place, "unit": self.indicator.unit},
            file_name=self.indicator.code,
        )

    def _finding(self) -> str:
        """What the chart says, in a sentence."""
        known = [(month, figure) for month, figure in self.months if figure is not None]
        if not any(figure for _month, figure in known):
            return _("%(title)s: 12 tháng chưa có dòng nào") % {"title": self.indicator.title}
        month, most = max(known, key=lambda pair: pair[1])
        words = _("%(title)s: cao nhất %(most)s vào %(month)s")
        return words % {"title": self.indicator.title, "most": self.shown(most), "month": period_label(month)}

    @cached_property
    def by_agency(self) -> list[AgencyLine]:
        """Every agency that has a figure in the period, the greatest first."""
        agencies = self.agencies if self.period.last >= self.month.start else counted_agencies(self.period)
        figures = table(self.indicator.code, agencies, self.period, self.known_at)
        lines = [AgencyLine(one, shown_name(one), figure) for one, figure in figures if one is not None and figure]
        return sorted(lines, key=lambda line: (-(line.figure or 0), line.name))

    @property
    def rows(self) -> QuerySet[Any]:
        return rows(self.indicator.code, self.agency, self.period, self.known_at)

    @property
    def balances(self) -> QuerySet[OpeningBalance]:
        return OpeningBalance.objects.filter(code=self.indicator.code).select_related("agency").order_by("period")

    @property
    def snapshots(self) -> QuerySet[Snapshot]:
        found = Snapshot.objects.filter(code=self.indicator.code, agency=self.agency)
        return found.order_by("-known_at", "-pk")[:SNAPSHOTS]
