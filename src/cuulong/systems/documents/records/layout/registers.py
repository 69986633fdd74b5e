"""Registers on paper: cover and columns of the decree, A4 lying (in sổ đăng ký văn bản; NĐ 30/2020, Phụ lục IV)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import typst

from cuulong.core.signatures import typesetting
from cuulong.lib.dates import short_date
from cuulong.lib.money import format_number

from .characters import plain
from .page import source_of

Cell = str | int | date | None


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Cover and first page of a volume (bìa và trang đầu)."""

    parent: str = ""
    body: str
    year: int
    first_day: date | None = None
    last_day: date | None = None
    first_number: str = ""
    last_number: str = ""
    volume: int = 1


@dataclass(frozen=True, kw_only=True)
class OutgoingRow:
    """A document that was issued (văn bản đi)."""

    number: str
    day: date | None
    subject: str
    signer: str
    places: str
    kept_by: str = ""
    copies: int | None = None
    sent: date | None = None
    received: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingRow:
    """A document that arrived (văn bản đến)."""

    arrived: date | None
    arrival_number: str
    author: str
    number: str
    day: date | None
    subject: str
    receiver: str = ""
    forwarded: date | None = None
    received: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TrackingRow:
    """What became of a document that arrived (theo dõi giải quyết văn bản đến)."""

    arrival_number: str
    document: str
    receiver: str
    due: date | None
    progress: str = ""
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PostalRow:
    """Envelopes handed to the post (gửi văn bản đi bưu điện)."""

    sent: date | None
    number: str
    places: str
    envelopes: int | None
    received: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanRow:
    """A kept copy that was lent (sử dụng bản lưu)."""

    day: date | None
    user: str
    number_and_day: str
    subject: str
    file: str = ""
    received: str = ""
    returned: date | None = None
    allowed_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Book:
    """Title, heads of the columns and their shares of the width; whether the cover tells the numbers."""

    title: str
    columns: tuple[tuple[str, int], ...]
    numbered: bool = True


_OUTGOING = _Book(
    "Sổ đăng ký văn bản đi",
    (
        ("Số, ký hiệu văn bản", 30),
        ("Ngày tháng văn bản", 22),
        ("Tên loại và trích yếu nội dung văn bản", 60),
        ("Người ký", 26),
        ("Nơi nhận văn bản", 36),
        ("Đơn vị, người nhận bản lưu", 26),
        ("Số lượng bản", 14),
        ("Ngày chuyển", 22),
        ("Ký nhận", 20),
        ("Ghi chú", 18),
    ),
)
_INCOMING = _Book(
    "Sổ đăng ký văn bản đến",
    (
        ("Ngày đến", 22),
        ("Số đến", 15),
        ("Tác giả", 36),
        ("Số, ký hiệu văn bản", 30),
        ("Ngày tháng văn bản", 22),
        ("Tên loại và trích yếu nội dung văn bản", 62),
        ("Đơn vị hoặc người nhận", 30),
        ("Ngày chuyển", 22),
        ("Ký nhận", 18),
        ("Ghi chú", 17),
    ),
)
_TRACKING = _Book(
    "Sổ theo dõi giải quyết văn bản đến",
    (
        ("Số đến", 16),
        ("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 86),
        ("Đơn vị hoặc người nhận", 42),
        ("Thời hạn giải quyết", 26),
        ("Tiến độ giải quyết", 42),
        ("Số, ký hiệu văn bản trả lời", 36),
        ("Ghi chú", 24),
    ),
    numbered=False,
)
_POSTAL = _Book(
    "Sổ gửi văn bản đi bưu điện",
    (
        ("Ngày chuyển", 26),
        ("Số, ký hiệu văn bản", 50),
        ("Nơi nhận văn bản", 90),
        ("Số lượng bì", 22),
        ("Ký nhận và dấu bưu điện", 50),
        ("Ghi chú", 30),
    ),
)
_LOANS = _Book(
    "Sổ sử dụng bản lưu",
    (
        ("Ngày tháng", 22),
        ("Họ tên người sử dụng", 34),
        ("Số, ký hiệu, ngày tháng văn bản", 36),
        ("Tên loại và trích yếu nội dung văn bản", 66),
        ("Số và ký hiệu HS", 24),
        ("Ký nhận", 20),
        ("Ngày trả", 22),
        ("Người cho phép sử dụng", 30),
        ("Ghi chú", 18),
    ),
)


def outgoing(cover: Cover, rows: Sequence[OutgoingRow]) -> bytes:
    """The register of outgoing documents, 10 columns (in sổ đăng ký văn bản đi)."""
    return _set(_OUTGOING, cover, rows)


def incoming(cover: Cover, rows: Sequence[IncomingRow]) -> bytes:
    """The register of incoming documents, 10 columns (in sổ đăng ký văn bản đến)."""
    return _set(_INCOMING, cover, rows)


def tracking(cover: Cover, rows: Sequence[TrackingRow]) -> bytes:
    """The register that follows incoming documents, 7 columns (in sổ theo dõi giải quyết văn bản đến)."""
    return _set(_TRACKING, cover, rows)


def postal(cover: Cover, rows: Sequence[PostalRow]) -> bytes:
    """The register of what the post was given, 6 columns (in sổ gửi văn bản đi bưu điện)."""
    return _set(_POSTAL, cover, rows)


def loans(cover: Cover, rows: Sequence[LoanRow]) -> bytes:
    """The register of kept copies that were lent, 9 columns (in sổ sử dụng bản lưu)."""
    return _set(_LOANS, cover, rows)


def _set(
    book: _Book, cover: Cover, rows: Sequence[OutgoingRow | IncomingRow | TrackingRow | PostalRow | LoanRow]
) -> bytes:
    says = {
        "title": book.title,
        "parent": plain(cover.parent),
        "body": plain(cover.body),
        "year": str(cover.year),
        "days": [_cell(cover.first_day), _cell(cover.last_day)],
        "numbers": [plain(cover.first_number, 20), plain(cover.last_number, 20)] if book.numbered else [],
        "volume": f"{cover.volume:02d}",
        "heads": [head for head, _width in book.columns],
        "widths": [width for _head, width in book.columns],
        "rows": [[_cell(getattr(row, field.name)) for field in fields(row)] for row in rows],
    }
    pdf = typst.compile(
        source_of("base", "register"),
        font_paths=typesetting.fonts(),
        pdf_standards=["a-2b"],
        sys_inputs={"register": json.dumps(says, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)
    return pdf


def _cell(value: Cell) -> str:
    """Days and numbers as Vietnamese write them: 05/01/2026, 1.234."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(value)
    return format_number(value) if isinstance(value, int) else plain(value, 9)
