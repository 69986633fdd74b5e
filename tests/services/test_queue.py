"""People take a number, desks call it, figures tell what a day took (số thứ tự)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.lib.ids import uuid7
from cuulong.systems.services.counters import rules
from cuulong.systems.services.counters.actions import queue
from cuulong.systems.services.counters.models import Desk, Device, Ticket, TicketState
from cuulong.systems.services.counters.queue_queries import ahead, figures

from .conftest import who
from .test_two_officers import at_once

MACHINE = Acting.system("test")


@pytest.fixture
def now() -> datetime:
    """Nine o'clock today: what a test does in the next minutes stays within the day."""
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def hall(province: None) -> tuple[Desk, Device]:
    return _hall()


def _hall() -> tuple[Desk, Device]:
    """The ward's centre with a desk where lc.tiepnhan sits, and a kiosk."""
    officer = who("lc.tiepnhan")
    centre = Appointment.objects.get(account=officer.account, role="intake_officer").agency
    desk = queue.open_desk(centre, 1, acting=MACHINE)
    queue.sit_down(desk, acting=officer)
    return desk, queue.add_device(centre, "kiosk", "Máy lấy số", acting=MACHINE)


def press(kiosk: Device, at: datetime, group: str = "") -> Ticket:
    return queue.take_ticket(kiosk, priority=group, press=uuid7(), at=at)


def call(desk: Desk, at: datetime) -> str:
    """Calls the next and serves it at once."""
    ticket = queue.call_next(desk, acting=who("lc.tiepnhan"), at=at)
    queue.end(ticket, desk, "finish", acting=who("lc.tiepnhan"), at=at)
    return ticket.label


def test_numbers_follow_each_other_and_a_press_sent_twice_gives_one(hall: tuple[Desk, Device], now: datetime) -> None:
    _desk, kiosk = hall
    once = uuid7()
    first = queue.take_ticket(kiosk, priority="", press=once, at=now)
    again = queue.take_ticket(kiosk, priority="", press=once, at=now)
    assert (first.pk, press(kiosk, now).n) == (again.pk, first.n + 1)


def test_a_new_day_begins_at_one(hall: tuple[Desk, Device], now: datetime) -> None:
    _desk, kiosk = hall
    press(kiosk, now)
    assert press(kiosk, now + timedelta(days=1)).n == 1


def test_who_goes_first_by_law_is_called_first_yet_others_are_not_forgotten(
    hall: tuple[Desk, Device], now: datetime
) -> None:
    desk, kiosk = hall
    for group in ("", "", "cao-tuoi", "khuyet-tat", "thai-san"):
        press(kiosk, now, group)
    order = [call(desk, now + timedelta(minutes=n)) for n in range(5)]
    assert order == ["U003", "U004", "A001", "U005", "A002"]


@pytest.mark.parametrize(
    ("called", "run", "due"),
    [([], 2, False), ([True], 2, False), ([True, True], 2, True), ([True, False], 2, False), ([True] * 9, 0, False)],
)
def test_an_ordinary_number_is_due_after_a_run(called: list[bool], run: int, due: bool) -> None:
    assert rules.ordinary_is_due(called, run) is due


def test_a_group_that_the_province_does_not_name_is_refused(hall: tuple[Desk, Device], now: datetime) -> None:
    with pytest.raises(rules.Refused, match="nhóm ưu tiên"):
        press(hall[1], now, "vip")


def test_absent_may_be_called_again_and_done_may_not(hall: tuple[Desk, Device], now: datetime) -> None:
    desk, kiosk = hall
    officer = who("lc.tiepnhan")
    press(kiosk, now)
    ticket = queue.call_next(desk, acting=officer, at=now)
    assert queue.call_again(ticket, desk, acting=officer, at=now).calls == 2
    queue.end(ticket, desk, "absent", acting=officer, at=now)
    back = queue.call_again(ticket, desk, acting=officer, at=now + timedelta(minutes=5))
    assert (back.state, back.calls, back.ended_at) == (TicketState.CALLED, 3, None)
    queue.end(ticket, desk, "finish", acting=officer, at=now)
    with pytest.raises(rules.Refused, match="ở chỗ khác"):
        queue.call_again(ticket, desk, acting=officer, at=now)


def test_a_desk_serves_one_at_a_time_and_only_who_sits_there_calls(hall: tuple[Desk, Device], now: datetime) -> None:
    desk, kiosk = hall
    press(kiosk, now)
    press(kiosk, now)
    queue.call_next(desk, acting=who("lc.tiepnhan"), at=now)
    with pytest.raises(rules.Refused, match="đang phục vụ một số"):
        queue.call_next(desk, acting=who("lc.tiepnhan"), at=now)
    with pytest.raises(Forbidden):
        queue.call_next(desk, acting=who("lc.chutich"), at=now)
    other = queue.open_desk(desk.agency, 2, acting=MACHINE)
    with pytest.raises(rules.Refused, match="không còn ngồi"):
        queue.call_next(other, acting=who("lc.tiepnhan"), at=now)


def test_nobody_waiting_is_said(hall: tuple[Desk, Device], now: datetime) -> None:
    with pytest.raises(rules.Refused, match="Không còn ai chờ"):
        queue.call_next(hall[0], acting=who("lc.tiepnhan"), at=now)


def test_figures_of_a_day_by_desk(hall: tuple[Desk, Device], now: datetime) -> None:
    desk, kiosk = hall
    officer, nine = who("lc.tiepnhan"), now
    for after in (0, 2, 3):
        press(kiosk, nine + timedelta(minutes=after))
    for begins, ends, act in ((10, 15, "finish"), (16, 27, "finish"), (30, 31, "absent")):
        ticket = queue.call_next(desk, acting=officer, at=nine + timedelta(minutes=begins))
        queue.end(ticket, desk, act, acting=officer, at=nine + timedelta(minutes=ends))
    rows, total = figures(desk.agency, nine.date())
    assert [(r.desk.number if r.desk else 0, r.served, r.absent) for r in rows] == [(1, 2, 1)]
    assert rows[0].serving == (5 + 11) / 2
    assert rows[0].waited == pytest.approx((10 + 14 + 27) / 3)
    assert (rows[0].longest, total.served, total.serving) == (27, 2, 8)


def test_a_person_sees_how_many_are_ahead(hall: tuple[Desk, Device], now: datetime) -> None:
    _desk, kiosk = hall
    press(kiosk, now)
    mine = press(kiosk, now)
    press(kiosk, now, "cao-tuoi")
    page = Client().get(reverse("services:ticket", args=[mine.code])).content.decode()
    assert ahead(mine) == 2
    assert "Còn 2 người trước" in page


def test_the_kiosk_gives_a_number_without_signing_in_and_the_board_shows_who_is_called(
    hall: tuple[Desk, Device], now: datetime
) -> None:
    desk, kiosk = hall
    visitor = Client()
    address = reverse("services:kiosk", args=[kiosk.code])
    first = visitor.get(address).content.decode()
    assert "Người khuyết tật nặng" in first
    key = re.search(r'name="press" value="([^"]+)"', first)
    assert key
    answer = visitor.post(address, {"press": key[1], "priority": "khuyet-tat"}, follow=True)
    assert "U001" in answer.content.decode()
    assert "<svg" in answer.content.decode()
    assert answer["Refresh"].endswith(address)
    board = queue.add_device(desk.agency, "board", "Bảng", acting=MACHINE)
    queue.call_next(desk, acting=who("lc.tiepnhan"), at=timezone.now())
    shown = visitor.get(reverse("services:board", args=[board.code]))
    assert "U001" in shown.content.decode()
    assert int(shown["Refresh"]) > 0


def test_a_revoked_device_and_a_wrong_code_open_nothing(hall: tuple[Desk, Device], now: datetime) -> None:
    kiosk = hall[1]
    queue.revoke_device(kiosk, acting=MACHINE, at=now)
    for name, code in (("kiosk", kiosk.code), ("kiosk", "khong-co"), ("board", kiosk.code)):
        assert Client().get(reverse(f"services:{name}", args=[code])).status_code == 404


def test_the_officer_calls_on_screen_and_the_list_costs_the_same_with_many(
    hall: tuple[Desk, Device], now: datetime
) -> None:
    desk, kiosk = hall
    client = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    press(kiosk, now)
    costs = []
    for _more in range(2):
        client.get(reverse("services:queue"))
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("services:queue")).content.decode()
        costs.append(len(seen))
        for _n in range(10):
            press(kiosk, now, "cao-tuoi")
    assert "Gọi số tiếp theo" in page
    assert costs[0] == costs[1]
    client.post(reverse("services:desk_act", args=[desk.uuid, "next"]))
    ticket = Ticket.objects.get(state=TicketState.CALLED)
    assert "Vắng mặt" in client.get(reverse("services:queue")).content.decode()
    client.post(reverse("services:desk_act", args=[desk.uuid, "finish"]), {"ticket": ticket.code})
    ticket.refresh_from_db()
    assert ticket.state == TicketState.DONE


def test_only_the_director_opens_desks_and_adds_devices(hall: tuple[Desk, Device]) -> None:
    assert (
        sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
        .get(reverse("services:queue_devices"))
        .status_code
        == 403
    )
    director = Appointment.objects.filter(role="centre_director", account__is_demo=True).order_by("pk")[0]
    client = sign_in(Client(), director.account)
    address = reverse("services:queue_devices")
    assert director.agency.name in client.get(address).content.decode()
    client.post(address, {"agency": director.agency.slug, "number": "7", "desk": "1"})
    client.post(address, {"agency": director.agency.slug, "purpose": "board", "name": "Bảng", "device": "1"})
    assert Desk.objects.filter(agency=director.agency, number=7).exists()
    board = Device.objects.get(agency=director.agency, name="Bảng")
    twice = client.post(address, {"agency": director.agency.slug, "number": "7", "desk": "1"})
    assert "Ô số 7 đã có" in twice.content.decode()
    client.post(address, {"revoke": str(board.uuid)})
    assert Client().get(reverse("services:board", args=[board.code])).status_code == 404


@pytest.fixture
def open_hall(laid: None, transactional_db: None) -> tuple[Desk, Device]:
    return _hall()


def test_two_desks_that_call_at_once_get_different_numbers(open_hall: tuple[Desk, Device], now: datetime) -> None:
    first, kiosk = open_hall
    second = queue.open_desk(first.agency, 2, acting=MACHINE)
    colleague = Account.objects.create(username="dong.nghiep", full_name="Lê Thị Đồng Nghiệp Thử")
    mine = Appointment.objects.get(account__username="lc.tiepnhan", role="intake_officer")
    Appointment.objects.create(account=colleague, agency=mine.agency, role=mine.role, valid=mine.valid)
    queue.sit_down(second, acting=Acting.of(colleague))
    desks: list[tuple[Desk, Any]] = [(first, who("lc.tiepnhan")), (second, Acting.of(colleague))]
    for _round in range(5):
        press(kiosk, now)
        press(kiosk, now)
        called = at_once(*[partial(queue.call_next, desk, acting=acting, at=now) for desk, acting in desks])
        assert len({one.pk for one in called}) == 2, called
        for ticket, (desk, acting) in zip(called, desks, strict=True):
            queue.end(ticket, desk, "finish", acting=acting, at=now)


def test_four_presses_at_once_take_four_numbers(open_hall: tuple[Desk, Device], now: datetime) -> None:
    kiosk = open_hall[1]
    taken = at_once(*[lambda: press(kiosk, now)] * 4)
    assert sorted(one.n for one in taken) == [1, 2, 3, 4]
