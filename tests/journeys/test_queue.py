"""A person takes a number at the kiosk and is called to a desk (lấy số, gọi số)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cuulong.core.people.models import Appointment
from cuulong.systems.services.counters.models import Device

from .people import Window

Open = Callable[..., Window]
WORDS = {
    "vi": {
        "sit": "Ngồi ô 2",
        "take": "Lấy số",
        "next": "Gọi số tiếp theo",
        "absent": "Vắng mặt",
        "again": "Gọi lại",
        "done": "Xong",
        "come": "Mời ông/bà đến ô số 2.",
        "served": "Đã phục vụ xong.",
    },
    "en": {
        "sit": "Sit at desk 2",
        "take": "Take a number",
        "next": "Call the next number",
        "absent": "Absent",
        "again": "Call again",
        "done": "Done",
        "come": "Please come to desk 2.",
        "served": "Served.",
    },
}


def device(purpose: str) -> str:
    """The code of the device in the hall where the demo's officer works."""
    post = Appointment.objects.get(account__username="lc.tiepnhan", role="intake_officer")
    return Device.objects.get(purpose=purpose, agency=post.agency_id, revoked_at=None).code


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_number_from_the_kiosk_to_the_desk_without_javascript(window: Open, language: str) -> None:
    said = WORDS[language]
    kiosk_code, board_code = device("kiosk"), device("board")
    officer = window("lc.tiepnhan", scripts=False, language=language)
    officer.go("/queue/")
    if officer.page.get_by_role("button", name=said["sit"], exact=True).count():  # not there from an earlier run
        officer.press(said["sit"])
    while officer.page.get_by_role("button", name=said["next"]).count():  # the people of the demo, and of other tests
        officer.press(said["next"])
        if officer.page.get_by_role("button", name=said["done"], exact=True).count() == 0:
            break
        officer.press(said["done"])

    hall = window(scripts=False, language=language)
    hall.go(f"/may-lay-so/{kiosk_code}/")
    hall.press(said["take"])
    number = hall.page.locator(".queue-number").inner_text().split()[-1]
    address = hall.page.url.rstrip("/").rsplit("/", 1)[1]

    officer.press(said["next"])
    expect(officer.page.locator(".panel .queue-number")).to_have_text(number)
    phone = window(scripts=False, width=360, language=language)
    phone.go(f"/so-thu-tu/{address}/")
    expect(phone.page.locator("main")).to_contain_text(said["come"])
    hall.go(f"/bang-goi-so/{board_code}/")
    expect(hall.page.locator("table.board")).to_contain_text(number)

    officer.press(said["absent"])
    officer.press(f"{said['again']} {number}")
    officer.press(said["done"])
    phone.go(f"/so-thu-tu/{address}/")
    expect(phone.page.locator("main")).to_contain_text(said["served"])
    hall.go(f"/bang-goi-so/{board_code}/")
    expect(hall.page.locator("main")).not_to_contain_text(number)
