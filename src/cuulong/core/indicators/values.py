"""The value of a figure and the rows that make it (giá trị chỉ tiêu).

`value(…)` always equals the aggregate of `rows(…)`, and `series` and `table` equal single values; a test proves it
for every declared indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.registry import Indicator, get
from cuulong.lib.dates import Period, PeriodKind

from .roll_up import Ids, RollUp
from .rules import Figure, fingerprint, share

Value = Figure
Cells = dict[tuple[int | None, date | None], int | Decimal]  # agency, first day of the month → part of the figure


def rows(code: str, agency: Agency | None, period: Period, known_at: datetime | None = None) -> QuerySet[Any]:
    """The source rows of a counted or summed figure; of the numerator for a share (các dòng làm nên con số).

    `agency`: with all that counts for it, see `RollUp.ids`; None for the whole province. `known_at`: as it was known
    then, default now. Raises registry.Undeclared.
    """
    indicator = _counted(code)
    return _rows(indicator, *_reach(RollUp.load() if agency else None, agency, period), known_at)


def value(code: str, agency: Agency | None, period: Period, known_at: datetime | None = None) -> Value:
    """The figure; a share is between 0 and 1, None when there is nothing to divide (giá trị)."""
    return table(code, [agency], period, known_at)[0][1]


def series(
    code: str, agency: Agency | None, periods: Sequence[Period], known_at: datetime | None = None
) -> list[Value]:
    """The figure of each period, in their order (chuỗi số liệu).

    Months of an indicator that names its moment take one query for all, others one each.
    """
    indicator = get(Indicator, code)
    if indicator.ratio_of:
        part, whole = (series(one, agency, periods, known_at) for one in indicator.ratio_of)
        return [share(p, w) for p, w in zip(part, whole, strict=True)]
    tree = RollUp.load() if agency else None
    named = indicator.moment_path and (agency is None or (indicator.agency_path and not agency.valid.upper))
    if not (named and periods and all(p.kind is PeriodKind.MONTH for p in periods)):
        return [_aggregate(indicator, _rows(indicator, *_reach(tree, agency, p), known_at)) for p in periods]
    span = Period(min(p.start for p in periods), max(p.end for p in periods))
    cells = _cells(indicator, span, known_at, agencies=tree is not None, months=True)
    return [_sum(cells, tree.ids(agency, p) if tree else None, p.start) for p in periods]


def table(
    code: str, agencies: Iterable[Agency | None], period: Period, known_at: datetime | None = None
) -> list[tuple[Agency | None, Value]]:
    """The figure of each agency, in their order; None stands for the province (bảng theo cơ quan).

    An indicator that names its agencies takes one query for all, others one each.
    """
    indicator, wanted = get(Indicator, code), list(agencies)
    if indicator.ratio_of:
        parts, wholes = (table(one, wanted, period, known_at) for one in indicator.ratio_of)
        return [(agency, share(p, w)) for (agency, p), (_same, w) in zip(parts, wholes, strict=True)]
    tree = RollUp.load() if any(wanted) else None
    reach = [_reach(tree, agency, period) for agency in wanted]
    at_once = len(wanted) > 1 and bool(indicator.agency_path)
    cells = _cells(indicator, period, known_at, agencies=True, months=False) if at_once else {}
    return [
        (
            agency,
            _sum(cells, ids, None)
            if at_once and lived == period
            else _aggregate(indicator, _rows(indicator, ids, lived, known_at)),
        )
        for agency, (ids, lived) in zip(wanted, reach, strict=True)
    ]


def rows_hash(code: str, agency: Agency | None, period: Period, known_at: datetime) -> str:
    """Which rows stand behind a figure, as one SHA-256 (dấu vết dòng nguồn)."""
    indicator = get(Indicator, code)
    parts = indicator.ratio_of or (code,)
    keys = [(part, key) for part in parts for key in rows(part, agency, period, known_at).values_list("pk", flat=True)]
    return fingerprint(f"{part} {key}" for part, key in keys)


def _counted(code: str) -> Indicator:
    indicator = get(Indicator, code)
    return get(Indicator, indicator.ratio_of[0]) if indicator.ratio_of else indicator


def _reach(tree: RollUp | None, agency: Agency | None, period: Period) -> tuple[Ids | None, Period]:
    """Whose rows count, and how much of the period: nothing is counted for an agency after its end."""
    ids = tree.ids(agency, period) if tree else None
    end = agency.valid.upper if agency else None
    if end is None or period.end <= end:
        return ids, period
    return (ids, Period(period.start, end)) if period.start < end else (frozenset(), period)


def _rows(indicator: Indicator, ids: Ids | None, period: Period, known_at: datetime | None) -> QuerySet[Any]:
    assert indicator.rows is not None, f"{indicator.code} declares neither rows nor ratio_of"
    found: QuerySet[Any] = indicator.rows(ids, period, known_at or timezone.now())
    return found


def _aggregate(indicator: Indicator, found: QuerySet[Any]) -> int | Decimal:
    if indicator.aggregate == "count":
        return found.count()
    total: int | Decimal | None = found.aggregate(total=_measure(indicator))["total"]
    return total or 0


def _measure(indicator: Indicator) -> Count | Sum:
    return Count("pk") if indicator.aggregate == "count" else Sum(indicator.aggregate[1])


def _cells(indicator: Indicator, period: Period, known_at: datetime | None, *, agencies: bool, months: bool) -> Cells:
    """Parts of the figure by agency, by month or by both; one query."""
    groups: dict[str, Any] = {}
    if agencies:
        groups["of_agency"] = F(indicator.agency_path)
    if months:
        groups["in_month"] = TruncMonth(indicator.moment_path)
    found = _rows(indicator, None, period, known_at).order_by().values(**groups).annotate(figure=_measure(indicator))
    cells: Cells = {}
    for row in found:
        month = row.get("in_month")
        key = row.get("of_agency"), month.date() if isinstance(month, datetime) else month
        cells[key] = cells.get(key, 0) + (row["figure"] or 0)
    return cells


def _sum(cells: Cells, ids: Ids | None, month: date | None) -> int | Decimal:
    return sum(
        figure
        for (agency, first), figure in cells.items()
        if (ids is None or agency in ids) and (month is None or first == month)
    )
