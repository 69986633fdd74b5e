"""Paper through a scanner: pages become pictures."""

from __future__ import annotations

from io import BytesIO

import pypdfium2


def scan(pdf: bytes, *, dpi: int = 100, turned: int = 0) -> bytes:
    """The pages as pictures in a PDF; `turned`: the scanner lay the paper aside and says by how much to turn it back."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB") for page in document]
    document.close()
    if turned:
        pictures = [picture.rotate(turned, expand=True) for picture in pictures]
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    if not turned:
        return out.getvalue()
    document = pypdfium2.PdfDocument(out.getvalue())
    for page in document:
        page.set_rotation(turned)
        page.close()
    again = BytesIO()
    document.save(again)
    document.close()
    return again.getvalue()
