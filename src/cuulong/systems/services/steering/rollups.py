"""Months added up: from the kept counts, and from the dossiers where these are not true yet (đọc số liệu tháng)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from cuulong.lib.dates import Period

from ..dossiers.models import Dossier
from .measures import COLUMNS, Figures, concerned, condition, counted
from .models import CountedMonth, MonthCount, TouchedMonth

PATHS = {"agency": "competent_agency", "procedure": "version__procedure", "channel": "channel"}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Scope:
    """Whose dossiers, of which procedures, through which channel; None: all (phạm vi số liệu)."""

    agencies: Collection[int] | None = None
    procedures: Collection[int] | None = None
    channel: str = ""

    def of_counts(self) -> Q:
        return self._q("agency", "procedure")

    def of_dossiers(self) -> Q:
        return self._q("competent_agency", "version__procedure")

    def _q(self, agency: str, procedure: str) -> Q:
        found = Q(channel=self.channel) if self.channel else Q()
        if self.agencies is not None:
            found &= Q(**{f"{agency}__in": list(self.agencies)})
        if self.procedures is not None:
            found &= Q(**{f"{procedure}__in": list(self.procedures)})
        return found


def figures(months: Sequence[Period], scope: Scope, by: Sequence[str], now: datetime) -> dict[Key, Figures]:
    """Every figure by `by` (month, agency, procedure, channel), added over the months (số liệu theo nhóm).

    Agencies in whose month something happened since it was counted are read from their dossiers, so that what a leader
    sees is true to the last fact; so is what is overdue in the running month, which time alone changes.
    """
    wanted = {month.start: month for month in months}
    standing = set(CountedMonth.objects.filter(month__in=wanted).values_list("month", flat=True))
    touched: dict[date, set[int]] = defaultdict(set)
    for first, agency in TouchedMonth.objects.filter(month__in=standing).values_list("month", "agency").distinct():
        touched[first].add(agency)
    running = next((one for one in months if one.instants()[0] <= now < one.instants()[1]), None)
    total: dict[Key, Counter[str]] = defaultdict(Counter)
    _add(total, _kept(standing, touched, scope, by, running), by, None)
    groups = {name: F(PATHS[name]) for name in by if name != "month"}
    for first, month in wanted.items():
        here = concerned(month).filter(scope.of_dossiers())
        if first not in standing:
            _add(total, counted(here, month, now, groups), by, first)
            continue
        if first in touched:
            lately = here.filter(competent_agency__in=touched[first])
            _add(total, counted(lately, month, now, groups), by, first)
        if month == running:
            rest = here.exclude(competent_agency__in=touched[first]) if first in touched else here
            _add(total, _overdue(rest, month, now, groups), by, first)
    return {key: Figures(count) for key, count in total.items()}


def whole(months: Sequence[Period], scope: Scope, now: datetime) -> Figures:
    """All of it in one line (tổng cộng)."""
    return figures(months, scope, (), now).get((), Figures({}))


def _kept(
    standing: Iterable[date], touched: dict[date, set[int]], scope: Scope, by: Sequence[str], running: Period | None
) -> QuerySet[Any]:
    found = MonthCount.objects.filter(scope.of_counts(), month__in=standing)
    for first, agencies in touched.items():
        found = found.exclude(month=first, agency__in=agencies)
    sums: dict[str, Any] = {f"n_{name}": Sum(name) for name in COLUMNS}
    if running is not None:
        sums["n_overdue"] = Sum("overdue", filter=~Q(month=running.start))
    return found.order_by().values(**{f"by_{name}": F(name) for name in by}).annotate(**sums)


def _overdue(here: QuerySet[Dossier], month: Period, now: datetime, groups: dict[str, Any]) -> QuerySet[Any]:
    late = here.filter(condition("overdue", month, now)).order_by()
    return late.values(**{f"by_{name}": path for name, path in groups.items()}).annotate(n_overdue=Count("pk"))


def _add(total: dict[Key, Counter[str]], rows: Iterable[Any], by: Sequence[str], first: date | None) -> None:
    for row in rows:
        key = tuple(first if name == "month" and first else row[f"by_{name}"] for name in by)
        for name in COLUMNS:
            if amount := row.get(f"n_{name}"):
                total[key][name] += amount
