"""One door for every format, told apart by content (đọc tệp danh mục)."""

from __future__ import annotations

from .records import read_records
from .rows import Reading
from .sheets import read_sheet

LARGEST = 20 * 1024 * 1024


def read_catalogue(data: bytes) -> Reading:
    """Every row of a catalogue file. Raises lib.errors.InputError with a sentence when it is none (đọc danh mục)."""
    opens = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return read_records(data) if opens in (b"{", b"[") else read_sheet(data)
