"""A procedure from an empty screen to a dossier at the counter: described, asked, worked, opened, filed (thủ tục mới)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .papers import paper
from .people import Window, answer_page

Open = Callable[..., Window]
CODE, PARTS = "VL.000301", "services.vl.000301"
NAME = "Chấp thuận đặt bảng quảng cáo ngoài trời"


def fill(page: Page, values: dict[str, str]) -> None:
    """Type into the boxes of the form on screen, each by its name."""
    for name, value in values.items():
        box = page.locator(f"main [name='{name}']").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def tick(page: Page, box: str) -> None:
    """Press the words beside a box."""
    page.locator(f"label[for='{page.locator(box).get_attribute('id')}']").click()
    expect(page.locator(box)).to_be_checked()


def describe(officer: Window) -> None:
    """Add the procedure; write its level, limit, fee and paper; confirm; publish."""
    page = officer.go("/catalogue/")
    page.get_by_role("link", name="Thêm thủ tục").click()
    fill(page, {"code": CODE, "name": NAME})
    officer.press("Thêm và ghi nội dung")
    fill(page, {"service_level": "4", "scope": "full", "result": "Giấy chấp thuận đặt bảng"})
    for group in ("levels", "receive", "process", "decide"):
        tick(page, f"[name='{group}'][value='commune']")
    fill(page, {"limits-0-channel": "all", "limits-0-amount": "3", "limits-0-unit": "working_day"})
    fill(page, {"fees-0-channel": "all", "fees-0-kind": "each", "fees-0-amount": "50000"})
    fill(page, {"fees-0-note": "Lệ phí mỗi bảng", "papers-0-name": "Bản vẽ", "papers-0-copies": "1"})
    officer.press("Ghi")
    officer.press("Xác nhận")
    officer.press("Công bố")
    page.get_by_role("link", name="Nhận hồ sơ", exact=True).click()
    expect(page.locator("main")).to_contain_text("Nội dung: phiên bản 1 đang công bố.")
    expect(page.locator("main")).to_contain_text(f"chưa có biểu mẫu mã {PARTS}")


def ask(officer: Window, step: int, title: str, kind: str) -> None:
    """One more question at the end of a step of the form."""
    add = officer.page.locator("form.builder-add").filter(has=officer.page.locator("[name=kind]")).nth(step - 1)
    add.locator("[name=title]").fill(title)
    add.locator("[name=kind]").select_option(label=kind)
    with officer.page.expect_navigation():
        add.get_by_role("button", name="Thêm câu hỏi").click()


def build_form(officer: Window) -> None:
    """Two steps: who and where; how many boards, and how bright when they are lit."""
    page = officer.page
    page.get_by_role("link", name="Tạo biểu mẫu").click()
    expect(page.get_by_label("Mã biểu mẫu")).to_have_value(PARTS)
    fill(page, {"title": f"Tờ khai: {NAME}"})
    officer.press("Tạo và bắt đầu soạn")
    if page.locator("[data-builder-step]").count() == 0:
        page.locator("#add-step").fill("Nơi đặt")
        officer.press("Thêm bước")
    page.locator("#add-step").fill("Bảng")
    officer.press("Thêm bước")
    ask(officer, 1, "Họ tên người đặt", "Chữ ngắn")
    ask(officer, 1, "Xã nơi đặt", "Xã, phường")
    ask(officer, 2, "Số bảng", "Số nguyên")
    ask(officer, 2, "Có đèn", "Chọn một")
    page.get_by_role("link", name="Có đèn", exact=True).click()
    page.get_by_label("Các lựa chọn").fill("Có đèn\nKhông đèn")
    officer.press("Lưu câu hỏi")
    ask(officer, 2, "Công suất đèn", "Số nguyên")
    page.get_by_role("link", name="Công suất đèn", exact=True).click()
    page.locator("#id_show-mode").select_option("Khi mọi dòng dưới đây đúng")
    page.locator("#id_show-field_0").select_option("Có đèn")
    page.locator("#id_show-op_0").select_option(index=0)
    page.locator("#id_show-value_0").fill("Có đèn")
    officer.press("Lưu câu hỏi")
    expect(page.get_by_text("Chỉ hỏi khi “Có đèn”")).to_be_visible()
    page.get_by_role("link", name="Ban hành", exact=True).click()
    officer.press("Ban hành phiên bản mới")


def build_process(officer: Window) -> None:
    """Take in, then examine while another agency is asked beside it."""
    page = officer.go(f"/catalogue/{CODE}/opening/")
    expect(page.locator("main")).to_contain_text("Biểu mẫu: phiên bản 1 đang áp dụng.")
    page.get_by_role("link", name="Tạo quy trình").click()
    fill(page, {"title": NAME})
    officer.press("Tạo và soạn các bước")
    fill(page, {"title": "Thẩm định"})
    officer.press("Thêm bước")
    fill(page, {"actions-0-title": "Chấp thuận", "actions-0-next": "end:issued"})
    fill(page, {"opinions-0-title": "Ý kiến về hành lang đường", "opinions-0-place": "named:so-xay-dung"})
    officer.press("Lưu bước")
    page.get_by_role("link", name=re.compile("1. Tiếp nhận hồ sơ")).click()
    fill(page, {"actions-0-title": "Tiếp nhận", "actions-0-kind": "accept", "actions-0-next": "tham_dinh"})
    officer.press("Lưu bước")
    expect(page.locator("main")).to_contain_text("Song song: Ý kiến về hành lang đường")
    page.get_by_role("link", name="Xem lại và ban hành").click()
    officer.press("Ban hành")


def open_for_filing(officer: Window) -> None:
    page = officer.go(f"/catalogue/{CODE}/opening/")
    if not page.locator("[name=online]").is_checked():
        tick(page, "[name=online]")
    page.locator("[name=area_field]").select_option(label="Xã nơi đặt")
    page.locator("[name=quantity_field]").select_option(label="Số bảng")
    fill(page, {"fee_due": "at_result", "result_kind": "permit"})
    officer.press("Nhận hồ sơ từ hôm nay")
    expect(page.locator("main")).to_contain_text("Đang nhận hồ sơ theo phiên bản 1")


def file(citizen: Window) -> str:
    """Found by words without accents; both steps answered; the question about lamps comes only when there are any."""
    page = citizen.go("/")
    page.get_by_role("searchbox").first.fill("dat bang quang cao ngoai troi")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("link", name=NAME).first.click()
    citizen.press("Bắt đầu nộp hồ sơ")
    citizen.press("Lưu và tiếp tục")
    page.get_by_label("Họ tên người đặt").fill("Nguyễn Văn Thử")
    page.locator("[name=xa_noi_dat]").select_option(label="Phường Long Châu")
    citizen.press("Lưu và tiếp tục")
    answer_page(page, {"so_bang": 2, "co_den": "khong_den"})
    expect(page.get_by_label("Công suất đèn")).to_be_hidden()
    answer_page(page, {"co_den": "co_den"})
    expect(page.get_by_label("Công suất đèn")).to_be_visible()
    answer_page(page, {"cong_suat_den": 40})
    citizen.press("Lưu và tiếp tục")
    page.locator("#p-ban-ve").set_input_files(paper("ban-ve"))
    citizen.press("Lưu và tiếp tục")
    expect(page.locator("main")).to_contain_text("100.000")
    citizen.press("Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return page.locator("b.code").inner_text()


def test_an_officer_puts_a_procedure_together_and_a_citizen_files_it(window: Open) -> None:
    officer = window("tinh.kiemsoat")
    describe(officer)
    build_form(officer)
    build_process(officer)
    open_for_filing(officer)
    code = file(window("nguyenvanthu"))
    counter = window("lc.tiepnhan")
    expect(counter.go("/desk/").get_by_role("row").filter(has_text=code)).to_contain_text(NAME)
