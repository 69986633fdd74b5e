"""What a reader sees where a signature stands, after NĐ 30/2020 (hình thức chữ ký số)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from cuulong.lib.dates import VIETNAM, long_date, short_datetime

from .typesetting import set_pdf

PICTURE = '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
    '<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></svg>'
)
NUMBER = """
#let left-right = (sys.inputs.left, sys.inputs.right).map(text => float(text) * 1fr)
#grid(columns: left-right, rows: 100%, align: center + horizon, [#sys.inputs.number], emph(sys.inputs.date))
"""
NAMED = """
#set text(size: 9pt, fill: rgb("#1a3f9c"))
#place(center + horizon, align(center)[Ký bởi: *#sys.inputs.name*\\ #sys.inputs.at])
"""
TIME = """
#set text(size: 10pt)
#set par(leading: 0.5em)
#place(right + top, align(right)[#sys.inputs.number\\ #sys.inputs.at])
"""


class Appearance(Protocol):
    """Something that can draw itself into a box of points as a one-page PDF."""

    def render(self, width: float, height: float) -> bytes: ...


@dataclass(frozen=True)
class Picture:
    """A transparent PNG: the blue handwritten signature of a person or the red seal (hình ảnh chữ ký, con dấu)."""

    png: bytes

    def render(self, width: float, height: float) -> bytes:
        return _picture(self.png, width, height)


@lru_cache(maxsize=64)
def _picture(png: bytes, width: float, height: float) -> bytes:
    # A picture inside an SVG keeps its proportions, and typst takes text as input but no bytes.
    svg = SVG.format(width=width, height=height, data=base64.b64encode(png).decode())
    return set_pdf(PICTURE, width, height, svg=svg)


@dataclass(frozen=True)
class NumberAndDate:
    """Number and date on the line of boxes 3 and 4: "Số: 05/QĐ-UBND", "Vĩnh Long, ngày 05 tháng 01 năm 2026" (số và ngày).

    `columns`: widths of the two columns of the letter's head, whose middles the texts take.
    """

    number: str
    day: date
    place: str
    columns: tuple[float, float] = (2, 3)

    def render(self, width: float, height: float) -> bytes:
        left, right = self.columns
        return set_pdf(
            NUMBER,
            width,
            height,
            number=f"Số: {self.number}",
            date=f"{self.place}, {long_date(self.day)}" if self.place else long_date(self.day),
            left=str(left),
            right=str(right),
        )


@dataclass(frozen=True)
class NameAndTime:
    """For a person without a picture: the name and the time, in blue (chữ ký không có hình ảnh)."""

    name: str
    at: datetime

    def render(self, width: float, height: float) -> bytes:
        return set_pdf(NAMED, width, height, name=self.name, at=short_datetime(self.at))


@dataclass(frozen=True)
class NumberAndTime:
    """For an attachment in a file of its own: number and signing time, top right, TNR 10 black (NĐ 30/2020, Phụ lục I)."""

    number: str
    at: datetime

    def render(self, width: float, height: float) -> bytes:
        moment = self.at.astimezone(VIETNAM).isoformat(timespec="seconds")
        return set_pdf(TIME, width, height, number=self.number, at=moment)
