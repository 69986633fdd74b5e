"""What a file must be to be taken in; pure decisions, no storage (điều kiện nhận tệp)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.money import format_number

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ZIP = "application/zip"
XML = "application/xml"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

SUFFIXES = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    ODT: (".odt",),
    ODS: (".ods",),
    ZIP: (".zip",),
    XML: (".xml", ".edxml"),
    TEXT: (".txt", ".csv"),
}
SHORT_NAMES = {
    PDF: "PDF",
    JPEG: "JPEG",
    PNG: "PNG",
    DOCX: "Word (.docx)",
    XLSX: "Excel (.xlsx)",
    ODT: "ODT",
    ODS: "ODS",
    ZIP: "ZIP",
    XML: "XML",
    TEXT: "TXT",
}
PAPERS = frozenset({PDF, JPEG, PNG, DOCX, XLSX})
INLINE = frozenset({PDF, JPEG, PNG})

MAX_NAME = 200
MAX_PIXELS = 100_000_000


class Refused(InputError):
    """The file is not taken in; the sentence says why (từ chối tệp).

    Codes: empty, too_big, wrong_type, damaged, encrypted, bomb, macro, infected, scanner_down.
    """


@dataclass(frozen=True)
class ArchiveLimits:
    """How far an archive may unpack: entries, bytes in all, and times its packed size."""

    entries: int = 2_000
    total_bytes: int = 300 * 1024 * 1024
    ratio: int = 120


def megabytes(size: int) -> str:
    """Size for a reader: "0,4 MB", "26 MB"; 1 MB = 1,048,576 bytes."""
    value = size / (1024 * 1024)
    return f"{format_number(round(value, 1), 1 if value < 10 else 0)} MB"


def check_size(size: int, max_bytes: int) -> None:
    """Raises Refused when the file is empty or heavier than `max_bytes`."""
    if size == 0:
        raise Refused("empty", gettext_noop("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại."))
    if size > max_bytes:
        raise Refused(
            "too_big",
            gettext_noop("Tệp nặng %(size)s, chỉ nhận đến %(limit)s"),
            size=megabytes(size),
            limit=megabytes(max_bytes),
        )


def check_allowed(media_type: str, allowed: frozenset[str], seen_as: str = "") -> None:
    """Raises Refused when the content is of a kind that is not asked for; `seen_as` is what it looks like."""
    if media_type in allowed:
        return
    wanted = ", ".join(SHORT_NAMES.get(each, each) for each in sorted(allowed, key=list(SHORT_NAMES).index))
    seen = SHORT_NAMES.get(media_type) or seen_as
    if seen:
        raise Refused(
            "wrong_type", gettext_noop("Nội dung tệp là %(seen)s, ở đây chỉ nhận %(wanted)s"), seen=seen, wanted=wanted
        )
    raise Refused("wrong_type", gettext_noop("Không nhận ra loại tệp này, ở đây chỉ nhận %(wanted)s"), wanted=wanted)


def check_archive(sizes: list[tuple[int, int]], limits: ArchiveLimits = ArchiveLimits()) -> None:
    """Raises Refused for a zip bomb; `sizes` are (unpacked, packed) bytes of each entry."""
    unpacked = sum(size for size, _ in sizes)
    packed = sum(size for _, size in sizes)
    small = 1024 * 1024
    if (
        len(sizes) > limits.entries
        or unpacked > limits.total_bytes
        or (unpacked > small and unpacked > packed * limits.ratio)
    ):
        raise Refused("bomb", gettext_noop("Tệp nén bung ra quá lớn nên không nhận. Gửi từng tệp thay vì tệp nén."))


def clean_name(name: str, media_type: str) -> str:
    """A safe file name: NFC, no folders, no control or direction marks, an ending that fits the content."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    text = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    text = "".join("_" if c in '<>:"/\\|?*' else c for c in text).strip(" .") or "tep"
    suffixes = SUFFIXES.get(media_type, ())
    ending = "" if not suffixes or text.lower().endswith(suffixes) else suffixes[0]
    return text if not ending and len(text) <= MAX_NAME else _shorten(text, ending)


def _shorten(text: str, ending: str) -> str:
    stem, dot, suffix = text.rpartition(".")
    if not ending and dot and len(suffix) < 10:
        text, ending = stem, f".{suffix}"
    return text[: MAX_NAME - len(ending)] + ending
