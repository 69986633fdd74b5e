"""A picture of a signed page, signatures and number included, to compare with the paper in hand (hình trang văn bản)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

PAGE = """
#set page(width: 210mm, height: 297mm, margin: 0pt)
#image("letter.pdf", page: 1, width: 100%, height: 100%, fit: "contain")
"""


def first_page(pdf: bytes, *, ppi: int = 72) -> bytes:
    """The first page as PNG (hình trang đầu)."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(PAGE, encoding="utf-8")
        page.with_name("letter.pdf").write_bytes(_with_appearances(pdf))
        png = typst.compile(page, root=page.parent, format="png", ppi=ppi)
    assert isinstance(png, bytes)
    return png


def _with_appearances(pdf: bytes) -> bytes:
    """A copy whose first page paints what its signature fields show; typst draws pages but no fields."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]
    while "/Kids" in page:
        page = page["/Kids"][0]
    painted, shown = [], generic.DictionaryObject()
    for n, annotation in enumerate(page.get("/Annots", ())):
        field = annotation.get_object()
        if "/AP" not in field or "/Rect" not in field:
            continue
        look = field["/AP"].raw_get("/N")
        left, bottom, right, top = _corners(field["/Rect"])
        x1, y1, x2, y2 = _corners(look.get_object()["/BBox"])
        if right > left and top > bottom and x2 > x1 and y2 > y1:
            across, up = (right - left) / (x2 - x1), (top - bottom) / (y2 - y1)
            shown[pdf_name(f"/Field{n}")] = look
            painted.append(
                f"q {across:.5f} 0 0 {up:.5f} {left - x1 * across:.3f} {bottom - y1 * up:.3f} cm /Field{n} Do Q"
            )
    if painted:
        content = generic.StreamObject(stream_data=" ".join(painted).encode())
        resources = generic.DictionaryObject({pdf_name("/XObject"): shown})
        writer.add_stream_to_page(0, writer.add_object(content), resources)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _corners(box: generic.ArrayObject) -> tuple[float, float, float, float]:
    """Lower left, upper right; a PDF may name any two opposite corners."""
    x1, y1, x2, y2 = (float(corner) for corner in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
