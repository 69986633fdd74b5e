"""A letter that the post brings: scanned, registered, routed, instructed, assigned, settled (văn bản đến)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cuulong.systems.documents.demo_incoming import page as letter
from cuulong.systems.documents.models import Document

from .people import Window

Open = Callable[..., Window]


def tick(page: Page, selector: str) -> None:
    """By the keyboard: come to a box, press the space bar."""
    page.locator(selector).focus()
    page.keyboard.press("Space")
    expect(page.locator(selector)).to_be_checked()


def enter(window: Window, selector: str) -> None:
    """By the keyboard: come to a button, press Enter, and wait for the page that answers."""
    window.page.locator(selector).focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_letter_goes_from_the_counter_to_its_end(window: Open, language: str) -> None:
    number, subject = (
        ("801/SXD-QLN", "rà soát nhà ở ven rạch") if language == "vi" else ("802/SXD-QLN", "rà soát bến đò")
    )
    clerk = window("lc.vanthu", language=language)
    page = clerk.go("/documents/incoming/take-in/")
    page.locator("[name=channel]").select_option("post")
    page.locator("[name=number]").fill(f"Số: {number}")
    page.locator("[name=issued_on]").fill("27/11/2026")
    page.locator("[name=issuer_name]").fill("Sở Xây dựng tỉnh Mẫu")
    page.locator("[name=kind]").select_option("cv")
    page.locator("[name=subject]").fill(subject)
    scan = {"name": "chup.pdf", "mimeType": "application/pdf", "buffer": letter("Sở Xây dựng", number, "", subject)}
    page.locator("input[type=file][name=files]").last.set_input_files([scan])
    enter(clerk, "button[name=then][value=register]")
    expect(page.locator("img.paper-image")).to_be_visible()
    clerk.press("Vào sổ")
    document = Document.objects.select_related("incoming__entry").get(number=number)
    assert document.state == "registered"
    expect(page.locator("body")).to_contain_text(str(document.incoming.arrival_number))
    url = f"/documents/incoming/{document.uuid}/"

    office = window("lc.chanhvp", language=language)
    desk = office.go("/documents/incoming/routing/")
    tick(desk, f"[id='d-{document.uuid}']")
    desk.locator("[name=lead]").select_option(
        label=desk.locator("[name=lead] option", has_text="Kinh tế").first.inner_text()
    )
    desk.locator("[name=text]").fill("Kính trình anh/chị cho ý kiến.")
    enter(office, "button[name=do][value=propose]")
    expect(desk.locator(f"[id='d-{document.uuid}']")).to_have_count(0)

    leader = window("lc.chutich", language=language)
    told = leader.go("/documents/incoming/instructing/")
    expect(told.locator("body")).to_contain_text("Kính trình anh/chị cho ý kiến.")
    leader.go(url)
    told.locator("[id=instruct-text]").fill("Phòng chủ trì, báo cáo trong tuần.")
    told.locator("[id=instruct-due_on]").fill("31/12/2026")
    leader.press("Bút phê, giao đơn vị xử lý")

    head = window("lc.kinhte", language=language)
    mine = head.go(url)
    expect(mine.locator("body")).to_contain_text("Phòng chủ trì, báo cáo trong tuần.")
    mine.locator("[id=assign-account]").select_option(label="Ngô Văn Thử Nghiệm")
    head.press("Giao người xử lý")

    specialist = window("lc.dothi", language=language)
    work = specialist.go(url)
    work.locator("[id=close-note]").fill("Đã rà soát, có báo cáo kèm theo.")
    specialist.press("Đã giải quyết xong")
    specialist.says("Giải quyết xong")
    document.refresh_from_db()
    assert document.state == "closed"
    clerk.go(f"/documents/incoming/?q={number}")
    expect(page.locator("table.list tbody tr").first).to_contain_text(subject)
