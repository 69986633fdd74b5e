"""Pages of a document as pictures (ảnh trang văn bản)."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from django.core.cache import caches

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read

SCALE = 1.25  # of 72 dots an inch
KEPT_SECONDS = 600


def page_of(stored: StoredFile, n: int = 1) -> bytes | None:
    """Page `n` as PNG, kept for ten minutes as a file never changes; None where there is no such page."""
    key = f"documents.page.{stored.sha256}.{n}"
    png = caches["local"].get(key)
    if png is None:
        png = picture(read(stored), n)
        caches["local"].set(key, png or b"", KEPT_SECONDS)
    return bytes(png) or None if png is not None else None


def picture(pdf: bytes, n: int = 1) -> bytes | None:
    """One page of a PDF as PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= n <= len(document):
            return None
        signed = b"/ByteRange" in pdf  # the empty fields of a draft would be drawn as grey boxes
        if signed:
            document.init_forms()
        image = document[n - 1].render(scale=SCALE, may_draw_forms=signed).to_pil()
    out = BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()
