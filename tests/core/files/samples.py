"""Small files of every kind, made when asked for."""

from __future__ import annotations

import zipfile
from io import BytesIO
from random import Random

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    out = BytesIO()
    Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3)).save(out, kind)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    """A ZIP; in names "__" stands for "/"."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def named_archive(names: list[str], data: bytes = b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, data)
    return out.getvalue()


def document(extra: dict[str, bytes] | None = None) -> bytes:
    """A .docx as far as its shape goes."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **(extra or {})}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()
