"""Bank statements: read with bounds, previewed, booked once however they overlap."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.people.testing import sign_in
from cuulong.lib.tables import TableError
from cuulong.systems.payments.actions.refunds import decide, request_refund
from cuulong.systems.payments.actions.statements import add_statement, book_statement, preview
from cuulong.systems.payments.adapters.statements import BadStatement, read_camt053, read_csv
from cuulong.systems.payments.demo import COMMON, load_formats
from cuulong.systems.payments.models import (
    ChargeState,
    LineState,
    Payment,
    RefundCause,
    RefundState,
    Statement,
    StatementFormat,
)
from cuulong.systems.payments.rules import NotPossible

from .conftest import Ask, Treasury, transfer
from .test_ledger import check_the_books

COLUMNS = {key: str(value) for key, value in COMMON.items() if key != "name"}
TODAY = date(2026, 11, 24)


def table(*rows: str, numbers: bool = True) -> bytes:
    head = "Ngày giao dịch,Số giao dịch,Ghi nợ,Ghi có,Nội dung" if numbers else "Ngày giao dịch,Ghi nợ,Ghi có,Nội dung"
    return "\n".join([head, *rows]).encode()


def camt(*entries: str, account: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><Othr><Id>{account or settings.TREASURY_ACCOUNT}</Id></Othr></Id></Acct>{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(
    amount: str, memo: str, number: str = "", *, way: str = "CRDT", currency: str = "VND", status: str = "BOOK"
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>2026-11-24</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf>"
        f"<Ustrd>{memo}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def take(treasury: Treasury, data: bytes) -> Statement:
    load_formats()
    form = StatementFormat.objects.get(name=COMMON["name"])
    made = add_statement(data, name="sao-ke.csv", form=form, acting=treasury.accountant)
    return book_statement(made, acting=treasury.accountant)


def states(statement: Statement) -> list[str]:
    return list(statement.lines.order_by("line").values_list("state", flat=True))


def test_a_table_is_read_with_its_columns_whatever_stands_above_them() -> None:
    data = "Ngân hàng Mẫu\nTừ ngày 1\n".encode() + table(
        "24/11/2026 08:15,FT1,,16.000,nộp phí", "24/11/2026,FT2,11000,,phí"
    )
    first, second = read_csv(data, COLUMNS, skip=2).lines
    assert (first.line, first.number, first.day, first.amount) == (4, "FT1", TODAY, 16_000)
    assert second.amount == -11_000


def test_bad_lines_are_named_and_good_ones_kept() -> None:
    found = read_csv(table("24/11/2026,A,,16.000,x", "31/02/2026,B,,1.000,x", "24/11/2026,C,,7.5,x"), COLUMNS).lines
    assert [bool(line.error) for line in found] == [False, True, True]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a;b\n1;2\n", b"\x00\x01"])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises((TableError, BadStatement)):
        read_csv(data, COLUMNS)


def test_camt_is_read_in_any_version() -> None:
    found = read_camt053(camt(entry("16000.00", "CLAB nop phi", "FT1"), entry("11000", "phi", way="DBIT")))
    assert [(line.number, line.amount, line.day) for line in found.lines] == [
        ("FT1", 16_000, TODAY),
        ("", -11_000, TODAY),
    ]


@pytest.mark.parametrize(
    "line",
    [
        entry("16000.50", "x"),
        entry("16000", "x", currency="USD"),
        entry("-1", "x"),
        entry("1e9", "x"),
        entry("16000", "x", status="PDNG"),
        entry("16000", "x", way="ODD"),
        "<Ntry></Ntry>",
    ],
)
def test_an_entry_that_is_not_money_of_ours_is_reported_not_booked(line: str) -> None:
    assert [bool(one.error) for one in read_camt053(camt(line)).lines] == [True]


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        b"<?xml version='1.0'?><a",
        b"<?xml version='1.0'?><Document xmlns='urn:other'/>",
        b"<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>",
    ],
)
def test_hostile_or_foreign_xml_is_refused(data: bytes) -> None:
    with pytest.raises(BadStatement):
        read_camt053(data)


def test_a_statement_pays_and_the_same_file_again_is_refused(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    data = table(f"24/11/2026,FT1,,16.000,MB {charge.reference} nop", "24/11/2026,FT2,,5.000,khong ro", "hỏng,FT3,,1,x")
    done = take(treasury, data)
    charge.refresh_from_db()
    assert charge.state == ChargeState.PAID
    assert states(done) == [LineState.MATCHED, LineState.OPEN, LineState.ERROR]
    with pytest.raises(NotPossible, match="đã ghi sổ lúc"):
        take(treasury, data)
    check_the_books()


@pytest.mark.parametrize("numbers", [True, False])
def test_overlapping_statements_book_each_transfer_once(treasury: Treasury, ask: Ask, numbers: bool) -> None:
    refs = [ask().reference for _time in range(3)]
    rows = [f"24/11/2026,{f'FT{n},' if numbers else ''},16.000,{ref}" for n, ref in enumerate(refs)]
    take(treasury, table(*rows[:2], numbers=numbers))
    later = take(treasury, table(*rows[1:], numbers=numbers))
    assert states(later) == [LineState.KNOWN, LineState.MATCHED]
    assert Payment.objects.count() == 3


def test_two_equal_transfers_of_a_day_are_two_and_the_second_is_to_be_returned(treasury: Treasury, ask: Ask) -> None:
    row = f"24/11/2026,,16.000,{ask().reference}"
    assert states(take(treasury, table(row, row, numbers=False))) == [LineState.MATCHED, LineState.OPEN]
    assert Payment.objects.count() == 2


def test_a_transfer_that_was_told_stands_in_the_statement_and_is_booked_once(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    at = timezone.now()
    told = transfer(16_000, f"CT {charge.reference}", number="MSG1", at=at)
    done = take(
        treasury, camt(entry("16000", charge.reference, "OTHER9")).replace(b"2026-11-24", f"{at:%Y-%m-%d}".encode())
    )
    assert states(done) == [LineState.KNOWN]
    told.refresh_from_db()
    assert (told.stated, Payment.objects.count()) == (True, 1)


def test_a_preview_books_nothing_and_says_what_would_happen(treasury: Treasury, ask: Ask) -> None:
    load_formats()
    form = StatementFormat.objects.get()
    data = table(f"24/11/2026,FT1,,16.000,{ask().reference}", "24/11/2026,FT2,9.000,,phí")
    made = add_statement(data, name="a.csv", form=form, acting=treasury.accountant)
    assert [seen.state for seen in preview(made)] == [LineState.OPEN, LineState.OUT]
    assert Payment.objects.count() == 0


def test_money_out_with_the_reference_of_a_refund_pays_and_proves_it(treasury: Treasury, ask: Ask) -> None:
    charge = ask()
    transfer(16_000, charge.reference)
    refund = request_refund(charge, amount=16_000, cause=RefundCause.OTHER, note="rút", acting=treasury.cashier)
    decide(refund, approve=True, words="", acting=treasury.chief)
    done = take(treasury, camt(entry("16000", f"hoan tra {refund.reference}", "FT5", way="DBIT")))
    refund.refresh_from_db()
    assert (states(done), refund.state, refund.proof_number) == ([LineState.REFUND], RefundState.PAID, "FT5")
    check_the_books()


def test_the_statement_of_another_account_is_refused(treasury: Treasury) -> None:
    with pytest.raises(BadStatement, match="không phải tài khoản thu"):
        take(treasury, camt(account="777"))


def test_the_screens_from_upload_to_report_and_the_sheet_that_adds_up(treasury: Treasury, ask: Ask) -> None:
    load_formats()
    client = sign_in(Client(), treasury.accountant.account)
    charge = ask()
    day = timezone.localdate()
    data = table(f"{day:%d/%m/%Y},FT1,,16.000,{charge.reference}", "hỏng,FT3,,1,x")
    sent = client.post(
        reverse("payments:statements"),
        {"file": SimpleUploadedFile("a.csv", data), "format": StatementFormat.objects.get().pk},
    )
    url = sent.headers["Location"]
    assert "Ngày chưa đúng" in client.get(url).content.decode()
    client.post(url)
    assert "Khớp khoản phải thu" in client.get(url).content.decode()
    shown = client.get(reverse("payments:sheet")).content.decode()
    assert "Phí cấp bản sao" in shown
    assert "Không khớp" not in shown
    assert client.get(reverse("payments:sheet"), {"as": "xlsx"}).content[:2] == b"PK"
    again = client.post(reverse("payments:statements"), {"file": SimpleUploadedFile("b.csv", b"x"), "format": ""})
    assert "Chọn mẫu sao kê" in again.content.decode()
