"""Charts: the title is the finding, labels are direct, the numbers stand beside (biểu đồ).

Vega-Lite specifications in our tokens become SVG, cached by their content. On screen the colours are CSS variables, so
one drawing serves light and dark; `Chart.print_svg` keeps plain colours for PDF. Phones get a drawing of their own.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import vl_convert
from django.core.cache import caches
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cuulong.lib import tables as files

from . import formats
from .chart_specs import COLOURS, DATA, bar_spec, line_spec

Words = str | Promise
WIDTHS = {"wide": 950, "half": 446, "narrow": 296}
NARROW_POINTS = 6
A_DAY = 24 * 3600
LOCALES = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " VND"]},
}


@dataclass(frozen=True)
class Chart:
    """A drawn chart with its finding and its numbers (biểu đồ)."""

    title: Words
    note: Words
    header: list[str]
    rows: list[list[str]]
    figures: list[list[Any]]
    keys: list[tuple[str, str]]
    wide_spec: dict[str, Any]
    narrow_spec: dict[str, Any]
    file_name: str

    @cached_property
    def wide(self) -> SafeString:
        return _on_screen(_drawn(self.wide_spec))

    @cached_property
    def narrow(self) -> SafeString:
        return _on_screen(_drawn(self.narrow_spec))

    @property
    def print_svg(self) -> str:
        """The wide drawing in plain light colours, for PDF (bản in)."""
        return _drawn(self.wide_spec)

    @property
    def csv_url(self) -> str:
        """The numbers themselves as a data: address, so that a chart needs no view of its own (tải CSV)."""
        return "data:text/csv;base64," + base64.b64encode(files.write_csv(self.header, self.figures)).decode()


def line(
    title: Words,
    points: Sequence[tuple[str, float | None]],
    *,
    measure: Words,
    note: Words = "",
    unit: str = "",
    places: int = 1,
    target: tuple[str, float] | None = None,
    floor: float = 0,
    remarks: Mapping[int, str] | None = None,
    size: str = "wide",
    file_name: str = "bieu-do",
) -> Chart:
    """One measure over time; the last point is always labelled (biểu đồ đường).

    points: (label, value); "1|2026" writes the year below the month. target: (words, value), dashed.
    floor: where the axis starts; said in the note when it is not zero. remarks: words at a point by its index.
    """
    values: list[dict[str, Any]] = [
        {"x": label, "y": value, "says": (remarks or {}).get(n, ""), "n": n} for n, (label, value) in enumerate(points)
    ]
    for here, before in zip(reversed(values), list(reversed(values))[1:], strict=False):
        if here["x"].partition("|")[2] == before["x"].partition("|")[2]:
            here["x"] = here["x"].partition("|")[0]  # the year stands where it begins
    if values and values[-1]["y"] is not None:
        values[-1] |= {"says": formats.number(values[-1]["y"], places) + unit, "last": True}
    if floor:
        starts = _("Trục bắt đầu từ %(floor)s.") % {"floor": formats.number(floor) + unit}
        note = f"{note} {starts}".strip()
    figures: list[list[Any]] = [[label.replace("|", "/"), value] for label, value in points]
    return Chart(
        title=title,
        note=note,
        header=[_("Kỳ"), str(measure)],
        rows=[[label, "–" if value is None else formats.number(value, places) + unit] for label, value in figures],
        figures=figures,
        keys=[],
        wide_spec=line_spec(values, WIDTHS[size], unit, target, floor),
        narrow_spec=line_spec(_with_year(values, points), WIDTHS["narrow"], unit, target, floor),
        file_name=file_name,
    )


def bars(
    title: Words,
    rows: Sequence[tuple[str, Sequence[float]]],
    *,
    keys: Sequence[Words],
    note: Words = "",
    unit: str = "",
    places: int = 0,
    remarks: Mapping[str, str] | None = None,
    limits: Mapping[str, float] | None = None,
    shades: Sequence[int] = (0, 1, 2),
    size: str = "half",
    file_name: str = "bieu-do",
) -> Chart:
    """Horizontal bars, stacked when there are several keys, at most three (biểu đồ thanh).

    rows: (label, one value per key). remarks: words after a row's total, in brick. limits: a tick per row.
    shades: which of the three colours each key takes; brick (2) is for what is late.
    """
    if len(keys) > len(DATA):
        raise ValueError(f"at most {len(DATA)} keys can be told apart, not {len(keys)}")
    values = [{"y": label, "x": value, "k": n} for label, row in rows for n, value in enumerate(row) if value]
    totals = [
        {
            "y": label,
            "total": sum(row),
            "says": formats.number(sum(row), places) + unit,
            "remark": (remarks or {}).get(label, ""),
            "limit": (limits or {}).get(label),
        }
        for label, row in rows
    ]
    several = len(keys) > 1
    return Chart(
        title=title,
        note=note,
        header=["", *(str(key) for key in keys), *([_("Tổng")] if several else [])],
        rows=[
            [label, *(formats.number(value, places) + unit for value in [*row, *([sum(row)] if several else [])])]
            for label, row in rows
        ],
        figures=[[label, *row, *([sum(row)] if several else [])] for label, row in rows],
        keys=[(str(key), COLOURS[DATA[shades[n]]]) for n, key in enumerate(keys)] if several else [],
        wide_spec=bar_spec(values, totals, WIDTHS[size], shades),
        narrow_spec=bar_spec(values, totals, WIDTHS["narrow"], shades, labels_above=True),
        file_name=file_name,
    )


def _with_year(values: list[dict[str, Any]], points: Sequence[tuple[str, float | None]]) -> list[dict[str, Any]]:
    """The last points, for phones; the first of them bears its year."""
    shown = values[-NARROW_POINTS:]
    return [shown[0] | {"x": points[shown[0]["n"]][0]}, *shown[1:]] if shown else []


def _drawn(spec: dict[str, Any]) -> str:
    """The SVG of a specification, drawn once a day at most (vẽ)."""
    language = "en" if formats.english() else "vi"
    text = json.dumps([spec, language], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return str(caches["local"].get_or_set(f"design.chart.{digest}", lambda: _draw(spec, language, digest[:8]), A_DAY))


def _draw(spec: dict[str, Any], language: str, mark: str) -> str:
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.21", format_locale=LOCALES[language], allowed_base_urls=[])
    # Two charts on one page must not share ids; the roles are dropped because the table is what is read aloud.
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>c{mark}-", svg)
    svg = re.sub(r' (role|aria-[a-z]+|class|font-family)="[^"]*"', "", svg)
    return svg


def _on_screen(svg: str) -> SafeString:
    for colour, variable in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"{variable}"')
    # Vega escapes the text it draws; the rest is our own specification.
    return mark_safe(svg)  # noqa: S308
