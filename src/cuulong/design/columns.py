"""Columns of a table: where a value comes from, how it looks, how it is exported (cột của bảng)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Manager
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import formats

Words = str | Promise
FIGURES = ("number", "money", "percent")
SHOWN: dict[str, Callable[[Any], str]] = {
    "number": formats.number,
    "money": formats.money,
    "percent": formats.percent,
    "day": formats.day,
    "moment": formats.short_moment,
}


@dataclass(frozen=True)
class Column:
    """One column of a `Table` (cột).

    accessor: dotted path on the row ("agency.name") or a function of the row.
    sort: field path to sort by; nullable: that field may be empty.
    kind: text, code, number, money, percent, day or moment.
    template: draws the cell from {row, value}; url: link of the cell, a path on the row or a function of it.
    on_screen: False keeps a column for the exports only, where one cell on screen says two things.
    export: "" keeps the column off CSV and XLSX (buttons, check boxes), else what to write, by default the bare value.
    """

    label: Words
    accessor: str | Callable[[Any], Any] = ""
    sort: str = ""
    nullable: bool = False
    kind: str = "text"
    template: str = ""
    url: str | Callable[[Any], str] = ""
    export: str | Callable[[Any], Any] | None = None
    on_screen: bool = True

    def value(self, row: Any) -> Any:
        """The bare value (giá trị)."""
        return _reach(row, self.accessor) if self.accessor else None

    def cell(self, row: Any) -> SafeString | str:
        """The value as readers see it (ô)."""
        value = self.value(row)
        if self.template:
            return render_to_string(self.template, {"row": row, "value": value, "column": self})
        text = SHOWN[self.kind](value) if self.kind in SHOWN else "–" if value in (None, "") else str(value)
        address = _reach(row, self.url) if self.url else ""
        return format_html('<a href="{}">{}</a>', address, text) if address else text

    def exported(self, row: Any) -> Any:
        """The value for CSV and XLSX: figures stay figures, days stay days (giá trị xuất)."""
        value = _reach(row, self.export) if self.export else self.value(row)
        return value if isinstance(value, int | float | Decimal | dt.date | None) else str(value)

    @property
    def is_exported(self) -> bool:
        return self.export != "" and bool(self.export or self.accessor)

    @property
    def css(self) -> str:
        return "num" if self.kind in FIGURES else "code" if self.kind in ("code", "day", "moment") else ""


def _reach(row: Any, path: str | Callable[[Any], Any]) -> Any:
    if callable(path):
        return path(row)
    value = row
    for part in path.split("."):
        if value is None:
            return None
        value = value[part] if isinstance(value, dict) else getattr(value, part)
        if callable(value) and not isinstance(value, Manager):
            value = value()
    return value
