"""Filing as a guest, for a business, with an appointment; supplement, refusal and withdrawal (nộp hồ sơ)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cuulong.core.notifications.models import Notification

from .papers import paper, sample
from .people import Window, answer_page

Open = Callable[..., Window]
PERMIT = "/thu-tuc/giay-phep-xay-dung-nha-o/"


def says(window: Window, words: str) -> None:
    expect(window.page.locator("body")).to_contain_text(words)


def fill_in(person: Window, name: str, phone: str) -> str:
    """From the contact page of a draft to the code of the filed dossier."""
    page, answers = person.page, sample("nha-hai-tang")
    page.locator("[name=applicant_name]").fill(name)
    page.locator("[name=applicant_phone]").fill(phone)
    person.press("Lưu và tiếp tục")
    for _step in range(4):
        answer_page(page, answers)
        person.press("Lưu và tiếp tục")
    for key in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
        page.locator(f"#p-{key}").set_input_files(paper(key))
    person.press("Lưu và tiếp tục")
    person.press("Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return page.locator("b.code").inner_text()


def open_from_desk(official: Window, code: str) -> None:
    page = official.go("/desk/")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["on a phone", "without JavaScript"])
def test_a_guest_files_goes_on_elsewhere_answers_a_supplement_and_withdraws(
    window: Open, rows: None, scripts: bool
) -> None:
    guest = window(scripts=scripts, width=360)
    page = guest.go(PERMIT)
    page.get_by_role("link", name="Nộp không cần tài khoản").click()
    page.get_by_label("Thư điện tử hoặc số điện thoại di động").fill(f"khach{int(scripts)}@vinhlong.example")
    guest.press("Gửi mã xác nhận")
    told = Notification.objects.filter(message="services.guest_code").latest("pk").title
    page.get_by_label("Mã xác nhận").fill(re.findall(r"\d{6}", told)[0])
    guest.press("Xác nhận")
    code, secret = page.locator("#guest-code").inner_text(), page.locator("#guest-secret").inner_text()

    elsewhere = window(scripts=scripts)
    elsewhere.go("/lam-tiep/")
    elsewhere.page.get_by_label("Mã hồ sơ").fill(code)
    elsewhere.page.get_by_label("Mật mã").fill(secret)
    elsewhere.press("Mở hồ sơ")
    filed = fill_in(elsewhere, "Lê Thị Khách", "0900000009")
    elsewhere.page.get_by_role("link", name="Theo dõi hồ sơ này").click()
    own_page = elsewhere.page.url.removeprefix(elsewhere.url)

    counter = window("lc.tiepnhan")
    open_from_desk(counter, filed)
    says(counter, "Nộp không cần tài khoản.")
    counter.page.get_by_label("Ý kiến", exact=True).fill("Họ tên chủ nhà chưa khớp giấy tờ.")
    counter.page.get_by_text("Nội dung cần khai lại").first.click()
    counter.page.locator("#again-applicant_name").check()
    counter.press("Yêu cầu bổ sung")
    says(counter, "Chờ bổ sung")

    elsewhere.go(own_page)
    expect(elsewhere.page.locator("[name=applicant_id]")).to_have_count(0)
    elsewhere.page.locator("[name=applicant_name]").fill("Lê Thị Khách Mời")
    elsewhere.press("Gửi bổ sung")
    says(elsewhere, "Đã gửi bổ sung")
    counter.page.reload()
    says(counter, "Lê Thị Khách Mời")

    elsewhere.page.get_by_role("link", name="Rút hồ sơ").click()
    elsewhere.page.get_by_label("Lý do rút hồ sơ").fill("Chưa xây năm nay.")
    elsewhere.press("Rút hồ sơ")
    says(elsewhere, "Đã rút hồ sơ.")
    counter.page.reload()
    says(counter, "Chưa xây năm nay.")
    elsewhere.press("Đóng hồ sơ trên máy này")
    elsewhere.go(own_page)
    assert "/accounts/login/" in elsewhere.page.url


def test_a_representative_files_for_the_business_whose_own_account_follows_the_refusal(window: Open) -> None:
    person = window("nguyenvanthu")
    person.go(PERMIT)
    person.press("Bắt đầu nộp hồ sơ")
    person.page.get_by_text("Cơ sở Chế biến Khoai lang Mẫu (").click()
    code = fill_in(person, "Nguyễn Văn Thử", "0900000001")
    counter = window("lc.tiepnhan")
    open_from_desk(counter, code)
    says(counter, "Nguyễn Văn Thử nộp thay. Đại diện theo pháp luật.")
    counter.page.get_by_label("Ý kiến", exact=True).fill("Thửa đất không thuộc diện cấp phép.")
    counter.press("Từ chối tiếp nhận")
    business = window("cosokhoailang", width=360)
    page = business.go("/ho-so-cua-toi/")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").click()
    says(business, "Thửa đất không thuộc diện cấp phép.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_person_books_an_hour_the_counter_sees_it_and_it_is_cancelled(window: Open, language: str) -> None:
    words = {
        "vi": ("Đặt lịch hẹn tại quầy", "Họ và tên", "Số điện thoại", "Đặt lịch", "Hủy lịch hẹn", "Lịch hẹn đã hủy"),
        "en": (
            "Book an appointment at a counter",
            "Full name",
            "Telephone number",
            "Book",
            "Cancel the appointment",
            "Appointment cancelled",
        ),
    }
    start, name, phone, book, cancel, off = words[language]
    person = window(scripts=False, width=360, language=language)
    page = person.go(PERMIT)
    page.get_by_role("link", name=start).click()
    page.locator("#q").fill("Long Châu")
    page.locator("form.search-row button").last.click()
    page.locator("ul.papers a").first.click()
    page.locator("nav ul.papers a").nth(3).click()
    day = page.url.split("ngay=")[1].split("&")[0]
    page.locator("label[for^=id_slot_]").last.click()
    page.locator("[name=name]").fill(f"Người Hẹn {language}")
    page.locator("[name=phone]").fill("0900000007")
    expect(page.get_by_text(name).first).to_be_visible()
    expect(page.get_by_text(phone).first).to_be_visible()
    person.press(book)
    expect(page.get_by_role("link", name="iCalendar")).to_be_visible()
    counter = window("lc.tiepnhan")
    counter.go(f"/counter/visits/?ngay={day}")
    says(counter, f"Người Hẹn {language}")
    person.press(cancel)
    expect(page.get_by_role("heading", level=1)).to_have_text(off)
    counter.page.reload()
    expect(counter.page.locator("body")).not_to_contain_text(f"Người Hẹn {language}")
