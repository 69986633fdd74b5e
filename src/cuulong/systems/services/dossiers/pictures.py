"""Pages of a PDF as pictures (ảnh trang văn bản)."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from django.core.cache import caches

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read

SCALE = 1.25  # of 72 dots an inch
KEPT_SECONDS = 600


def first_page(stored: StoredFile) -> bytes:
    """The first page as PNG; kept for ten minutes, as a file never changes."""
    key = f"services.page.{stored.sha256}"
    png = caches["local"].get(key)
    if png is None:
        with pypdfium2.PdfDocument(read(stored)) as document:
            document.init_forms()
            image = document[0].render(scale=SCALE, may_draw_forms=True).to_pil()
        out = BytesIO()
        image.save(out, format="PNG", optimize=True)
        png = out.getvalue()
        caches["local"].set(key, png, KEPT_SECONDS)
    return bytes(png)
