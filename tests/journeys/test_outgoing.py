"""A letter of a ward from its draft to the neighbour who receives it, as its people see it (hành trình văn bản đi)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .offices import PIN, act, is_accessible, open_from_desk, path_of
from .people import Window

SUBJECT = "phối hợp chống ngập tuyến đường giáp ranh (thử)"
Open = Callable[..., Window]


def draft_letter(drafter: Window) -> str:
    """From a template; the page follows what is typed. Gives its address."""
    page = drafter.go("/documents/outgoing/new/")
    page.get_by_label("Mẫu").select_option(label="Công văn đề nghị")
    page.get_by_label("Trích yếu").fill(SUBJECT)
    drafter.press("Soạn dự thảo")
    image = page.locator("[data-editor-page]")
    before = image.get_attribute("src")
    page.get_by_label("Kính gửi").fill("Ủy ban nhân dân phường Cái Nhum")
    page.get_by_label("Nội dung").fill("Tuyến đường giáp ranh ngập sâu.\nĐề nghị phối hợp khơi thông.")
    page.get_by_label("Nơi nhận in trên văn bản").fill("Như trên")
    expect(image).not_to_have_attribute("src", before or "")
    is_accessible(drafter)
    drafter.press("Lưu thành phiên bản mới")
    drafter.says("Đã lưu lần 2")
    page.locator("main .page-head a").first.click()
    return path_of(drafter)


def choose_people(drafter: Window, address: str) -> None:
    """The chairman signs after the deputy; it goes to the neighbour."""
    page = drafter.go(f"{address}signers/")
    for label, name in (("Người ký", "Nguyễn Văn Tượng Trưng"), ("Người cùng ký 1", "Hồ Thị Tạm Đặt")):
        choice = page.get_by_label(label, exact=label == "Người ký")
        choice.select_option(label=choice.locator("option", has_text=name).first.inner_text())
    drafter.press("Ghi người ký")
    page = drafter.go(f"{address}recipients/")
    agencies = page.get_by_label("Cơ quan trong hệ thống này")
    agencies.select_option(label=agencies.locator("option", has_text="Cái Nhum").first.inner_text())
    drafter.press("Ghi nơi nhận")
    drafter.says("Chờ gửi")


def test_a_letter_goes_from_its_drafter_to_the_neighbour(window: Open) -> None:
    drafter = window("lc.dothi")
    address = draft_letter(drafter)
    choose_people(drafter, address)
    act(drafter, "submit")

    head = window("lc.kinhte")
    open_from_desk(head, SUBJECT)
    head.page.get_by_text("Góp ý dự thảo", exact=True).click()
    head.page.get_by_label("Nội dung góp ý").fill("Ghi rõ thời gian phối hợp.")
    head.press("Gửi góp ý")
    head.says("Đã ghi góp ý")
    act(head, "back_to_drafter", note="Bổ sung thời gian.")
    drafter.go(f"{address}edit/")
    drafter.page.get_by_label("Nội dung").fill(
        "Tuyến đường giáp ranh ngập sâu.\nĐề nghị phối hợp khơi thông trước 15/12."
    )
    drafter.press("Lưu thành phiên bản mới")
    drafter.go(f"{address}versions/")
    expect(drafter.page.locator("ins").first).to_contain_text("trước 15/12")
    is_accessible(drafter)
    drafter.go(address)
    drafter.page.get_by_label("Tiếp thu, giải trình").first.fill("Đã ghi thời gian.")
    drafter.page.get_by_role("button", name="Ghi", exact=True).first.click()
    drafter.says("Đã ghi thời gian.")
    act(drafter, "submit")

    open_from_desk(head, SUBJECT)
    act(head, "approve")
    clerk = window("lc.vanthu")
    open_from_desk(clerk, SUBJECT)
    clerk.says("Máy kiểm tra thể thức")
    act(clerk, "form_is_right")

    deputy = window("lc.phochutich")
    page = deputy.go("/desk/")
    page.get_by_role("row").filter(has_text=SUBJECT).filter(has_text="Ký cùng").get_by_role("link").first.click()
    is_accessible(deputy)
    deputy.page.get_by_label("Mã PIN").fill(PIN)
    deputy.press("Ký văn bản")
    deputy.says("đã ký")

    leader = window("lc.chutich")
    open_from_desk(leader, SUBJECT)
    is_accessible(leader)
    act(leader, "sign", pin=PIN)
    open_from_desk(clerk, SUBJECT)
    act(clerk, "number_and_seal", pin=PIN)
    number = clerk.page.locator(".dossier-head .code").inner_text()
    assert re.fullmatch(r"\d+/UBND-\w+", number)
    arrived = clerk.page.get_by_text("Đã đến", exact=True)
    for _try in range(60):
        if arrived.count():
            break
        clerk.page.wait_for_timeout(500)
        clerk.page.reload()
    expect(arrived.first).to_be_visible()

    neighbour = window("cn.vanthu")
    neighbour.go("/exchange/")
    neighbour.says(number)
