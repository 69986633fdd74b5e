"""A person at the counter, whose dossier another commune decides (tiếp nhận tại quầy)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .offices import is_accessible
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


@pytest.mark.parametrize("scripts", [True, False], ids=["at once", "without JavaScript"])
def test_a_post_office_clerk_takes_in_and_gives_the_receipt(window: Open, scripts: bool) -> None:
    clerk = window("lc.buuchinh", scripts=scripts, width=360)
    page = clerk.page
    start(clerk, "khai sinh", "Đăng ký khai sinh")
    page.get_by_label("Số căn cước").first.fill("086099000001")
    clerk.press("Tra cứu")
    expect(page.locator("[name=applicant_name]").first).to_have_value("Nguyễn Văn Thử")
    page.locator("[name=applicant_phone]").first.fill("0900000001")
    answer_page(page, sample("khai-sinh-be-mau") | {"copies": 0})  # copies would cost a fee, which is not the clerk's
    if not scripts:
        clerk.press("Cập nhật danh sách giấy tờ")
    for box in page.locator("input[name=handed]:visible").all():
        box.check()
    is_accessible(clerk)
    clerk.press("Ghi nhận hồ sơ")
    clerk.says("Đã ghi nhận hồ sơ")
    clerk.press("Tiếp nhận hồ sơ")
    clerk.says("Đã tiếp nhận")
    clerk.follow("Giấy tiếp nhận Mẫu số 01, TT 03/2025/TT-VPCP")
    expect(page.locator("article")).to_contain_text("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    expect(page.locator("article")).to_contain_text("Huỳnh Văn Gửi")
    is_accessible(clerk)
    address = clerk.url + str(page.get_by_role("link", name="Tải PDF khổ A4").get_attribute("href"))
    answer = clerk.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_who_receives_a_result_signs_on_the_screen(window: Open) -> None:
    counter = window("lc.tiepnhan")
    page = counter.go("/counter/")
    waiting = page.locator("section").filter(has=page.get_by_role("heading", name="Có kết quả, chờ trả"))
    with page.expect_navigation():
        waiting.get_by_role("link").first.click()
    if page.get_by_role("button", name="Đã thu tiền mặt").count():
        counter.press("Đã thu tiền mặt")
    page.locator("label[for='signed-drawn']").click()
    pad = page.locator("canvas")
    expect(page.locator("#signed_name")).to_be_hidden()
    is_accessible(counter)
    counter.push("button[formaction$='/hand_over/']")
    counter.says("Chưa có chữ ký. Ký lại trong khung, hoặc chọn cách ký khác.")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for n in range(1, 12):
        page.mouse.move(box["x"] + 30 + 18 * n, box["y"] + (20 if n % 2 else 90))
    page.mouse.up()
    counter.push("button[formaction$='/hand_over/']")
    expect(page.get_by_alt_text("Chữ ký của người nhận")).to_be_visible()
    assert page.get_by_alt_text("Chữ ký của người nhận").evaluate("one => one.naturalWidth") == 600
    counter.follow("Phiếu trả kết quả")
    expect(page.locator("article")).to_contain_text("Ký trên màn hình")


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
