"""Pages of a document's file as pictures (ảnh trang văn bản)."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from django.core.cache import caches
from PIL import Image, ImageOps

from cuulong.core.files import rules
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read

SCALE = 1.25  # of 72 dots an inch
KEPT_SECONDS = 600
MOST_SIDE = 1100


class NoPicture(ValueError):
    """The file has no page that can be drawn."""


def first_page(stored: StoredFile) -> bytes:
    """The first page of a PDF, or a scan, as PNG; kept for ten minutes, as a file never changes. Raises NoPicture."""
    key = f"documents.page.{stored.sha256}"
    png = caches["local"].get(key)
    if png is None:
        out = BytesIO()
        _drawn(stored).save(out, format="PNG", optimize=True)
        png = out.getvalue()
        caches["local"].set(key, png, KEPT_SECONDS)
    return bytes(png)


def _drawn(stored: StoredFile) -> Image.Image:
    data = read(stored)
    if stored.media_type in (rules.JPEG, rules.PNG):
        with Image.open(BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((MOST_SIDE, MOST_SIDE))
        return upright
    if stored.media_type != rules.PDF:
        raise NoPicture(stored.media_type)
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.init_forms()
            picture: Image.Image = document[0].render(scale=SCALE, may_draw_forms=True).to_pil()
            return picture
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NoPicture(str(error)) from error
