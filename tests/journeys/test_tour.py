"""A visitor takes the tour: one dossier, six steps, a door into each (tham quan)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cuulong.core.registry import SystemCard, declared
from launcher.layout import ROOT

from .people import Window

Open = Callable[..., Window]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_step_of_one_dossier_has_a_door_that_opens(window: Open, language: str) -> None:
    visitor = window(language=language)
    page = visitor.go("/tour")
    steps = page.locator("ol.numbered > li")
    expect(steps).to_have_count(6)
    seen, people = set(), set()
    for n in range(6):
        visitor.go("/tour")
        door = steps.nth(n).get_by_role("button")
        if door.count():
            people.add(door.inner_text().split(":")[0])
            with page.expect_navigation():
                door.click()
            expect(page.locator(".dossier-head .code")).to_be_visible()
            seen.add(page.locator(".dossier-head .code").inner_text())
        else:
            with page.expect_navigation():
                steps.nth(n).get_by_role("link").click()
        assert "/accounts/login" not in page.url, n
    assert len(seen) == 1  # the same dossier all the way
    assert len(people) == 4  # counter, specialist, leader, clerk
    assert page.locator(".verdict-good").count() == 1


def test_every_system_of_the_province_is_listed_and_what_works_has_a_door_that_opens(window: Open) -> None:
    visitor = window()
    page = visitor.go("/tour")
    cards = declared(SystemCard).values()
    built = {path.name for path in (ROOT / "src/cuulong/systems").iterdir() if (path / "apps.py").exists()}
    assert built <= {card.code for card in cards if card.works}
    rows = page.locator("table.list tbody tr")
    expect(rows).to_have_count(len(cards))
    for card in cards:
        row = rows.filter(has=page.get_by_text(str(card.title), exact=True))
        expect(row).to_contain_text("Dùng được" if card.works else "Chưa có")
        assert row.get_by_role("link").count() == int(card.works), card.code
    for address in [link.get_attribute("href") for link in rows.get_by_role("link").all()]:
        answer = visitor.context.request.get(visitor.url + str(address))
        assert answer.ok, address
