"""What a file is, told by its content; a name or a browser's claim is never believed (nhận dạng nội dung tệp)."""

from __future__ import annotations

import zipfile
from typing import IO

import puremagic
from PIL import Image, UnidentifiedImageError

from cuulong.lib.errors import gettext_noop

from . import rules

HEAD = 8192
CHUNK = 256 * 1024
OFFICE = {"word/document.xml": rules.DOCX, "xl/workbook.xml": rules.XLSX}
MACROS = ("vbaproject.bin",)


def identify(file: IO[bytes], size: int) -> tuple[str, str]:
    """The media type of a seekable file, checked to be readable, and what else it looks like.

    Raises `rules.Refused` for damaged, locked or dangerous content.
    """
    file.seek(0)
    head = file.read(HEAD)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        _check_pdf(file, size)
        return rules.PDF, ""
    if head.startswith(b"\xff\xd8\xff"):
        _check_image(file, "JPEG")
        return rules.JPEG, ""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_image(file, "PNG")
        return rules.PNG, ""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _check_zip(file), ""
    return _identify_other(head, whole=size <= HEAD)


def _damaged(seen: str) -> rules.Refused:
    return rules.Refused(
        "damaged",
        gettext_noop(
            "Tệp %(seen)s này không mở được, có thể đã hỏng hoặc tải lên chưa hết. Chụp hoặc lưu lại rồi gửi lại."
        ),
        seen=seen,
    )


def _check_pdf(file: IO[bytes], size: int) -> None:
    file.seek(max(0, size - HEAD))
    tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise _damaged("PDF")


def _check_image(file: IO[bytes], kind: str) -> None:
    file.seek(0)
    try:
        with Image.open(file, formats=[kind]) as image:
            if image.width * image.height > rules.MAX_PIXELS:
                raise rules.Refused(
                    "bomb", gettext_noop("Ảnh có quá nhiều điểm ảnh nên không nhận. Chụp lại ở cỡ nhỏ hơn.")
                )
            if kind == "PNG":
                image.verify()
            else:
                # An eighth of the size decodes every block, so a cut-off photo is found at little cost.
                image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
                image.load()
    except rules.Refused:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _damaged(rules.SHORT_NAMES[rules.PNG if kind == "PNG" else rules.JPEG]) from error


def _check_zip(file: IO[bytes]) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            rules.check_archive([(each.file_size, each.compress_size) for each in entries])
            if any(each.flag_bits & 0x1 for each in entries):
                raise rules.Refused(
                    "encrypted", gettext_noop("Tệp nén có mật khẩu nên không đọc được. Bỏ mật khẩu rồi gửi lại.")
                )
            names = {each.filename for each in entries}
            if any(_leaves_folder(name) for name in names):
                raise rules.Refused("damaged", gettext_noop("Tệp nén chứa đường dẫn không an toàn nên không nhận."))
            if any(name.lower().endswith(MACROS) for name in names):
                raise rules.Refused(
                    "macro", gettext_noop("Tệp có macro nên không nhận. Lưu lại dạng không có macro rồi gửi.")
                )
            _unpack_all(archive, entries)
            return _office_type(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zipfile.LargeZipFile) as error:
        raise _damaged("ZIP") from error


def _leaves_folder(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _unpack_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read every entry once: a directory that lies about sizes or sums does not pass."""
    for each in entries:
        with archive.open(each) as entry:
            while entry.read(CHUNK):
                pass


def _office_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    for name, media_type in OFFICE.items():
        if name in names and "[Content_Types].xml" in names:
            return media_type
    if "mimetype" in names:
        told = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
        if told in (rules.ODT, rules.ODS):
            return told
    return rules.ZIP


def _identify_other(head: bytes, *, whole: bool) -> tuple[str, str]:
    text = _as_text(head, whole=whole)
    if text is None:
        return rules.UNKNOWN, _magic(head)
    start = text.lstrip("\ufeff\r\n\t ").lower()
    if start.startswith("<?xml") and "<html" not in start:
        return rules.XML, ""
    return (rules.UNKNOWN, "HTML") if start.startswith("<") else (rules.TEXT, "")


def _magic(head: bytes) -> str:
    try:
        return puremagic.from_string(head).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""


def _as_text(head: bytes, *, whole: bool) -> str | None:
    if b"\0" in head:
        return None
    for cut in range(1 if whole else 4):
        try:
            return head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
    return None
