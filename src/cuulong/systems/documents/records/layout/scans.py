"""Paper that was scanned: how it looks, where it ends, where it has room (văn bản giấy số hóa)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image

from cuulong.core.signatures.fields import MM
from cuulong.lib.errors import InputError, gettext_noop

DPI = 200
MAX_PAGES = 300
# Light dust of a scanner is no ink.
INK = 215
# Millimetres that stay white around what is put onto a page.
CLEAR = 2
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
    '<image width="{width}" height="{height}" xlink:href="data:image/jpeg;base64,{data}"/></svg>'
)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The file for reading; raises InputError when it is no PDF or has too many pages (mở tệp)."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            "bad_pdf", gettext_noop("Tệp không phải PDF đọc được. Quét lại hoặc chọn tệp khác.")
        ) from error
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise InputError(
                "too_long", gettext_noop("Tệp phải có từ 1 đến %(most)s trang. Tách tệp rồi làm lại."), most=MAX_PAGES
            )
        yield document
    finally:
        document.close()


def must_be_unsigned(pdf: bytes) -> None:
    """A signed file is never written on: its signatures would break (không ghi lên tệp đã ký). Raises InputError."""
    with opened(pdf):
        pass
    # Every signature says in the open which bytes it covers.
    if b"/ByteRange" in pdf:
        raise InputError(
            "signed", gettext_noop("Tệp đã ký số nên không đóng dấu, ghi thêm lên được. Dùng bản quét giấy.")
        )


def drawn(pdf: bytes) -> tuple[list[dict[str, Any]], float]:
    """Every page as an SVG around its picture with its size in millimetres; how far down the last one is written on.

    Signatures show as the reader sees them. The end is in millimetres from the top.
    """
    with opened(pdf) as document:
        document.init_forms()
        if document.formenv:
            # Without the shade in which readers show fields that wait.
            pdfium_c.FPDF_RemoveFormFieldHighlight(document.formenv.raw)
        found, end = [], 0.0
        for page in document:
            picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
            width, height = page.get_size()
            found.append({"svg": _svg(picture), "width": width / MM, "height": height / MM})
            end = _lowest(picture) / picture.height * height / MM
    return found, end


def free_spot(pdf: bytes, width: float, height: float, wanted: tuple[float, float]) -> tuple[float, float]:
    """The blank place of that size on page 1 nearest to the wanted one, in millimetres from the upper left (chỗ trống).

    Where nothing is blank, the wanted one.
    """
    scale = 2  # pixels a millimetre
    with opened(pdf) as document:
        picture = document[0].render(scale=scale * 25.4 / 72, may_draw_forms=True).to_pil().convert("L")
    ink = picture.point(lambda value: 255 if value < INK else 0)
    room = [
        (left, top)
        for left in range(8, int(ink.width / scale - width - 7), 4)
        for top in range(8, int(ink.height / scale - height - 7), 4)
    ]
    for left, top in sorted(room, key=lambda at: (at[0] - wanted[0]) ** 2 + (at[1] - wanted[1]) ** 2):
        right, bottom = int(left + width + CLEAR), int(top + height + CLEAR)
        corners = ((left - CLEAR) * scale, (top - CLEAR) * scale, right * scale, bottom * scale)
        if ink.crop(corners).getbbox() is None:
            return float(left), float(top)
    return wanted


def _svg(picture: Image.Image) -> str:
    out = BytesIO()
    picture.save(out, "JPEG", quality=88, dpi=(DPI, DPI))
    return SVG.format(width=picture.width, height=picture.height, data=base64.b64encode(out.getvalue()).decode())


def _lowest(picture: Image.Image) -> int:
    box = picture.convert("L").point(lambda value: 255 if value < INK else 0).getbbox()
    return box[3] if box else 0
