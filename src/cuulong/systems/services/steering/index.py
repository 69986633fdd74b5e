"""The index for a place, sector, channel and month; each figure knows the way to its dossiers (tính bộ chỉ số)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from cuulong.core.indicators.values import value
from cuulong.core.registry import Indicator, declared
from cuulong.lib.dates import Period
from cuulong.lib.province import Province

from .index_rules import Index, Item, added, points
from .measures import Figures, title
from .rollups import figures
from .scope import Choice

FILE = Path(__file__).with_name("index766.toml")
INDICATOR = "indicator:"


@dataclass(frozen=True)
class Part:
    """One figure of a formula (thành phần công thức)."""

    title: Any
    number: int | None
    url: str


@dataclass(frozen=True)
class Line:
    """One item with its points and the two figures behind them (dòng chỉ số)."""

    item: Item
    of: Part | None
    over: Part | None
    points: Decimal | None
    granted: bool = False  # there was nothing to do well or badly

    @property
    def title(self) -> str:
        """In the reader's language; Vietnamese is the source (tên chỉ số)."""
        return gettext(self.item.title)

    @property
    def why(self) -> str:
        return gettext(self.item.why) if self.item.why else ""

    @property
    def share(self) -> Decimal | None:
        if self.of is None or self.over is None or self.of.number is None or not self.over.number:
            return None
        return Decimal(self.of.number) / Decimal(self.over.number)


@dataclass(frozen=True)
class GroupLines:
    """One group (nhóm)."""

    title: str
    max: Decimal
    lines: tuple[Line, ...]

    @property
    def points(self) -> Decimal | None:
        return added([line.points for line in self.lines])


@dataclass(frozen=True)
class Sheet:
    """The whole index, and how much of it could be measured (bảng điểm)."""

    source: str
    total: Decimal
    groups: tuple[GroupLines, ...]

    @property
    def points(self) -> Decimal | None:
        return added([group.points for group in self.groups])

    @property
    def measured(self) -> Decimal:
        """The points that could be earned from what is measured (điểm tối đa đo được)."""
        lines = (line for group in self.groups for line in group.lines)
        return sum((line.item.max for line in lines if line.points is not None), Decimal(0))


def index() -> Index:
    """The index with the province's settings (bộ chỉ số áp dụng)."""
    return _read(settings.PROVINCE_DIR)


@cache
def _read(folder: Path) -> Index:
    own: Mapping[str, Any] = Province(folder).settings.get("index_766", {})
    return Index.read(tomllib.loads(FILE.read_text(encoding="utf-8")), own)


def sheet_of(chosen: Choice, counts: Figures) -> Sheet:
    """The index of what was chosen; `counts` of the same (bảng điểm của một kỳ)."""
    table = index()
    return Sheet(
        table.source,
        table.total,
        tuple(
            GroupLines(gettext(group.title), group.max, tuple(_line(item, chosen, counts) for item in group.items))
            for group in table.groups
        ),
    )


def counts_by_month(chosen: Choice, months: list[Period], now: datetime) -> dict[Period, Figures]:
    """The figures of each month for what was chosen (số liệu từng tháng)."""
    found = figures(months, chosen.scope, ("month",), now)
    return {month: found.get((month.start,), Figures({})) for month in months}


def total_of(counts: Figures) -> Decimal | None:
    """The points that dossiers alone earn in a month, for comparing months (điểm từ hồ sơ)."""
    items = [item for group in index().groups for item in group.items if item.names]
    own = [item for item in items if not any(name.startswith(INDICATOR) for name in item.names)]
    return added([points(item, counts[item.of], counts[item.over]) for item in own])


def _line(item: Item, chosen: Choice, counts: Figures) -> Line:
    if not item.names:
        return Line(item, None, None, None)
    of, over = (_part(name, chosen, counts) for name in item.names)
    free = _part(item.full_without, chosen, counts) if item.full_without else None
    earned = points(item, of.number, over.number, free.number if free else None) if of and over else None
    return Line(item, of, over, earned, granted=free is not None and free.number == 0)


def _part(name: str, chosen: Choice, counts: Figures) -> Part | None:
    """A figure counted here, or one that another part of the house declares; None where nobody does."""
    if not name.startswith(INDICATOR):
        return Part(title(name), counts[name], f"{reverse('services:counted')}?{chosen.query(measure=name)}")
    code = name.removeprefix(INDICATOR)
    indicator = declared(Indicator).get(code)
    # Indicators know neither sector nor channel, nor several agencies at once.
    if indicator is None or chosen.sector or chosen.channel or (chosen.agency is None and chosen.reach is not None):
        return None
    number = value(code, chosen.agency, chosen.period)
    place = f"&agency={chosen.agency.slug}" if chosen.agency else ""
    url = f"{reverse('indicators:rows', args=[code])}?period={chosen.period}{place}"
    return Part(indicator.title, int(number or 0), url)
