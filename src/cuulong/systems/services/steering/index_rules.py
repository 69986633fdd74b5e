"""How figures become points, without a database (công thức chấm điểm; QĐ 766/QĐ-TTg)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

REMEMBERED = "remembered"
FIELDS = ("max", "full_at", "of", "over")


@dataclass(frozen=True)
class Item:
    """One line of the index: points for a share (chỉ số thành phần)."""

    key: str
    title: str
    max: Decimal
    certainty: str
    full_at: Decimal = Decimal(1)
    of: str = ""
    over: str = ""
    why: str = ""
    full_without: str = ""

    @property
    def is_remembered(self) -> bool:
        return self.certainty == REMEMBERED

    @property
    def names(self) -> tuple[str, ...]:
        """The figures it is made of; none when it is not measured here."""
        return (self.of, self.over) if self.of and self.over else ()


@dataclass(frozen=True)
class Group:
    """Items under one heading (nhóm chỉ số)."""

    key: str
    title: str
    max: Decimal
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Index:
    """The whole index with its legal source (bộ chỉ số)."""

    source: str
    total: Decimal
    groups: tuple[Group, ...]

    @classmethod
    def read(cls, table: Mapping[str, Any], settings: Mapping[str, Mapping[str, Any]]) -> Index:
        """From its file; what the province sets goes before it. Raises ValueError when maxima do not add up or are unknown."""
        groups = tuple(
            Group(
                group["key"],
                group["title"],
                Decimal(group["max"]),
                tuple(_item(one, settings.get(one["key"], {})) for one in group["items"]),
            )
            for group in table["groups"]
        )
        known = {item.key for group in groups for item in group.items}
        if unknown := set(settings) - known:
            raise ValueError(f"[index_766] of province.toml names unknown items: {', '.join(sorted(unknown))}")
        for group in groups:
            if sum(item.max for item in group.items) != group.max:
                raise ValueError(f"the items of {group.key} do not add up to {group.max}")
        if sum(group.max for group in groups) != table["total"]:
            raise ValueError(f"the groups do not add up to {table['total']}")
        return cls(table["source"], Decimal(table["total"]), groups)


def _item(one: Mapping[str, Any], setting: Mapping[str, Any]) -> Item:
    chosen = {**one, **{name: setting[name] for name in FIELDS if name in setting}}
    return Item(
        key=chosen["key"],
        title=chosen["title"],
        max=Decimal(str(chosen["max"])),
        certainty="set" if setting else chosen["certainty"],
        full_at=Decimal(str(chosen.get("full_at", 1))),
        of=chosen.get("of", ""),
        over=chosen.get("over", ""),
        why=chosen.get("why", ""),
        full_without=chosen.get("full_without", ""),
    )


def points(item: Item, part: int | None, whole: int | None, without: int | None = None) -> Decimal | None:
    """What an item earns; None when there is nothing to measure (điểm của chỉ số).

    `without`: the figure of `full_without`, where the item has one.
    """
    if item.full_without and without == 0:
        return item.max
    if part is None or not whole:
        return None
    return min(item.max, item.max * Decimal(part) / Decimal(whole) / item.full_at)


def added(earned: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of what was measured; None when nothing was (tổng điểm)."""
    known = [one for one in earned if one is not None]
    return sum(known, Decimal(0)) if known else None
