"""The value of a figure and the rows that make it (giá trị chỉ tiêu).

`value(...)` always equals the aggregate of `rows(...)`; a test proves it for every declared indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.registry import Indicator, get
from cuulong.lib.dates import Period

Value = Decimal | int | None


def rows(code: str, agency: Agency | None, period: Period, known_at: datetime | None = None) -> QuerySet[Any]:
    """The source rows of a counted or summed figure; of the numerator for a share (các dòng làm nên con số).

    `agency` with all below it, None for the whole province. `known_at`: as it was known then, default now.
    """
    indicator = get(Indicator, code)
    if indicator.ratio_of:
        return rows(indicator.ratio_of[0], agency, period, known_at)
    assert indicator.rows is not None
    reach = None if agency is None else subtree_ids(agency.pk)
    found: QuerySet[Any] = indicator.rows(reach, period, known_at or timezone.now())
    return found


def value(code: str, agency: Agency | None, period: Period, known_at: datetime | None = None) -> Value:
    """The figure; a share is between 0 and 1, None when there is nothing to divide (giá trị)."""
    indicator = get(Indicator, code)
    if indicator.ratio_of:
        part, whole = (value(one, agency, period, known_at) for one in indicator.ratio_of)
        return Decimal(part or 0) / Decimal(whole) if whole else None
    return aggregate(indicator, rows(code, agency, period, known_at))


def aggregate(indicator: Indicator, found: QuerySet[Any]) -> Value:
    """What the declaration says is to be done with the rows."""
    if indicator.aggregate == "count":
        return found.count()
    _sum, field = indicator.aggregate
    total: Value = found.aggregate(total=Sum(field))["total"] or 0
    return total


def series(
    code: str, agency: Agency | None, periods: Sequence[Period], known_at: datetime | None = None
) -> list[Value]:
    """The figure of each period, in their order (chuỗi số liệu)."""
    return [value(code, agency, period, known_at) for period in periods]


def table(
    code: str, agencies: Iterable[Agency], period: Period, known_at: datetime | None = None
) -> list[tuple[Agency, Value]]:
    """The figure of each agency, one query each (bảng theo cơ quan)."""
    return [(agency, value(code, agency, period, known_at)) for agency in agencies]
