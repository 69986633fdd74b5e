"""Amounts of đồng and payment codes."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.lib.money import MoneyError, format_dong, format_number, parse_dong
from cuulong.lib.vietqr import NAPAS, QrError, VietQR, build, parse, plain_purpose


def test_amounts_are_written_with_dots() -> None:
    assert format_dong(1_234_567) == "1.234.567\u00a0đồng"
    assert format_dong(0, "đ") == "0\u00a0đ"
    assert format_number(Decimal("1234567.891"), 2) == "1.234.567,89"


@pytest.mark.parametrize(
    "text",
    [
        "700000",
        "700.000",
        "700,000",
        "700 000",
        "700.000đ",
        "700,000 VNĐ",
        "700.000 đồng",
        "700.000,00",
        "700.000 ₫",
    ],
)
def test_a_typed_amount_is_read_in_any_usual_writing(text: str) -> None:
    assert parse_dong(text) == 700_000


@pytest.mark.parametrize("text", ["", "đ", "7.5", "70.00.000", "1.234,567", "-5000", "1,5 triệu", "1e6", "٧٠٠"])
def test_an_unclear_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        parse_dong(text)


def test_an_amount_with_too_many_zeros_is_refused() -> None:
    with pytest.raises(MoneyError, match="quá lớn"):
        parse_dong("9" * 16)


@given(st.integers(0, 10**15))
def test_every_written_amount_is_read_back(amount: int) -> None:
    assert parse_dong(format_dong(amount)) == amount


def test_a_fee_becomes_a_code_and_comes_back() -> None:
    qr = VietQR("970416", "257678859", 700_000, "H61.01-261124-0001")
    read = parse(build(qr))
    assert (read.scheme, read.bank_bin, read.account) == (NAPAS, "970416", "257678859")
    assert (read.amount, read.purpose) == (700_000, "H61.01-261124-0001")


def test_one_changed_character_breaks_the_code() -> None:
    code = build(VietQR("970416", "257678859", 700_000, "phi"))
    with pytest.raises(QrError):
        parse(code.replace("700000", "100000"))


@pytest.mark.parametrize("payload", ["", "63040000", "chào", "00020101", "9" * 40])
def test_what_is_no_payment_code_is_refused(payload: str) -> None:
    with pytest.raises(QrError):
        parse(payload)


@pytest.mark.parametrize(
    "qr",
    [
        VietQR("97041", "1"),
        VietQR("970416", ""),
        VietQR("970416", "1" * 20),
        VietQR("970416", "1", 0),
        VietQR("970416", "1", 10**13),
        VietQR("970416", "1", 1, "phí hồ sơ"),
        VietQR("970416", "1", 1, "x" * 26),
    ],
)
def test_a_code_that_banks_would_refuse_is_not_made(qr: VietQR) -> None:
    with pytest.raises(QrError):
        build(qr)


def test_a_purpose_loses_accents_and_is_cut() -> None:
    assert plain_purpose("Phí cấp Giấy chứng nhận số 12/ĐK") == "Phi cap Giay chung nhan s"


def test_published_codes_are_read_and_rebuilt(people_data: Path) -> None:
    rebuilt = 0
    for vector in json.loads((people_data / "vietqr_vectors.json").read_text("utf-8")):
        read = parse(vector["qr"])
        assert (read.bank_bin, read.account) == (vector["bank_bin"], vector["bank_number"])
        assert read.purpose == vector["purpose"]
        assert (str(read.amount) if read.amount else None) == vector["amount"]
        if read.bank_bin == "970416" and read.account:
            assert build(VietQR(read.bank_bin, read.account, read.amount, read.purpose or "")) == vector["qr"]
            rebuilt += 1
    assert rebuilt == 4
