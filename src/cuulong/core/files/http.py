"""Giving a stored file to a browser (tải tệp về)."""

from __future__ import annotations

from django.http import FileResponse

from .models import StoredFile
from .rules import INLINE
from .store import open_stored


def respond(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Stream the file with safe headers; the calling view has checked who may see it (trả tệp).

    `inline` shows PDF and pictures in the browser; anything else is always a download.
    """
    response = FileResponse(
        open_stored(stored),
        as_attachment=not (inline and stored.media_type in INLINE),
        filename=stored.name,
        content_type=stored.media_type,
    )
    response.headers["Content-Length"] = str(stored.size)
    return guard(response)


def guard(response: FileResponse) -> FileResponse:
    """Keep a sent file from being sniffed or kept in shared caches."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
