"""A person without an account says something, gets an answer and rates a dossier, without scripts (góp ý, đánh giá)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cuulong.core.notifications.models import Notification
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.feedback.models import Rating, Suggestion

from .people import Window

Open = Callable[..., Window]
WORDS = {
    "vi": ("Phản ánh, kiến nghị", "Gửi", "Xác nhận và gửi", "Xem", "Tiếp tục", "Gửi đánh giá"),
    "en": ("Suggestions and remarks", "Send", "Confirm and send", "Show", "Continue", "Send the rating"),
}


def digits_sent() -> str:
    told = Notification.objects.filter(message="services.confirm_contact").latest("pk")
    found = re.search(r"\d{6}", told.title)
    assert found
    return found[0]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_suggestion_is_confirmed_answered_published_and_followed(window: Open, language: str) -> None:
    door, send, confirm, see, _on, _rate = WORDS[language]
    title = f"Vỉa hè trước cổng chợ {language}"
    guest = window(scripts=False, width=360, language=language)
    page = guest.go("/gop-y/")
    page.get_by_role("link", name=door, exact=True).click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("Vỉa hè lún, người đi xe lăn không qua được.")
    page.locator("[name=sender_name]").fill("Huỳnh Thị Khách")
    page.locator("[name=sender_phone]").fill("0900000077" if language == "vi" else "0900000078")
    page.locator("[name=agency]").select_option(label="Phường Long Châu")
    guest.press(send)
    page.locator("[name=code]").fill(digits_sent())
    guest.press(confirm)
    code = page.locator(".figure-code").inner_text()
    case = Suggestion.objects.get(title=title)

    director = window("lc.giamdoc")
    desk = director.go(f"/feedback/suggestions/{case.uuid}/")
    desk.locator("[id=answer-note]").fill("Đã giao đội quản lý đô thị sửa trong tuần này.")
    director.press("Trả lời người gửi")
    expect(desk.get_by_text("Đã trả lời").first).to_be_visible()
    director.press("Công khai câu trả lời")

    page.goto(f"{guest.url}/gop-y/tra-cuu/")
    page.locator("[name=code]").fill(code)
    guest.press(see)
    assert "Đã giao đội quản lý đô thị" in guest.text()
    anybody = window(scripts=False, language=language)
    anybody.go(f"/gop-y/tra-loi/{case.uuid}/")
    assert "Đã giao đội quản lý đô thị" in anybody.text()
    assert "Huỳnh Thị Khách" not in anybody.text()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dossier_is_rated_by_its_code_and_the_figures_stand_on_screen(window: Open, language: str) -> None:
    _door, _send, _confirm, _see, on, rate = WORDS[language]
    unrated = Dossier.objects.filter(state="returned", rating=None).exclude(applicant_phone="")
    dossier = unrated.order_by("-finished_at")[0]
    guest = window(scripts=False, width=360, language=language)
    page = guest.go(f"/danh-gia/?ma={dossier.code}")
    page.locator("[name=phone_end]").fill(dossier.applicant_phone[-4:])
    guest.press(on)
    for name, value in (("score", "3"), ("attitude", "2")):
        choice = page.locator(f"[name='{name}'][value='{value}']")
        page.locator(f"label[for='{choice.get_attribute('id')}']").click()
    guest.press(rate)
    assert page.url.endswith("/danh-gia/cam-on/")
    assert Rating.objects.get(dossier=dossier).score == 3
    leader = window("tinh.giamdoc")
    leader.go("/feedback/satisfaction/")
    expect(leader.page.locator("figure svg, .chart svg").first).to_be_visible()
