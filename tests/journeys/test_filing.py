"""Filing as a guest, for a business, with an appointment; supplement, refusal and withdrawal (nộp hồ sơ)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cuulong.core.notifications.models import Notification

from .offices import act, filed, is_accessible, open_from_desk
from .papers import paper, sample
from .people import Window, answer_page

Open = Callable[..., Window]
PERMIT = "/thu-tuc/giay-phep-xay-dung-nha-o/"


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
    expect(page.get_by_role("heading", level=1)).to_have_text(person.said("Đã nộp hồ sơ"))
    return page.locator("b.code").inner_text()


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", True), ("vi", False)], ids=["en on a phone", "vi without JavaScript"]
)
def test_a_guest_files_goes_on_elsewhere_answers_a_supplement_and_withdraws(
    window: Open, rows: None, language: str, scripts: bool
) -> None:
    guest = window(scripts=scripts, width=360, language=language)
    page = guest.go(PERMIT)
    guest.follow("Nộp không cần tài khoản")
    page.locator("[name=address]").fill(f"khach{int(scripts)}@vinhlong.example")
    guest.press("Gửi mã xác nhận")
    told = Notification.objects.filter(message="services.guest_code").latest("pk").title
    page.locator("[name=code]").fill(re.findall(r"\d{6}", told)[0])
    guest.press("Xác nhận")
    is_accessible(guest)
    code, secret = page.locator("#guest-code").inner_text(), page.locator("#guest-secret").inner_text()

    elsewhere = window(scripts=scripts, language=language)
    elsewhere.go("/lam-tiep/")
    elsewhere.page.locator("[name=code]").fill(code)
    elsewhere.page.locator("[name=secret]").fill(secret)
    elsewhere.press("Mở hồ sơ")
    fill_in(elsewhere, "Lê Thị Khách", "0900000009")
    filed_code, own_page = filed(elsewhere)

    counter = window("lc.tiepnhan", language=language)
    open_from_desk(counter, filed_code)
    expect(counter.page.locator(".workspace")).to_contain_text(f"khach{int(scripts)}@vinhlong.example")
    counter.page.get_by_text(counter.said("Nội dung cần khai lại")).first.click()
    counter.page.locator("#again-applicant_name").check()
    act(counter, "request_supplement", note="Họ tên chủ nhà chưa khớp giấy tờ.")
    counter.says("Chờ bổ sung")
    is_accessible(counter)

    elsewhere.go(own_page)
    elsewhere.says("Họ tên chủ nhà chưa khớp giấy tờ.")
    is_accessible(elsewhere)
    expect(elsewhere.page.locator("[name=applicant_id]")).to_have_count(0)
    elsewhere.page.locator("[name=applicant_name]").fill("Lê Thị Khách Mời")
    elsewhere.press("Gửi bổ sung")
    elsewhere.says("Đã gửi bổ sung")
    counter.page.reload()
    counter.says("Lê Thị Khách Mời")

    elsewhere.follow("Rút hồ sơ")
    elsewhere.page.locator("[name=reason]").fill("Chưa xây năm nay.")
    elsewhere.push("button.btn-danger")
    elsewhere.says("Đã rút hồ sơ.")
    counter.page.reload()
    counter.says("Chưa xây năm nay.")
    elsewhere.press("Đóng hồ sơ trên máy này")
    elsewhere.go(own_page)
    assert "/accounts/login/" in elsewhere.page.url


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_representative_files_for_the_business_whose_own_account_follows_the_refusal(
    window: Open, language: str
) -> None:
    person = window("nguyenvanthu", language=language)
    person.go(PERMIT)
    person.press("Bắt đầu nộp hồ sơ")
    person.page.get_by_text("Cơ sở Chế biến Khoai lang Mẫu (").click()
    is_accessible(person)
    code = fill_in(person, "Nguyễn Văn Thử", "0900000001")
    counter = window("lc.tiepnhan", language=language)
    open_from_desk(counter, code)
    words = {"vi": "Nguyễn Văn Thử nộp thay. Đại diện theo pháp luật.", "en": "Nguyễn Văn Thử"}
    counter.says(words[language])
    act(counter, "decline", note="Thửa đất không thuộc diện cấp phép.")
    is_accessible(counter)
    business = window("cosokhoailang", width=360, language=language)
    page = business.go("/ho-so-cua-toi/")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").click()
    business.says("Thửa đất không thuộc diện cấp phép.")
    is_accessible(business)


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
    counter.says(f"Người Hẹn {language}")
    person.press(cancel)
    expect(page.get_by_role("heading", level=1)).to_have_text(off)
    counter.page.reload()
    expect(counter.page.locator("body")).not_to_contain_text(f"Người Hẹn {language}")
