"""Rows of an old register as documents: what is odd is put right where it is plain, and always told (dòng sổ cũ)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import Row, Table, TableError, read_table, write_csv
from cuulong.lib.vietnamese import clean

from ..incoming.arrival import BY_NAME
from ..records.kinds import ALL, LETTER
from ..records.rules import must_not_be_secret, number_key, parse_number

MOST_ROWS = 20_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("Số, ký hiệu", "số ký hiệu", "so_ky_hieu", "số và ký hiệu", "số hiệu", "number"),
    "issued_on": ("Ngày văn bản", "ngày ban hành", "ngay_ban_hanh", "ngày tháng", "ngày tháng văn bản", "date"),
    "subject": ("Trích yếu", "trich_yeu", "tên loại và trích yếu", "trích yếu nội dung", "subject"),
    "issuer": ("Cơ quan ban hành", "co_quan_ban_hanh", "tác giả", "nơi ban hành", "issuer"),
    "kind": ("Loại văn bản", "loai_van_ban", "tên loại", "loại", "kind"),
    "signer": ("Người ký", "nguoi_ky", "signer"),
    "arrived_on": ("Ngày đến", "ngay_den", "arrival date"),
    "note": ("Ghi chú", "hiệu lực", "hieu_luc", "note"),
}
_NO_SLASH = re.compile(r"^(\d{1,6})\s+([A-ZĐ][\w&Đđ]*-\S+)$")
_KIND_OF = {kind.short.casefold(): code for code, kind in ALL.items() if kind.short}
LONGEST = 500
NOT_SAID = "(sổ cũ không ghi)"

ODD = {
    "no_number": gettext_noop("Dòng không có số, ký hiệu; vẫn nhập, tìm theo trích yếu và ngày."),
    "mended": gettext_noop("Số “%(typed)s” thiếu dấu “/”; nhập là “%(number)s”."),
    "unread_number": gettext_noop("Số “%(typed)s” không theo cách ghi số, ký hiệu; giữ nguyên như sổ cũ."),
    "no_issuer": gettext_noop("Dòng không ghi cơ quan ban hành."),
    "long": gettext_noop("Trích yếu dài %(n)s ký tự; sổ giữ 500, phần đủ ở mục tóm tắt."),
    "twice": gettext_noop("Trùng số và ngày với dòng %(line)s nhưng khác trích yếu; vẫn nhập."),
}
BAD = {
    "no_subject": gettext_noop("Dòng không có trích yếu nên không nhập."),
    "no_date": gettext_noop("Dòng không có ngày văn bản nên không nhập."),
    "date": gettext_noop("“%(typed)s” không phải ngày nên dòng không nhập."),
    "future": gettext_noop("Ngày %(typed)s ở sau hôm nay nên dòng không nhập."),
    "secret": gettext_noop("Văn bản có độ mật nên không nhập, kể cả trích yếu."),
    "same": gettext_noop("Giống hệt dòng %(line)s nên bỏ."),
}


@dataclass(frozen=True)
class Remark:
    """What is odd or wrong with a row (lưu ý về dòng)."""

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return (ODD | BAD)[self.code]

    @property
    def is_bad(self) -> bool:
        return self.code in BAD


@dataclass(frozen=True, kw_only=True)
class Old:
    """A document of long ago (văn bản trong sổ cũ)."""

    line: int
    number: str
    issued_on: date
    subject: str
    summary: str = ""
    issuer: str
    kind: str
    kind_name: str
    signer: str = ""
    arrived_on: date | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, date, str]:
        """What tells two rows apart: number in any writing, day, subject."""
        return number_key(self.number)[:60], self.issued_on, self.subject.casefold()


def read_rows(data: bytes) -> Table:
    """The rows of a CSV, XLSX or JSON file by our names of columns. Raises TableError (đọc tệp sổ cũ)."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"[", b"{"):
        return _from_json(data)
    return read_table(data, columns=COLUMNS, required=("subject", "issued_on"), max_rows=MOST_ROWS, titled=True)


def _from_json(data: bytes) -> Table:
    try:
        said = json.loads(data)
        listed = said if isinstance(said, list) else next(v for v in said.values() if isinstance(v, list))
        records = [{clean(str(k)): one[k] for k in one} for one in listed]
    except (ValueError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise TableError(
            "json", gettext_noop("Tệp JSON phải là danh sách các dòng, mỗi dòng là một đối tượng.")
        ) from error
    if len(records) > MOST_ROWS:
        raise TableError(
            "table_rows", gettext_noop("Bảng có hơn %(limit)d dòng. Chia thành nhiều phần."), limit=MOST_ROWS
        )
    names = list(dict.fromkeys(name for one in records for name in one))
    lines = [names, *[[_plain(one.get(name)) for name in names] for one in records]]
    return read_table(
        write_csv(lines[0], lines[1:]), columns=COLUMNS, required=("subject", "issued_on"), max_rows=MOST_ROWS
    )


def _plain(value: Any) -> str:
    return "" if value is None else clean(str(value)) if isinstance(value, str | int | float) else ""


def judge(rows: Sequence[Row], *, issuer: str, today: date) -> Iterator[tuple[Old | None, list[Remark]]]:
    """Each row as a document with what is odd, or None with what is wrong (kiểm tra từng dòng)."""
    seen: dict[tuple[str, date], Old] = {}
    for row in rows:
        old, remarks = _one(row, issuer, today)
        if old is not None and old.number:
            first = seen.setdefault(old.key[:2], old)
            if first is not old and first.key == old.key:
                old, remarks = None, [Remark(row.line, "same", {"line": first.line})]
            elif first is not old:
                remarks.append(Remark(row.line, "twice", {"line": first.line}))
        yield old, remarks


def _one(row: Row, issuer: str, today: date) -> tuple[Old | None, list[Remark]]:
    said = {name: clean(row.values.get(name, "")) for name in COLUMNS}
    subject, typed = said["subject"], said["issued_on"]
    bad = "" if subject else "no_subject"
    bad = bad or ("" if typed else "no_date")
    if bad:
        return None, [Remark(row.line, bad)]
    try:
        must_not_be_secret(subject=subject)
    except InputError:
        return None, [Remark(row.line, "secret")]
    day = _day(typed)
    if day is None or day > today:
        return None, [Remark(row.line, "date" if day is None else "future", {"typed": typed})]
    remarks: list[Remark] = []
    number = _number(said["number"], row.line, remarks)
    body = said["issuer"] or issuer
    if not body:
        remarks.append(Remark(row.line, "no_issuer"))
    if len(subject) > LONGEST:
        remarks.append(Remark(row.line, "long", {"n": len(subject)}))
    kind, name = _kind(said["kind"], number)
    old = Old(
        line=row.line,
        number=number,
        issued_on=day,
        subject=subject[:LONGEST],
        summary=subject if len(subject) > LONGEST else "",
        issuer=(body or NOT_SAID)[:200],
        kind=kind,
        kind_name=name[:100],
        signer=said["signer"][:100],
        arrived_on=_day(said["arrived_on"]) if said["arrived_on"] else None,
        note=said["note"][:300],
    )
    return old, remarks


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except InputError:
        return None


def _number(typed: str, line: int, remarks: list[Remark]) -> str:
    if not typed:
        remarks.append(Remark(line, "no_number"))
        return ""
    if found := _NO_SLASH.match(typed):
        mended = f"{found[1]}/{found[2]}"
        remarks.append(Remark(line, "mended", {"typed": typed, "number": mended}))
        return mended
    try:
        parse_number(typed)
    except InputError:
        remarks.append(Remark(line, "unread_number", {"typed": typed}))
    return typed[:60]


def _kind(typed: str, number: str) -> tuple[str, str]:
    """The kind by its name, else by the notation: "QĐ" of "12/QĐ-UBND"; a notation without kind is a letter's."""
    if typed:
        return BY_NAME.get(typed.casefold(), ""), typed
    _n, _slash, notation = number.partition("/")
    first = re.split(r"[-/]", re.sub(r"^\d{4}/", "", notation))[0].casefold()
    code = _KIND_OF.get(first, LETTER if notation else "")
    return code, ALL[code].name if code else ""
