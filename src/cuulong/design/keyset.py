"""Paging by key: page 1,000 costs what page 1 costs, a new row never shifts the next (phân trang theo khóa)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

SALT = "cuulong.design.keyset"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows and the cursors on both sides, "" where there is nothing more (trang)."""

    rows: list[Row]
    before: str
    after: str


@dataclass(frozen=True)
class Key:
    """The order of a list: one field path, a direction, then the primary key (khóa sắp xếp).

    nullable: empty values come last in both directions.
    """

    path: str
    descending: bool = False
    nullable: bool = False

    @classmethod
    def parse(cls, text: str, nullable: bool = False) -> "Key":
        return cls(text.removeprefix("-"), text.startswith("-"), nullable)

    def __str__(self) -> str:
        return f"-{self.path}" if self.descending else self.path

    def order(self, backwards: bool = False) -> list[OrderBy]:
        """ORDER BY, or its exact reverse (thứ tự)."""
        down = self.descending != backwards
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        options: dict[str, Any] = nulls if self.nullable else {}
        pk = F("pk").desc() if down else F("pk").asc()
        if self.path == "pk":
            return [pk]
        field = F(self.path)
        return [field.desc(**options) if down else field.asc(**options), pk]

    def beyond(self, value: Any, pk: Any, backwards: bool = False) -> Q:
        """Rows that come after (value, pk), or before it (điều kiện trang sau)."""
        side = "lt" if self.descending != backwards else "gt"
        past_pk = Q(**{f"pk__{side}": pk})
        if self.path == "pk":
            return past_pk
        empty = Q(**{f"{self.path}__isnull": True})
        if value is None:
            return (empty & past_pk) | (~empty if backwards else Q(pk__in=[]))
        # The outer bound is implied by the rest; it lets the database start inside its index.
        bound = Q(**{f"{self.path}__{side}e": value})
        rest = bound & (Q(**{f"{self.path}__{side}": value}) | past_pk)
        return rest | empty if self.nullable and not backwards else rest


def page_of(queryset: QuerySet[Row], key: Key, size: int, cursor: str = "") -> Page[Row]:
    """One page in one query; a forged, stale or foreign cursor gives the first page (lấy một trang)."""
    place = _read(cursor, key)
    backwards = bool(place and place["back"])
    rows = queryset.order_by(*key.order(backwards))
    if place:
        rows = rows.filter(key.beyond(place["value"], place["pk"], backwards))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return page_of(queryset, key, size) if place else Page([], "", "")
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    return Page(
        found,
        _write(found[0], key, back=True) if has_before else "",
        _write(found[-1], key, back=False) if has_after else "",
    )


def _write(row: Model, key: Key, *, back: bool) -> str:
    value: Any = row
    for part in key.path.split("__"):
        value = getattr(value, part) if value is not None else None
    place = {"key": str(key), "value": _plain(value), "pk": _plain(row.pk), "back": back}
    return signing.dumps(place, salt=SALT, compress=True)


def _read(cursor: str, key: Key) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        place: dict[str, Any] = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        return None
    return place if place.get("key") == str(key) else None


def _plain(value: Any) -> Any:
    # Full precision: a rounded microsecond would repeat or skip a row. Django's lookups parse the text again.
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value
