"""Money: paid by QR code before filing, told by the bank, and never twice (nộp phí, lệ phí)."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import expect

from cuulong.systems.payments.adapters import SIGNATURE, TIMESTAMP
from cuulong.systems.payments.models import Charge, ChargeState, Payment
from cuulong.systems.payments.rules import signature

from .papers import paper, sample
from .people import Window, answer_page
from .province import Province
from .test_dossier import wait_until_paid

Open = Callable[..., Window]


def test_copies_are_paid_by_qr_code_before_the_dossier_can_be_sent(window: Open) -> None:
    citizen = window("nguyenvanthu", width=360)
    page = citizen.go("/thu-tuc/khai-sinh/")
    citizen.press("Bắt đầu nộp hồ sơ")
    citizen.press("Lưu và tiếp tục")
    for _step in range(4):
        answer_page(page, sample("khai-sinh-be-mau"))
        citizen.press("Lưu và tiếp tục")
    page.locator("#p-giay-chung-sinh").set_input_files(paper("giay-chung-sinh"))
    citizen.press("Lưu và tiếp tục")
    expect(page.get_by_role("heading", level=1)).to_have_text("Phí, lệ phí")
    fees = page.url
    citizen.press("Tiếp tục")
    citizen.press("Nộp hồ sơ")
    expect(page.locator("body")).to_contain_text("Chưa nộp: Phí cấp bản sao Giấy khai sinh")

    page.goto(fees)
    page.get_by_role("link", name="Nộp bằng mã VietQR").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nộp 16.000 đ")
    expect(page.locator("svg.qr")).to_be_visible()
    citizen.press("Chuyển tiền thử")
    wait_until_paid(citizen)
    page.goto(fees)
    expect(page.locator("body")).to_contain_text("Đã nhận đủ tiền.")
    citizen.press("Tiếp tục")
    citizen.press("Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")


@pytest.fixture
def due(rows: None) -> Charge:
    charge = Charge.objects.filter(state=ChargeState.DUE, subject_kind="services.dossier").order_by("-pk").first()
    assert charge is not None
    return charge


def tell(province: Province, charge: Charge, *, key: str = "", stamp: float = 0, **fields: object) -> int:
    """The bank tells of a transfer; `key` and `stamp` make it a forger. Gives the HTTP status."""
    message = {
        "transactionId": f"T{charge.reference}",
        "amount": charge.total,
        "description": f"IBFT {charge.reference} nop phi",
        "receivedAt": "2026-01-05T09:00:00+07:00",
    }
    body, at = json.dumps(message | fields).encode(), str(int(stamp or time.time()))
    signed = signature(body, at, key or province.env["CUULONG_PAYMENT_WEBHOOK_KEY"])
    headers: Mapping[str, str] = {"Content-Type": "application/json", TIMESTAMP: at, SIGNATURE: signed}
    request = urllib.request.Request(f"{province.url}/payments/webhook/", data=body, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_message_the_bank_did_not_sign_pays_nothing(province: Province, due: Charge) -> None:
    assert tell(province, due, key="somebody else's key") == 403
    due.refresh_from_db()
    assert due.state == ChargeState.DUE


def test_a_genuine_message_sent_again_much_later_pays_nothing(province: Province, due: Charge) -> None:
    assert tell(province, due, stamp=time.time() - 3600) == 403
    due.refresh_from_db()
    assert due.state == ChargeState.DUE


def test_money_of_another_amount_is_kept_but_does_not_pay(province: Province, due: Charge) -> None:
    name = f"S{due.reference}"
    assert tell(province, due, transactionId=name, amount=due.total - 1) == 200
    due.refresh_from_db()
    assert due.state == ChargeState.DUE
    assert Payment.objects.get(bank_transaction=name).why == "Số tiền khác số phải nộp."


def test_the_same_transfer_told_three_times_is_booked_once(province: Province, due: Charge) -> None:
    assert [tell(province, due) for _time in range(3)] == [200, 200, 200]
    due.refresh_from_db()
    assert due.state == ChargeState.PAID
    assert Payment.objects.filter(charge=due, state="matched").count() == 1
