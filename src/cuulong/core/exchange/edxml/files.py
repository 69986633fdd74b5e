"""Attachments in and out of a packet: base64, perhaps packed in a zip of one entry, bounded (tệp đính kèm)."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
import zlib
from pathlib import PurePosixPath

from cuulong.lib.errors import gettext_noop

from .refusal import MIB, Limits, Refused

ZIP = b"PK\x03\x04"
PIECE = 256 * 1024
# A zip with one of these is an office file, not a wrapping.
OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")


def decoded(text: str, name: str, limits: Limits) -> bytes:
    """The bytes that base64 stands for. Raises Refused, naming the attachment."""
    plain = "".join(text.split())
    if len(plain) // 4 * 3 > limits.attachment:
        raise too_big(name, limits)
    try:
        return base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(
            "bad_base64",
            gettext_noop("Tệp đính kèm “%(name)s” bị hỏng trên đường đi: mã base64 không đúng."),
            name=name,
        ) from None


def too_big(name: str, limits: Limits) -> Refused:
    """An attachment is too heavy."""
    return Refused(
        "too_big",
        gettext_noop("Tệp đính kèm “%(name)s” lớn hơn %(most)s MB sau khi giải nén nên không nhận."),
        name=name,
        most=limits.attachment // MIB,
    )


def unpacked(data: bytes, name: str, limits: Limits) -> tuple[bytes, bool]:
    """The file itself, and whether it was packed: the axis zips each file alone (giải nén).

    An archive or office file that is itself the attachment stays as it is, once it was seen to unpack within bounds.
    """
    if not data.startswith(ZIP):
        return data, False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries, name)
            room = limits.attachment
            for each in entries:
                content = _read(archive, each, name, room, limits)
                room -= len(content)
            wraps = len(entries) == 1 and not entries[0].is_dir() and entries[0].filename not in OFFICE
            if wraps and not (name.lower().endswith(".zip") and not content.startswith(ZIP)):
                return content, True
            return data, False
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise _broken(name) from None


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    if not entries or len(entries) > 2000:
        raise _broken(name)
    for each in entries:
        path = each.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]:
            raise Refused(
                "zip_path",
                gettext_noop("Tệp nén “%(name)s” chứa đường dẫn không an toàn (%(path)s) nên không nhận."),
                name=name,
                path=path[:120],
            )
        if each.flag_bits & 0x1:
            raise Refused("bad_zip", gettext_noop("Tệp nén “%(name)s” có mật khẩu nên không mở được."), name=name)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, room: int, limits: Limits) -> bytes:
    """What an entry really unpacks to; what its directory claims is not believed."""
    pieces, seen = [], 0
    with archive.open(entry) as file:
        while piece := file.read(PIECE):
            seen += len(piece)
            if seen > room:
                raise too_big(name, limits)
            pieces.append(piece)
    return b"".join(pieces)


def _broken(name: str) -> Refused:
    return Refused("bad_zip", gettext_noop("Tệp nén “%(name)s” bị hỏng, không mở được."), name=name)


def packed(content: bytes, name: str, content_id: str) -> bytes:
    """A zip of one entry as the axis wants it; the same bytes for the same file."""
    out = io.BytesIO()
    suffix = PurePosixPath(name).suffix[:12]
    inner = zipfile.ZipInfo(f"{content_id or 'file'}{suffix}".replace("/", "_").replace("\\", "_").replace(":", "_"))
    inner.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(inner, content)
    return out.getvalue()


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def plain_name(name: str) -> str:
    """An attachment's name without any folder (tên tệp)."""
    return name.replace("\\", "/").rpartition("/")[2].strip() or name.strip("/\\. ")
