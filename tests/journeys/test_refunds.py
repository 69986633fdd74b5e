"""A fee paid by QR code comes back after a refusal or a withdrawal (hoàn trả phí, lệ phí)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .offices import act, filed, is_accessible, is_off_the_desk, open_from_desk
from .papers import paper, sample
from .people import Window, answer_page
from .test_dossier import wait_until_paid

Open = Callable[..., Window]
WHY = "Giấy chứng sinh không phải của bé trong tờ khai."


def file_and_pay(citizen: Window) -> tuple[str, str, str]:
    """Copies of a birth certificate, paid before the dossier is sent: its code, its page, the words of the transfer."""
    page = citizen.go("/thu-tuc/khai-sinh/")
    citizen.press("Bắt đầu nộp hồ sơ")
    while page.locator("#p-giay-chung-sinh").count() == 0:
        answer_page(page, sample("khai-sinh-be-mau"))
        citizen.press("Lưu và tiếp tục")
    page.locator("#p-giay-chung-sinh").set_input_files(paper("giay-chung-sinh"))
    citizen.press("Lưu và tiếp tục")
    fees = page.url
    citizen.follow("Nộp bằng mã VietQR")
    expect(page.locator("svg.qr")).to_be_visible()
    reference = page.locator("dl.details dd.code").last.inner_text()
    is_accessible(citizen)
    citizen.press("Chuyển tiền thử")
    wait_until_paid(citizen)
    page.goto(fees)
    citizen.press("Tiếp tục")
    citizen.press("Nộp hồ sơ")
    return *filed(citizen), reference


def ask_for_refund(collector: Window, reference: str) -> str:
    """The counter's collector finds the charge and asks; gives the words of the transfer back."""
    page = collector.go(f"/payments/?reference={reference}")
    page.get_by_role("link", name=reference).click()
    collector.follow("Đề nghị hoàn trả")
    is_accessible(collector)
    page.locator("[name=amount]").fill("16.001")
    page.locator("[name=note]").fill(WHY)
    collector.press("Gửi đề nghị")
    expect(page.locator("[name=note]")).to_have_value(WHY)  # more than was paid cannot go back
    page.locator("[name=amount]").fill("16.000")
    collector.press("Gửi đề nghị")
    collector.says("Người khác duyệt đề nghị của anh/chị.")
    expect(page.locator("button[name=approve]")).to_have_count(0)
    return page.locator("dl.details dd.code").first.inner_text()


@pytest.mark.parametrize(("language", "ending"), [("vi", "refused"), ("en", "withdrawn")])
def test_a_fee_paid_by_qr_code_comes_back_and_the_citizen_sees_it(window: Open, language: str, ending: str) -> None:
    citizen = window("nguyenvanthu", width=360, language=language)
    code, own_page, reference = file_and_pay(citizen)
    if ending == "refused":
        counter = window("lc.tiepnhan", language=language)
        open_from_desk(counter, code)
        act(counter, "decline", note=WHY)
        citizen.go(own_page)
        citizen.says(WHY)
    else:
        citizen.follow("Rút hồ sơ")
        citizen.page.locator("[name=reason]").fill("Xin nộp lại ở nơi cư trú của mẹ.")
        is_accessible(citizen)
        citizen.push("button.btn-danger")
        citizen.says("Đã rút hồ sơ.")

    collector = window("lc.thuphi", language=language)
    back = ask_for_refund(collector, reference)

    chief = window("tinh.ketoantruong", language=language)
    open_from_desk(chief, back)
    chief.says(WHY)
    is_accessible(chief)
    chief.push("button[name=approve]")
    chief.says("Đã ghi ý kiến.")

    accountant = window("tinh.ketoan", language=language)
    open_from_desk(accountant, back)
    is_accessible(accountant)
    page = accountant.page
    page.locator(f"label[for='{page.locator('[name=channel][value=vietqr]').get_attribute('id')}']").click()
    accountant.press("Ghi nhận đã chi")
    accountant.says("Ghi số giao dịch của ngân hàng hoặc gửi kèm chứng từ chi.")
    page.locator("[name=proof_number]").fill(f"FT-{language}-0001")
    accountant.press("Ghi nhận đã chi")
    accountant.says(f"FT-{language}-0001")
    is_off_the_desk(accountant, back)

    citizen.go(own_page)
    is_accessible(citizen)
    money = citizen.page.locator("a[href^='/payments/']")
    expect(money).to_contain_text("16.000" if language == "vi" else "16,000")
    with citizen.page.expect_navigation():
        money.click()
    citizen.says("Đã hoàn trả toàn bộ khoản này.")
    citizen.says("Đã chi trả")
    is_accessible(citizen)
