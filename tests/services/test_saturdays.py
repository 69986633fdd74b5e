"""Counters open on Saturdays by the province's plan: planned, shown, counted (tiếp nhận thứ Bảy)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.lib.dates import VIETNAM, Period
from cuulong.systems.services.counters import rules
from cuulong.systems.services.counters.actions import queue
from cuulong.systems.services.counters.actions.saturdays import call_off, plan_saturdays
from cuulong.systems.services.counters.models import SaturdayPlan
from cuulong.systems.services.counters.saturdays import planned
from cuulong.systems.services.dossiers.models import Channel, Dossier, State
from cuulong.systems.services.steering.measures import dossiers

from .conftest import version_of, who

MACHINE = Acting.system("test")
MORNING: dict[str, Any] = {"opens": time(7, 30), "closes": time(11, 30)}
FIRST = date(2026, 9, 5)
BEFORE = datetime(2026, 9, 1, 9, tzinfo=VIETNAM)


@pytest.fixture
def centre(province: None) -> Agency:
    """The ward's centre with desks 1 and 2."""
    found = Appointment.objects.get(account__username="lc.tiepnhan", role="intake_officer").agency
    for number in (1, 2):
        queue.open_desk(found, number, acting=MACHINE)
    return found


def planner() -> Account:
    return Account.objects.filter(is_demo=True, appointments__role="procedure_controller").order_by("pk")[0]


def plan(centre: Agency, weeks: int = 4, **more: Any) -> list[SaturdayPlan]:
    said: dict[str, Any] = MORNING | {"desks": [2, 1, 2], "acting": Acting.of(planner()), "at": BEFORE} | more
    return plan_saturdays(centre, said.pop("first", FIRST), weeks, **said)


def test_the_province_plans_saturdays_with_their_desks(centre: Agency) -> None:
    made = plan(centre)
    assert [one.day for one in made] == [date(2026, 9, 5), date(2026, 9, 12), date(2026, 9, 19), date(2026, 9, 26)]
    assert (made[0].hours, made[0].desk_list) == ("07:30–11:30", "1, 2")
    again = plan(centre, 1, desks=[1])
    standing = SaturdayPlan.objects.filter(cancelled_at=None, day=FIRST)
    assert [one.desks for one in standing] == [[1]]
    assert standing.get() == again[0]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"first": date(2026, 9, 6)}, "no_saturday"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 27}, "weeks"),
        ({"at": BEFORE + timedelta(days=4)}, "too_late_to_plan"),
        ({"opens": time(12)}, "hours"),
        ({"desks": []}, "no_desk"),
        ({"desks": [1, 7]}, "unknown_desk"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(centre: Agency, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(rules.Refused) as refused:
        plan(centre, **wrong)
    assert refused.value.code == code
    assert not SaturdayPlan.objects.exists()


def test_only_who_plans_for_the_province_plans(centre: Agency) -> None:
    with pytest.raises(Forbidden):
        plan(centre, acting=who("lc.tiepnhan"))
    one = plan(centre)[0]
    with pytest.raises(Forbidden):
        call_off(one, reason="Bão", acting=who("lc.giamdoc"), at=BEFORE)


def refusal(one: SaturdayPlan, **said: Any) -> str:
    with pytest.raises(rules.Refused) as refused:
        call_off(one, **said)
    return refused.value.code


def test_a_saturday_is_called_off_before_it_comes_and_for_a_reason(centre: Agency) -> None:
    one, other = plan(centre, 2)
    assert refusal(one, reason=" ", acting=MACHINE, at=BEFORE) == "no_reason"
    call_off(one, reason="Bão số 5", acting=MACHINE, at=BEFORE)
    assert refusal(one, reason="Bão số 5", acting=MACHINE, at=BEFORE) == "called_off"
    assert (
        refusal(other, reason="Bão số 5", acting=MACHINE, at=datetime(2026, 9, 12, 6, tzinfo=VIETNAM))
        == "too_late_to_plan"
    )


def test_the_database_knows_saturdays(centre: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SaturdayPlan.objects.create(
            counter=centre, day=date(2026, 9, 6), desks=[1], planned_at=BEFORE, planned_by="x", **MORNING
        )


def taken_in(centre: Agency, at: datetime) -> Dossier:
    return Dossier.objects.create(
        version=version_of("1.013225"),
        state=State.PROCESSING,
        channel=Channel.COUNTER,
        intake_agency=centre,
        competent_agency=centre.parent,
        code=f"T7-{uuid4().hex[:8]}",
        filed_at=at,
        accepted_at=at,
        due_at=at + timedelta(days=20),
    )


def test_what_was_taken_in_is_counted_by_plan(centre: Agency) -> None:
    first, second = plan(centre, 2)
    call_off(second, reason="Bão số 5", acting=MACHINE, at=BEFORE)
    by_plan = {taken_in(centre, datetime(2026, 9, 5, hour, 30, tzinfo=VIETNAM)) for hour in (0, 8, 10)}
    beside = {taken_in(centre, datetime(2026, 9, day, 9, tzinfo=VIETNAM)) for day in (12, 19)}
    taken_in(centre, datetime(2026, 9, 7, 9, tzinfo=VIETNAM))
    other = Agency.objects.filter(kind="centre").exclude(pk=centre.pk).order_by("pk")[0]
    beside.add(taken_in(other, datetime(2026, 9, 5, 9, tzinfo=VIETNAM)))
    month, now = Period.month(2026, 9), datetime(2026, 10, 1, tzinfo=VIETNAM)
    mine = Dossier.objects.filter(code__startswith="T7-")
    assert set(dossiers("received_saturday_planned", month, now) & mine) == by_plan
    assert set(dossiers("received_saturday_other", month, now) & mine) == beside
    assert set(dossiers("received_saturday", month, now) & mine) == by_plan | beside
    rows = {one.day: one.taken_in for one in planned(date(2026, 9, 30))}  # type: ignore[attr-defined]
    assert rows == {first.day: 3}


def coming_saturday() -> date:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return tomorrow + timedelta(days=(5 - tomorrow.weekday()) % 7)


def test_on_screen_from_the_plan_to_the_public_page_and_the_counter(centre: Agency) -> None:
    client, day = sign_in(Client(), planner()), coming_saturday()
    address = reverse("services:saturdays")
    typed = {
        "counter": centre.pk, "first": f"{day:%d/%m/%Y}",
        "weeks": "2", "opens": "7h30", "closes": "11:30", "desks": "1;2",
    }  # fmt: skip
    wrong = client.post(address, typed | {"desks": "một"})
    assert wrong.status_code == 422
    assert "Ghi số các ô cách nhau" in wrong.content.decode()
    assert "chưa mở ô 9" in client.post(address, typed | {"desks": "9"}).content.decode()
    assert client.post(address, typed).status_code == 302
    public = Client().get(reverse("services:open_saturdays"), {"q": "long chau"}).content.decode()
    assert "07:30–11:30" in public
    assert "ô 1, 2" in public
    assert "Phường Long Châu" in public or "phường Long Châu" in public
    assert "07:30" not in Client().get(reverse("services:open_saturdays"), {"q": "cái nhum"}).content.decode()
    counter = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    assert "Quầy mở thứ Bảy" in counter.get(reverse("services:counter")).content.decode()
    assert counter.get(address).status_code == 403
    one = SaturdayPlan.objects.get(day=day)
    off = reverse("services:saturday_off", args=[one.uuid])
    assert client.post(off, {"reason": ""}).status_code == 422
    assert client.post(off, {"reason": "Bão"}).status_code == 302
    assert f"{day:%d/%m/%Y}" not in client.get(address).content.decode()


def test_the_plan_costs_the_same_with_many(centre: Agency) -> None:
    client = sign_in(Client(), planner())

    def cost() -> int:
        client.get(reverse("services:saturdays"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("services:saturdays")).status_code == 200
            assert client.get(reverse("services:open_saturdays")).status_code == 200
        return len(seen)

    plan(centre, 1, first=coming_saturday(), at=timezone.now())
    few = cost()
    plan(centre, 20, first=coming_saturday(), at=timezone.now())
    assert cost() == few
