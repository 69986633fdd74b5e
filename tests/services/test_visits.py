"""Appointments at a counter: slots from opening hours, one seat once, reminders, calendars (lịch hẹn tại quầy)."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.calendars.models import DayKind, Holiday
from cuulong.core.calendars.queries import forget_calendars
from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.lib.dates import VIETNAM
from cuulong.lib.working_calendar import Calendar, Span
from cuulong.systems.services.counters.actions.book import book, cancel, note_visit, remind
from cuulong.systems.services.counters.actions.plans import set_plan
from cuulong.systems.services.counters.booking_rules import NotBooked, bookable_days, slots
from cuulong.systems.services.counters.icalendar import icalendar
from cuulong.systems.services.counters.models import Visit
from cuulong.systems.services.counters.queries import Slot, days_of, slots_of

from .conftest import who

NOBODY = Acting.anonymous()


def counter() -> Agency:
    return Agency.objects.select_related("parent").get(kind="centre", parent__slug="commune-29551")


def first_slot(now: datetime) -> Slot:
    here = counter()
    day = days_of(here, timezone.localdate(now))[2]
    return slots_of(here, day, now)[0]


def visit(now: datetime, phone: str = "0900000009", at: datetime | None = None) -> Visit:
    return book(counter(), at or first_slot(now).starts_at, name="Lê Thị Khách", phone=phone, acting=NOBODY, at=now)


def test_a_day_is_cut_into_slots_within_opening_hours() -> None:
    hours = Span(datetime(2026, 1, 1, 7).time(), datetime(2026, 1, 1, 8, 50).time())
    calendar = Calendar.monday_to_friday(hours, days_off={date(2026, 11, 25): "Nghỉ"})
    tuesday = date(2026, 11, 24)
    assert [f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in slots(calendar, tuesday, 30)] == [
        "07:00-07:30",
        "07:30-08:00",
        "08:00-08:30",
    ]
    assert slots(calendar, date(2026, 11, 25), 30) == []
    assert bookable_days(calendar, tuesday, 6) == [tuesday, *(date(2026, 11, n) for n in (26, 27, 30))]


def test_a_slot_fills_up_and_a_cancelled_seat_is_free_again(province: None, now: datetime) -> None:
    first = visit(now, "0900000001")
    second = visit(now, "0900000002")
    assert {first.seat, second.seat} == {1, 2}
    with pytest.raises(NotBooked, match="hết chỗ"):
        visit(now, "0900000003")
    cancel(first, acting=NOBODY, at=now)
    assert visit(now, "0900000003").seat == 1


def test_what_is_no_slot_is_not_booked(province: None, now: datetime) -> None:
    slot = first_slot(now)
    for wrong in (slot.starts_at + timedelta(minutes=7), now - timedelta(days=1), slot.starts_at + timedelta(days=60)):
        with pytest.raises(NotBooked, match="không nhận hẹn vào giờ này"):
            visit(now, at=wrong)


def test_one_number_does_not_hold_the_whole_day(province: None, now: datetime) -> None:
    here = counter()
    day = days_of(here, timezone.localdate(now))[2]
    for slot in slots_of(here, day, now)[:3]:
        visit(now, at=slot.starts_at)
    with pytest.raises(NotBooked, match="đang giữ ba lịch hẹn"):
        visit(now, at=slots_of(here, day, now)[3].starts_at)


def test_a_new_day_off_takes_its_slots_away(province: None, now: datetime) -> None:
    day = timezone.localdate(first_slot(now).starts_at)
    Holiday.objects.create(day=day, kind=DayKind.OFF, name="Nghỉ đột xuất")
    forget_calendars()
    assert slots_of(counter(), day, now) == []
    Holiday.objects.filter(day=day).delete()
    forget_calendars()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_the_last_seat_at_once_exactly_the_capacity_gets_in(laid: None) -> None:
    now = timezone.now()
    at, here = first_slot(now).starts_at, counter()
    told: list[str] = []
    start = threading.Barrier(6)

    def want(n: int) -> None:
        start.wait()
        try:
            book(here, at, name="Người hẹn", phone=f"090000010{n}", acting=NOBODY, at=now)
            told.append("booked")
        except NotBooked as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=want, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["booked", "booked", "full", "full", "full", "full"]
    assert Visit.objects.filter(counter=here, starts_at=at).count() == 2


def test_whoever_comes_tomorrow_is_reminded_once(province: None, now: datetime) -> None:
    one = visit(now)
    assert remind(one.starts_at - timedelta(hours=30)) == 0
    assert remind(one.starts_at - timedelta(hours=20)) == 1
    assert remind(one.starts_at - timedelta(hours=19)) == 0
    told = Notification.objects.get(message="services.visit_reminder", subject_uuid=one.uuid)
    assert one.starts_at.astimezone(VIETNAM).strftime("%H:%M") in told.title
    gone = visit(now, "0900000008")
    cancel(gone, acting=NOBODY, at=now)
    assert remind(gone.starts_at - timedelta(hours=20)) == 0


def test_the_calendar_file_says_when_where_and_when_it_is_off(province: None, now: datetime) -> None:
    one = visit(now)
    body = icalendar(one, summary="Hẹn; tại, quầy " + "ư" * 80, place="Quầy", address="https://x.example", now=now)
    lines = body.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = body.decode().replace("\r\n ", "")
    assert f"DTSTART:{one.starts_at.astimezone(VIETNAM) - timedelta(hours=7):%Y%m%dT%H%M%SZ}" in whole
    assert "SUMMARY:Hẹn\\; tại\\, quầy ư" in whole
    assert "STATUS:CONFIRMED" in whole
    off = icalendar(
        cancel(one, acting=NOBODY, at=now), summary="Hẹn", place="Quầy", address="https://x.example", now=now
    )
    assert b"METHOD:CANCEL" in off
    assert f"UID:{one.uuid}".encode() in off


def test_the_counter_sees_its_day_and_notes_who_came_and_others_do_not(province: None, now: datetime) -> None:
    one = visit(now)
    day = timezone.localtime(one.starts_at)
    page = reverse("services:visits") + f"?ngay={day:%d/%m/%Y}"
    office = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    assert "Lê Thị Khách" in office.get(page).content.decode()
    elsewhere = sign_in(Client(), Account.objects.get(username="cn.tiepnhan"))
    assert "Lê Thị Khách" not in elsewhere.get(page).content.decode()
    assert elsewhere.post(reverse("services:visit_note", args=[one.uuid]), {"came": "yes"}).status_code == 404
    with pytest.raises(Forbidden):
        note_visit(one, came=True, acting=who("cn.tiepnhan"), at=now)
    office.post(reverse("services:visit_note", args=[one.uuid]), {"came": "no"})
    one.refresh_from_db()
    assert one.state == "booked"  # the hour has not come
    office.post(reverse("services:visit_note", args=[one.uuid]), {"came": "yes"})
    one.refresh_from_db()
    assert one.state == "came"


def test_a_counter_sets_its_own_plan_from_today(province: None, now: datetime) -> None:
    here = counter()
    set_plan(here, minutes=60, capacity=1, days_ahead=3, first=timezone.localdate(now), acting=who("lc.tiepnhan"))
    slot = first_slot(now) if len(days_of(here, timezone.localdate(now))) > 2 else None
    assert all(one.ends_at - one.starts_at == timedelta(hours=1) for one in ([slot] if slot else []))
    set_plan(here, minutes=60, capacity=0, days_ahead=3, first=timezone.localdate(now), acting=who("lc.tiepnhan"))
    assert days_of(here, timezone.localdate(now)) == []
    with pytest.raises(Forbidden):
        set_plan(here, minutes=5, capacity=9, days_ahead=3, first=timezone.localdate(now), acting=who("cn.tiepnhan"))


def test_a_person_books_keeps_and_cancels_on_the_pages(province: None, now: datetime) -> None:
    cache.clear()
    client, here, slot = Client(), counter(), first_slot(now)
    assert here.slug in client.get(reverse("services:visit_places") + "?q=long chau").content.decode()
    day = timezone.localtime(slot.starts_at)
    door = reverse("services:visit_new", args=[here.slug]) + f"?ngay={day:%d/%m/%Y}"
    typed = {"slot": slot.starts_at.isoformat(), "name": "Lê Thị Khách", "phone": "090"}
    assert client.post(door, typed).status_code == 422
    kept = client.post(door, typed | {"phone": "0900000009"})["Location"]
    page = client.get(kept).content.decode()
    assert f"{day:%H:%M}" in page
    assert "Lê Thị Khách" not in page
    file = client.get(kept + "lich.ics")
    assert file["Content-Type"].startswith("text/calendar")
    client.post(kept + "huy/")
    assert "Lịch hẹn đã hủy" in client.get(kept).content.decode()
    assert client.get(reverse("services:visit", args=["AAAA-AAAA-AAAA-AAAA"])).status_code == 404
