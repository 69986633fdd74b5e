"""A dated setting says whether people file here or on the national portal (nơi nộp trực tuyến)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.actions.place import set_place
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.models import Dossier, FilingPlace
from cuulong.systems.services.dossiers.queries import portal_on
from cuulong.systems.services.dossiers.rules import Refused

from .conftest import Make, who

PORTAL = "https://portal.example"
SLUG = "giay-phep-xay-dung-nha-o"


def controller() -> str:
    return Appointment.objects.filter(role="procedure_controller").order_by("pk")[0].account.username


def on_the_portal(now: datetime, days: int = 0) -> FilingPlace:
    first = timezone.localdate(now) + timedelta(days=days)
    return set_place(
        here=False, portal_url=PORTAL, basis="Văn bản số 01", first=first, acting=who(controller()), at=now
    )


def test_without_a_setting_people_file_here(province: None, now: datetime) -> None:
    assert portal_on(timezone.localdate(now)) is None


def test_it_holds_from_its_day_and_can_be_turned_back_with_the_past_kept(province: None, now: datetime) -> None:
    today = timezone.localdate(now)
    on_the_portal(now, 3)
    assert portal_on(today) is None
    assert portal_on(today + timedelta(days=3)) is not None
    set_place(here=True, basis="Văn bản số 02", first=today + timedelta(days=9), acting=who(controller()), at=now)
    assert portal_on(today + timedelta(days=8)) is not None
    assert portal_on(today + timedelta(days=9)) is None
    with pytest.raises(Refused, match="từ hôm nay trở đi"):
        on_the_portal(now, -1)


def test_only_the_controlling_officer_sets_it(province: None, now: datetime) -> None:
    with pytest.raises(Forbidden):
        set_place(here=True, basis="x", first=timezone.localdate(now), acting=who("lc.tiepnhan"), at=now)
    with pytest.raises(Refused, match="địa chỉ cổng"):
        set_place(here=False, basis="x", first=timezone.localdate(now), acting=who(controller()), at=now)


def test_citizens_and_guests_are_sent_to_the_portal_and_counters_go_on(dossier: Make, now: datetime) -> None:
    draft, waiting = dossier("draft"), dossier("incomplete")
    on_the_portal(now)
    client = sign_in(Client(), Account.objects.get(username="nguyenvanthu"))
    before = Dossier.objects.count()
    for name in ("begin", "one_page", "guest_begin"):
        page = client.post(reverse(f"services:{name}", args=[SLUG]))
        assert PORTAL in page.content.decode(), name
    assert Dossier.objects.count() == before
    with pytest.raises(Refused, match="nay nộp tại"):
        send(draft, acting=who("nguyenvanthu"), at=now)
    # What was filed here before is followed and answered here.
    assert "Gửi bổ sung" in client.get(reverse("services:dossier", args=[waiting.uuid])).content.decode()
    office = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    assert office.get(reverse("services:intake", args=[SLUG])).status_code == 200


def test_the_screen_keeps_what_was_typed_and_lists_what_held(province: None, now: datetime) -> None:
    office, door = sign_in(Client(), Account.objects.get(username=controller())), reverse("services:filing_place")
    typed = {"place": "portal", "first": f"{timezone.localdate(now):%d/%m/%Y}", "basis": "Văn bản số 01"}
    wrong = office.post(door, typed)
    assert wrong.status_code == 422
    assert "Văn bản số 01" in wrong.content.decode()
    assert office.post(door, typed | {"portal_url": PORTAL}).status_code == 302
    page = office.get(door).content.decode()
    assert PORTAL in page
    assert "Hôm nay: tại cổng quốc gia" in page
