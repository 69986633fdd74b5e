"""Help where it is needed: words of the screen one is on, counters with their hours (trợ giúp)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation

from cuulong.core.calendars.actions.days import set_day
from cuulong.core.calendars.actions.hours import set_hours
from cuulong.core.calendars.queries import forget_calendars
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.design import help as helping
from cuulong.lib.working_time import Span

MACHINE = Acting.system("test")


@pytest.fixture(autouse=True)
def calendar(db: None) -> Iterator[None]:
    forget_calendars()
    yield
    forget_calendars()


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def route_names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from route_names(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif one.name:
            yield prefix + one.name


def test_words_are_registered_for_screens_that_exist_and_in_both_languages() -> None:
    screens = {key for key in helping._HELP if ":" in key}
    assert len(screens) >= 15
    assert screens <= set(route_names(get_resolver().url_patterns))
    for screen in screens:
        said = {}
        for language in ("vi", "en"):
            with translation.override(language):
                said[language] = tuple(str(one) for one in helping._HELP[screen])
        assert said["vi"] != said["en"], screen


def test_a_screen_shows_its_own_words_and_another_its_own() -> None:
    desk = sign_in(Client(), make_official("an", make_agency("phuong"), "specialist")).get("/desk/")
    assert "Vì sao việc này ở đây?" in words(desk)
    verify = Client().get("/verify/")
    assert "Kiểm tra bằng cách nào?" in words(verify)
    assert "Gọi" in words(verify).split("Kiểm tra bằng cách nào?")[1][:200]
    assert "Vì sao việc này ở đây?" not in words(verify)
    english = Client(headers={"accept-language": "en"}).get("/verify/")
    assert "How do I check?" in words(english)


def test_a_screen_without_words_of_its_own_says_nothing_extra() -> None:
    assert "screen-help" not in Client().get("/tour").content.decode()


def test_the_help_page_tells_which_counters_are_open_today() -> None:
    ward = make_agency("phuong-mau", name="UBND phường Mẫu")
    own = make_agency("phuong-mau--trung-tam", name="Trung tâm Mẫu", kind="centre", parent=ward)
    today = timezone.localdate()
    set_hours(own, ((Span(time(8), time(12)),),) * 7, date(today.year, 1, 1), acting=MACHINE)
    assert "hôm nay mở cửa 08:00-12:00" in words(Client().get("/tro-giup/"))
    set_day(today, "off", "Ngày nghỉ thử", acting=MACHINE)
    assert "hôm nay nghỉ" in words(Client().get("/tro-giup/"))


def test_the_page_of_an_agency_shows_its_hours_or_those_it_follows() -> None:
    ward = make_agency("phuong-mau", name="UBND phường Mẫu")
    own = make_agency("phuong-mau--trung-tam", name="Trung tâm Mẫu", kind="centre", parent=ward)
    for one in (ward, own):
        one.code = f"H61.{one.pk}"
        one.save()
        one.profiles.create(name=one.name, parent=one.parent, level="xa", code=one.code, valid=one.valid)
    assert "thứ Hai – thứ Sáu 07:00–11:00, 13:00–17:00" in words(Client().get(f"/organisations/agencies/{own.slug}/"))
    set_hours(own, ((Span(time(8), time(12)),),) * 5 + ((), ()), date(2026, 1, 1), acting=MACHINE)
    assert "thứ Hai – thứ Sáu 08:00–12:00" in words(Client().get(f"/organisations/agencies/{own.slug}/"))
    assert "07:00–11:00, 13:00–17:00" in words(Client().get(f"/organisations/agencies/{ward.slug}/"))
