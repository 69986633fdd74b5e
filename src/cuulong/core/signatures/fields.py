"""The signature fields of a letter, made before anyone signs (trường chữ ký)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Self

import typst
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from . import typesetting
from .rules import ORGANISATION

MM = 72 / 25.4
A4_HEIGHT = 297.0
SEAL_MM = 36.0

# Put before a typst letter; `#signature-box("person", 60mm, 25mm)` leaves room and marks the place for `find`.
TYPST = """
#let signature-box(field, width, height) = box(width: width, height: height, context {
  let at = here().position()
  [#metadata((field: field, page: at.page, x: at.x.pt(), y: at.y.pt(), width: width.pt(), height: height.pt()))
    <signature-box>]
})
"""


@dataclass(frozen=True)
class Box:
    """Where a signature shows: points from the lower left corner of page `page` (0 first, -1 last)."""

    field: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def at(
        cls,
        field: str,
        *,
        page: int,
        left: float,
        top: float,
        width: float,
        height: float,
        page_height: float = A4_HEIGHT,
    ) -> Self:
        """The same in millimetres from the upper left corner, as one reads a page."""
        lower = page_height - top - height
        return cls(field, page, left * MM, lower * MM, (left + width) * MM, (lower + height) * MM)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


def seal_beside(person: Box) -> Box:
    """The seal's place: over the left third of the person's signature (NĐ 30/2020, Phụ lục I, II.8)."""
    size = SEAL_MM * MM
    right, middle = person.left + person.width / 3, (person.bottom + person.top) / 2
    return Box(ORGANISATION, person.page, right - size, middle - size / 2, right, middle + size / 2)


def find(source: bytes, *, page_height: float = A4_HEIGHT, **options: Any) -> list[Box]:
    """The boxes that `TYPST`'s `signature-box` marked in a letter; `options` as for `typst.query`."""
    marks = json.loads(typst.query(source, "<signature-box>", field="value", font_paths=typesetting.fonts(), **options))
    height = page_height * MM
    return [
        Box(m["field"], m["page"] - 1, m["x"], height - m["y"] - m["height"], m["x"] + m["width"], height - m["y"])
        for m in marks
    ]


def prepare(pdf: bytes, boxes: list[Box]) -> bytes:
    """Add the empty fields as one update of the file; nothing on the pages changes (tạo trường chữ ký).

    All fields of a letter are made here, before the first signature, so that later ones are mere form filling.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for box in boxes:
        corners = tuple(round(value) for value in (box.left, box.bottom, box.right, box.top))
        append_signature_field(
            writer,
            SigFieldSpec(box.field, on_page=box.page, box=corners, empty_field_appearance=True),  # type: ignore[arg-type]
        )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
