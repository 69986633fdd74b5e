"""Reading bank statements: tables with a configured heading, and ISO 20022 camt.053 (đọc sao kê)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.money import parse_dong
from cuulong.lib.tables import Row, RowError, read_table
from cuulong.lib.vietnamese import clean

MOST = 20_000
MOST_BYTES = 20 * 1024 * 1024


class BadStatement(InputError):
    """A file that is no statement of ours at all (sao kê không đọc được)."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One transfer of a statement; `amount` is negative for money out. `error` says why a line cannot be booked."""

    line: int
    number: str = ""
    day: date | None = None
    amount: int = 0
    memo: str = ""
    error: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A statement as read; account and balances only where the file tells them."""

    lines: tuple[Line, ...]
    account: str = ""
    opening: int | None = None
    closing: int | None = None


def _headings(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def read_csv(data: bytes, columns: Mapping[str, str], skip: int = 0) -> Read:
    """A table (CSV or XLSX) by configured headings; raises BadStatement or TableError (đọc sao kê dạng bảng)."""
    if skip and data[:4] != b"PK\x03\x04":
        data = b"\n".join(data.replace(b"\r\n", b"\n").split(b"\n")[skip:])
    wanted = {name: found for name, text in columns.items() if (found := _headings(text))}
    money = [name for name in ("credit", "amount") if name in wanted][:1]
    if not money:
        raise BadStatement("format", gettext_noop("Mẫu sao kê chưa có cột ghi có hay cột số tiền."))
    table = read_table(data, columns=wanted, required=["day", "memo", *money], max_rows=MOST, max_bytes=MOST_BYTES)
    lines = [replace(_table_line(row), line=row.line + skip) for row in table.rows]
    lines += [_bad(error, skip) for error in table.errors]
    return Read(lines=tuple(sorted(lines, key=lambda line: line.line)))


def _bad(error: RowError, skip: int) -> Line:
    return Line(line=error.line + skip, error=error.message, params=error.params)


def _table_line(row: Row) -> Line:
    typed = row.values
    try:
        day = parse_date(re.split(r"[ T]", typed["day"].strip(), maxsplit=1)[0])
        amount = _signed(typed.get("credit", "")) - abs(_signed(typed.get("debit", "")))
        amount = amount or _signed(typed.get("amount", ""))
    except InputError as error:
        return Line(line=row.line, memo=clean(typed["memo"])[:300], error=error.message, params=error.params)
    empty = "" if amount else gettext_noop("Dòng không có số tiền.")
    number = typed.get("number", "").strip()[:78]
    return Line(line=row.line, number=number, day=day, amount=amount, memo=clean(typed["memo"])[:300], error=empty)


def _signed(text: str) -> int:
    text = text.strip().replace("−", "-")
    if text in ("", "-"):
        return 0
    return -parse_dong(text[1:]) if text.startswith("-") else parse_dong(text.removeprefix("+"))


def _plain(element: Element) -> Element:
    """Tags without namespaces: banks send several versions of camt.053.001."""
    for one in element.iter():
        one.tag = one.tag.rpartition("}")[2]
    return element


def read_camt053(data: bytes) -> Read:
    """ISO 20022 camt.053; entities, DTDs and outside references are refused; raises BadStatement (đọc sao kê camt.053)."""
    if len(data) > MOST_BYTES:
        raise BadStatement("large", gettext_noop("Tệp sao kê quá lớn. Xin ngân hàng chia theo ngày."))
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise BadStatement(
            "xml", gettext_noop("Tệp XML bị hỏng hoặc chứa khai báo không cho phép nên không đọc.")
        ) from error
    if not root.tag.startswith("{urn:iso:std:iso:20022:tech:xsd:camt.053.001."):
        raise BadStatement("camt", gettext_noop("Tệp XML này không phải sao kê camt.053."))
    statements = _plain(root).findall("BkToCstmrStmt/Stmt")
    if len(statements) != 1:
        raise BadStatement("one", gettext_noop("Tệp phải có đúng một sao kê của một tài khoản."))
    (stated,) = statements
    lines: list[Line] = []
    for entry in stated.findall("Ntry"):
        for one in _entry(entry):
            lines.append(replace(one, line=len(lines) + 1))
            if len(lines) > MOST:
                raise BadStatement("rows", gettext_noop("Sao kê có quá nhiều dòng. Xin ngân hàng chia theo ngày."))
    account = stated.findtext("Acct/Id/Othr/Id") or stated.findtext("Acct/Id/IBAN") or ""
    return Read(
        lines=tuple(lines),
        account=account.strip(),
        opening=_balance(stated, ("OPBD", "PRCD")),
        closing=_balance(stated, ("CLBD",)),
    )


def _entry(entry: Element) -> Iterator[Line]:
    """One line a transfer; a batch is booked by its parts only when they add up."""
    status = (entry.findtext("Sts/Cd") or entry.findtext("Sts") or "BOOK").strip()
    text_day = (entry.findtext("BookgDt/Dt") or entry.findtext("BookgDt/DtTm") or "")[:10]
    number = (entry.findtext("AcctSvcrRef") or "").strip()
    try:
        day, whole = parse_date(text_day), _amount(entry)
        if status != "BOOK":
            raise BadStatement("pending", gettext_noop("Giao dịch chưa ghi sổ tại ngân hàng."))
        if entry.findtext("RvslInd") in ("true", "1"):
            raise BadStatement("reversal", gettext_noop("Bút toán đảo của ngân hàng: đối soát bằng tay."))
        parts = entry.findall("NtryDtls/TxDtls")
        sums = [_amount(part, of=entry) for part in parts] if len(parts) > 1 else []
        if len(parts) > 1 and sum(sums) != whole:
            raise BadStatement("batch", gettext_noop("Các phần của lô không cộng đúng số tiền của lô."))
    except InputError as error:
        yield Line(line=0, number=number, memo=_memo(entry), error=error.message, params=error.params)
        return
    if not sums:
        yield Line(line=0, number=number, day=day, amount=whole, memo=_memo(entry))
    for at, (part, amount) in enumerate(zip(parts, sums, strict=False)):
        own = (part.findtext("Refs/AcctSvcrRef") or "").strip()
        fallback = f"{number}/{at + 1}" if number else ""
        yield Line(line=0, number=own or fallback, day=day, amount=amount, memo=_memo(part))


def _amount(element: Element, of: Element | None = None) -> int:
    """Đồng with its sign; only VND."""
    found = element.find("Amt")
    found = element.find("AmtDtls/TxAmt/Amt") if found is None else found
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not re.fullmatch(r"\d{1,15}(\.0+)?", text, re.ASCII):
        raise BadStatement("amount", gettext_noop("Số tiền của dòng không đọc được."))
    if found.get("Ccy", "VND") != "VND":
        raise BadStatement("currency", gettext_noop("Dòng không phải tiền đồng Việt Nam."))
    way = element.findtext("CdtDbtInd") or (of.findtext("CdtDbtInd") if of is not None else "")
    if way not in ("CRDT", "DBIT"):
        raise BadStatement("direction", gettext_noop("Dòng không ghi tiền vào hay tiền ra."))
    return int(text.partition(".")[0]) * (1 if way == "CRDT" else -1)


def _memo(element: Element) -> str:
    found = [one.text or "" for one in element.iter("Ustrd")] or [element.findtext("AddtlNtryInf") or ""]
    return clean(" ".join(found))[:300]


def _balance(stated: Element, codes: Sequence[str]) -> int | None:
    for balance in stated.findall("Bal"):
        if balance.findtext("Tp/CdOrPrtry/Cd") in codes:
            try:
                return _amount(balance)
            except BadStatement:
                return None
    return None
