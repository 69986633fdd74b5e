"""A machine whose clock jumps back or forward neither numbers, orders nor erases wrongly (đồng hồ bị chỉnh)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cuulong.core.audit.models import Event, Link
from cuulong.core.audit.sealer import seal_once
from cuulong.core.people.acting import Acting
from cuulong.site.observability.health import readiness
from cuulong.systems.services.catalogue.models import ProcedureVersion
from cuulong.systems.services.dossiers.actions.guest import ask_code, confirm
from cuulong.systems.services.dossiers.actions.withdraw import withdraw
from cuulong.systems.services.dossiers.models import Dossier, GuestPass
from cuulong.systems.services.dossiers.rules import Refused as NotNow
from cuulong.systems.services.feedback.actions import receive, retain, suggest
from cuulong.systems.services.feedback.models import CaseStep, Suggestion
from cuulong.systems.services.feedback.rules import Refused

from .conftest import Make, version_of
from .feedback_people import NAME, PHONE, code_sent, suggested, ward, who

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SetClock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Puts this machine's clock to another moment."""

    def put(to: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: to)

    return put


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def test_no_number_is_given_twice_when_the_day_comes_again(now: datetime) -> None:
    """Forward by a month and back: the day's numbers go on where they were."""
    numbers = [
        suggested(at, sender_phone=f"09{n:08d}").number for n, at in enumerate((now, now + 30 * DAY, now, now - DAY))
    ]
    assert len(set(numbers)) == len(numbers)
    counted = [int(number[3:7]) for number in numbers if number.endswith(str(timezone.localtime(now).year))]
    assert counted == sorted(counted)
    assert counted == list(range(counted[0], counted[0] + len(counted)))


def test_the_story_of_a_dossier_keeps_its_order_when_the_clock_is_put_back(dossier: Make) -> None:
    one = dossier("accepted")
    before = list(one.transitions.values_list("verb", flat=True))
    last = one.transitions.order_by("-happened_at")[0]
    withdraw(one, acting=who("nguyenvanthu"), at=last.happened_at - 2 * HOUR)
    told = list(Dossier.objects.get(pk=one.pk).transitions.values_list("verb", "happened_at"))
    assert [verb for verb, _at in told] == [*before, "withdraw"]
    assert told[-1][1] == last.happened_at


def test_the_story_of_a_suggestion_keeps_its_order_too(now: datetime) -> None:
    case = suggested(now)
    suggest.answer(case, note="Đã sửa.", acting=who("lc.chanhvp"), at=now - HOUR)
    assert [step.verb for step in CaseStep.objects.filter(subject_uuid=case.uuid)] == ["confirm", "answer"]


def test_a_code_holds_neither_longer_nor_from_later_than_now(now: datetime) -> None:
    case = Suggestion(title="x", text="y", agency=ward(), sender_name=NAME, sender_phone=PHONE)
    receive.send(case, acting=Acting.anonymous(), at=now)
    for wrong in (now - HOUR, now + HOUR):
        with pytest.raises(Refused, match="hết hạn"):
            receive.confirm(case, code_sent(), acting=Acting.anonymous(), at=wrong)
    assert receive.confirm(case, code_sent(), acting=Acting.anonymous(), at=now).state == "received"


def test_a_guests_code_holds_no_longer_either(now: datetime) -> None:
    version: ProcedureVersion = version_of("1.013225")
    guest = ask_code(version, reached_by="email", address="khach@example.vn", language="vi", at=now)
    for wrong in (now - HOUR, now + HOUR):
        with pytest.raises(NotNow, match="hết hạn"):
            confirm(guest, "000000", at=wrong)
    assert GuestPass.objects.get(pk=guest.pk).tries == 0


def test_the_log_is_sealed_in_the_order_of_writing_whatever_the_clock_says(now: datetime, clock: SetClock) -> None:
    written = []
    for n, moment in enumerate((now, now + 400 * DAY, now - 400 * DAY, now)):
        clock(moment)
        case = suggested(now, sender_phone=f"09{n:08d}")
        written.append(Event.objects.get(action="services.suggestion.confirm", subject_uuid=case.uuid).pk)
    assert written == sorted(written)
    moments = [one.happened_at for one in Event.objects.filter(pk__in=written).order_by("pk")]
    assert moments != sorted(moments)
    assert seal_once() >= 0  # rows of this very transaction wait until it has ended
    assert list(Link.objects.values_list("seq", flat=True)) == sorted(Link.objects.values_list("seq", flat=True))


def test_a_clock_far_ahead_erases_nothing(now: datetime, clock: SetClock) -> None:
    case = suggested(now - 5 * DAY)
    suggest.answer(case, note="Đã sửa.", acting=who("lc.chanhvp"), at=now - 4 * DAY)
    clock(now + 3650 * DAY)
    retain.every_night()
    case.refresh_from_db()
    assert (case.erased_at, case.sender_name) == (None, NAME)


def test_a_house_in_use_erases_what_is_due(now: datetime, clock: SetClock) -> None:
    long_ago = now - 2000 * DAY
    case = suggested(long_ago)
    suggest.answer(case, note="Đã sửa.", acting=who("lc.chanhvp"), at=long_ago)
    clock(now - 3 * DAY)
    suggested(now - 3 * DAY, sender_phone="0911111111")
    clock(now)
    retain.every_night()
    case.refresh_from_db()
    assert case.erased_at == now


def test_a_machine_whose_clock_differs_is_not_ready(now: datetime, clock: SetClock) -> None:
    assert readiness()["clock"] == "ok"
    clock(now - HOUR)
    assert "differs by 36" in readiness()["clock"]
