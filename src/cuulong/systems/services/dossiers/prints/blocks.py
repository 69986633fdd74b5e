"""The parts that state forms are made of; the screen and the PDF draw the same ones (phần của mẫu phiếu)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cuulong.design.formats import long_day
from cuulong.lib.qr import svg, svg_document


@dataclass(frozen=True)
class Bold:
    """Words that stand out in a line (chữ đậm)."""

    text: str


Words = str | Bold


@dataclass(frozen=True)
class Line:
    """A paragraph (đoạn)."""

    words: tuple[Words, ...]
    centred: bool = False
    kind: str = "line"

    def to_json(self) -> dict[str, Any]:
        spans = [[word.text, True] if isinstance(word, Bold) else [word, False] for word in self.words]
        return {"kind": self.kind, "spans": spans, "centred": self.centred}


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the line (bảng)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    name: str = ""
    kind: str = "table"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Due:
    """The framed date of return, or another thing to remember, with a code to scan (khung hẹn trả)."""

    lead: str
    big: str = ""
    small: str = ""
    address: str = ""
    title: str = ""
    kind: str = "due"

    @property
    def svg(self) -> SafeString:
        return mark_safe(svg(self.address, title=self.title))  # noqa: S308  drawn by lib from our own text

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"qr": svg_document(self.address).decode() if self.address else ""}


@dataclass(frozen=True)
class Signer:
    """Who signs, and where: a picture of the signature, or room for a pen above the name (nơi ký)."""

    role: str
    name: str
    picture: bytes = b""
    picture_url: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"role": self.role, "name": self.name, "picture": list(self.picture)}


Block = Line | Table | Due


@dataclass(frozen=True)
class Printed:
    """A form filled in (mẫu phiếu đã điền)."""

    title: str
    parent: str
    agency: str
    place: str
    day: date
    blocks: Sequence[Block]
    signers: Sequence[Signer | None] = ()
    foot: str = ""
    wide: bool = False
    file_name: str = "mau-phieu.pdf"

    @property
    def date(self) -> str:
        """Place and day under the head (địa danh, ngày)."""
        return f"{self.place}, {long_day(self.day)}" if self.place else long_day(self.day)

    def to_json(self) -> dict[str, Any]:
        """What the typesetter reads (dữ liệu dàn trang)."""
        return {
            "title": self.title,
            "parent": self.parent,
            "agency": self.agency,
            "foot": self.foot,
            "wide": self.wide,
            "blocks": [block.to_json() for block in self.blocks],
            "date": self.date,
            "signers": [one.to_json() if one else None for one in self.signers],
        }


def line(*words: Words, centred: bool = False) -> Line:
    """A paragraph of words, some of them bold (đoạn)."""
    return Line(words, centred)
