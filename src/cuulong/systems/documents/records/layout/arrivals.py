"""The stamp "ĐẾN" on paper that arrived (dấu "ĐẾN"; NĐ 30/2020, Phụ lục IV, mục V)."""

from __future__ import annotations

import json
from ctypes import c_float
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pypdfium2
import typst

from cuulong.core.signatures import typesetting
from cuulong.core.signatures.fields import MM
from cuulong.lib.dates import short_date

from .characters import plain
from .page import source_of
from .scans import free_spot, must_be_unsigned, opened

WIDTH, HEIGHT = 50.0, 35.0
# Below number and subject, on the left.
WANTED = (30.0, 58.0)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What the stamp says (nội dung dấu đến). `forwarded`: to whom; `file`: number and sign of the work file."""

    body: str
    number: str
    day: date
    forwarded: str = ""
    file: str = ""


def stamp_sheet(arrival: Arrival, *, left: float = WANTED[0], top: float = WANTED[1]) -> bytes:
    """A sheet of A4 that bears the stamp only, to be printed over the paper; in millimetres from the upper left (tờ in dấu)."""
    return _set(arrival, width=210.0, height=297.0, left=left, top=top)


def stamp_scan(scan: bytes, arrival: Arrival) -> bytes:
    """A new file: the scan with the stamp on its first page, where it is blank (đóng dấu đến lên bản quét).

    The scan itself stays as it is. Raises InputError for a signed file: that one is never written on.
    """
    must_be_unsigned(scan)
    left, top = free_spot(scan, WIDTH, HEIGHT, WANTED)
    stamp = _set(arrival, width=WIDTH, height=HEIGHT, left=0.0, top=0.0)
    out = BytesIO()
    with opened(scan) as document, opened(stamp) as source:
        page = document[0]
        drawing = source.page_as_xobject(0, dest_pdf=document).as_pageobject()
        drawing.set_matrix(_matrix(page, left * MM, page.get_height() - (top + HEIGHT) * MM))
        page.insert_obj(drawing)
        page.gen_content()
        document.save(out)
    return out.getvalue()


def _matrix(page: pypdfium2.PdfPage, x: float, y: float) -> pypdfium2.PdfMatrix:
    """Puts a drawing at (x, y) of the page as one sees it, however the scanner turned it."""
    left, bottom, right, top = page.get_mediabox()
    numbers = {
        0: (1, 0, 0, 1, left + x, bottom + y),
        90: (0, 1, -1, 0, right - y, bottom + x),
        180: (-1, 0, 0, -1, right - x, top - y),
        270: (0, -1, 1, 0, left + y, top - x),
    }[page.get_rotation()]
    return pypdfium2.PdfMatrix(*(c_float(one).value for one in numbers))


def _set(arrival: Arrival, **place: float) -> bytes:
    says = {
        "body": plain(arrival.body, 12),
        "number": plain(arrival.number, 12),
        "day": short_date(arrival.day),
        "forwarded": plain(arrival.forwarded, 12),
        "file": plain(arrival.file, 12),
    }
    pdf = typst.compile(
        source_of("base", "arrival"),
        font_paths=typesetting.fonts(),
        pdf_standards=["a-2b"],
        sys_inputs={"arrival": json.dumps(says | place, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)
    return pdf
