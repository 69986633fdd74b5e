"""The same thing done twice at the same moment, on two connections (cùng lúc)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cuulong.core.registers.models import Entry
from cuulong.core.workflow.rules import AlreadyMoved
from cuulong.systems.services.catalogue.actions.open_filing import begin_procedure
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.demo import living
from cuulong.systems.services.dossiers.actions.intake import accept, decline
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.models import Dossier, Transition

from .conftest import sample, version_of, who


@pytest.fixture
def made(laid: None, transactional_db: None) -> Callable[[str], Dossier]:
    one = sample("nha-hai-tang")
    return lambda stage: living(one, version_of(one["procedure"]), stage)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """The results of the acts, or what they raised, all started at the same moment."""
    start = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        try:
            return act()
        except Exception as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_two_officers_accept_at_once_and_one_is_told(made: Callable[[str], Dossier], now: datetime) -> None:
    sent, officer = made("sent"), who("lc.tiepnhan")
    step = step_of(sent)
    results = at_once(*[lambda: accept(sent, step, acting=officer, at=now, revision=None)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["AlreadyMoved", "Dossier"]
    assert Transition.objects.filter(dossier=sent, verb="accept").count() == 1


def test_one_accepts_while_another_declines_and_only_one_of_it_happens(
    made: Callable[[str], Dossier], now: datetime
) -> None:
    sent, officer = made("sent"), who("lc.tiepnhan")
    step = step_of(sent)
    results = at_once(
        lambda: accept(sent, step, acting=officer, at=now, revision=None),
        lambda: decline(sent, step, note="Không đúng nơi", acting=officer, at=now, revision=None),
    )
    done = [one for one in results if isinstance(one, Dossier)]
    assert len(done) == 1
    assert [type(one) for one in results if not isinstance(one, Dossier)] == [AlreadyMoved]
    sent.refresh_from_db()
    assert sent.state == done[0].state


def test_a_double_click_on_send_makes_one_code(made: Callable[[str], Dossier], now: datetime) -> None:
    draft, person = made("draft"), who("nguyenvanthu")
    results = at_once(*[lambda: send(draft, acting=person, at=now)] * 4)
    assert len({one.code for one in results}) == 1
    assert Entry.objects.filter(series__code="services.dossier").count() == 1


@pytest.mark.usefixtures("laid", "transactional_db")
def test_two_officers_add_one_procedure_at_once_and_one_is_told() -> None:
    officer = who("tinh.kiemsoat")
    add = lambda: begin_procedure("VL.000009", "Chấp thuận đặt bảng quảng cáo", acting=officer)  # noqa: E731
    results = at_once(*[add] * 4)
    assert sorted(type(one).__name__ for one in results) == ["NotReady"] * 3 + ["Procedure"]
    assert Procedure.objects.filter(code="VL.000009").count() == 1
