"""A person at the counter, whose dossier another commune decides (tiếp nhận tại quầy)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .papers import sample
from .people import Window, answer_page

Open = Callable[..., Window]


def start(counter: Window, words: str, title: str) -> None:
    page = counter.go("/counter/")
    page.get_by_label("Tìm thủ tục", exact=True).last.fill(words)
    counter.press("Tìm thủ tục")
    page.locator("ul.papers").get_by_role("link", name=title).click()


def test_any_counter_takes_in_a_dossier_for_the_commune_that_decides(window: Open) -> None:
    counter = window("lc.tiepnhan")
    page = counter.page
    start(counter, "sang ten ghe", "Đăng ký lại phương tiện")
    page.get_by_label("Số căn cước").fill("086195000002")
    counter.press("Tra cứu")
    expect(page.locator("[name=applicant_name]").first).to_have_value("Trần Thị Làm Thử")
    page.locator("[name=applicant_phone]").first.fill("0900000002")
    answer_page(page, sample("ghe-nho"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    # The tax receipt, asked for because of the answers, was left at home.
    page.get_by_role("checkbox", name="Biên lai nộp lệ phí trước bạ").uncheck()
    counter.press("Ghi nhận hồ sơ")
    expect(page.locator("body")).to_contain_text("Đã ghi nhận hồ sơ")
    code = page.locator(".dossier-head .code").inner_text()
    counter.press("Tiếp nhận hồ sơ")
    expect(page.locator("body")).to_contain_text("Hồ sơ còn thiếu: Biên lai nộp lệ phí trước bạ.")
    page.get_by_text("Nhận thêm giấy tờ tại quầy").click()
    page.get_by_role("checkbox", name="Biên lai nộp lệ phí trước bạ").first.check()
    counter.press("Ghi nhận giấy tờ")
    counter.press("Tiếp nhận hồ sơ")
    expect(page.locator("body")).to_contain_text("Chưa nộp: Lệ phí cấp giấy chứng nhận đăng ký")
    counter.press("Đã thu tiền mặt")
    counter.press("Tiếp nhận hồ sơ")
    expect(page.locator("body")).to_contain_text("Đã tiếp nhận")

    decides = window("cn.truongphong")
    decides.go("/desk/")
    expect(decides.page.locator("body")).to_contain_text(code)


def test_a_wrong_identity_number_is_told_and_nothing_typed_is_lost(window: Open) -> None:
    counter = window("lc.tiepnhan")
    page = counter.page
    start(counter, "sang ten ghe", "Đăng ký lại phương tiện")
    page.get_by_label("Số căn cước").fill("999195000002")
    page.locator("[name=old_owner]").fill("Phạm Văn Người Cũ")
    counter.press("Tra cứu")
    expect(page.locator("#cccd-error")).to_be_visible()
    expect(page.get_by_label("Số căn cước")).to_have_value("999195000002")
    expect(page.locator("[name=old_owner]")).to_have_value("Phạm Văn Người Cũ")


@pytest.mark.parametrize("scripts", [True, False], ids=["at once", "without JavaScript"])
def test_papers_that_answers_call_for_are_there_before_anything_is_filed(window: Open, scripts: bool) -> None:
    counter = window("lc.tiepnhan", scripts=scripts)
    page = counter.page
    start(counter, "khai sinh", "Đăng ký khai sinh")
    promise, witness = (
        page.get_by_role("checkbox", name=name) for name in ("Giấy cam đoan", "Văn bản của người làm chứng")
    )
    expect(promise).to_have_count(0)
    page.locator("[name=child_name]").fill("Nguyễn Thị Thử Bé")
    answer_page(page, {"birth_proof": "cam-doan"})
    if not scripts:
        counter.press("Cập nhật danh sách giấy tờ")
        expect(page.locator(".error-summary, .field-error, .error")).to_have_count(0)
    expect(page.get_by_role("button", name="Cập nhật danh sách giấy tờ")).to_have_count(0 if scripts else 1)
    promise.check()
    expect(witness).to_have_count(0)
    answer_page(page, {"birth_proof": "nguoi-lam-chung"})
    if not scripts:
        counter.press("Cập nhật danh sách giấy tờ")
    expect(witness).to_have_count(1)
    expect(promise).to_have_count(0)
    expect(page.locator("[name=child_name]")).to_have_value("Nguyễn Thị Thử Bé")
