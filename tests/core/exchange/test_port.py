"""The port of look-ups against the simulator over HTTP: each of the five answers (cổng tra cứu)."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.audit.queries import readings_of
from cuulong.core.exchange import simulator
from cuulong.core.exchange.actions.ask import NotKnown
from cuulong.core.exchange.models import Database, Lookup
from cuulong.core.exchange.retry import retry_lookups
from cuulong.core.parties.actions.consent import give_consent, withdraw_consent
from cuulong.core.parties.actions.register_citizen import register_citizen
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from cuulong.lib.lookups import Outcome, Proof, Question
from cuulong.published.ports.lookups import lookups

pytestmark = pytest.mark.django_db
FIELDS = [{"key": "so-thua", "title": "Thửa đất số"}, {"key": "muc-dich", "title": "Mục đích"}]
ACTING = Acting.system("test")


@pytest.fixture
def land(db: None) -> Database:
    return Database.objects.create(
        key="dat-thu", name="Cơ sở dữ liệu đất thử", fields=FIELDS, timeout_ms=400, per_minute=1000
    )


@pytest.fixture
def databases(land: Database) -> Iterator[simulator.Simulator]:
    with simulator.connected(late=1.5) as one:
        yield one


@pytest.fixture
def citizen(db: None) -> Citizen:
    return register_citizen(full_name="Lê Thị Thử Nghiệm", cccd="086199000011", acting=ACTING)


def question(citizen: Citizen, about: str, *, subject: UUID | None = None, consent: UUID | None = None) -> Question:
    return Question(
        subject=Ref("services.dossier", subject or uuid7()),
        code="giay-to-dat",
        database="dat-thu",
        about=about,
        purpose="xác nhận quyền sử dụng đất",
        basis="Nghị định thử",
        ground="consent" if consent else "duty",
        fields=("so-thua", "muc-dich"),
        parties=(citizen.ref,),
        consent=consent,
    )


def ask(one: Question) -> Proof:
    return lookups().ask(one, acting=ACTING, at=timezone.now())


@pytest.mark.parametrize(
    ("last", "outcome", "values"),
    [
        ("1", Outcome.FOUND, 2),
        ("2", Outcome.PARTIAL, 1),
        ("3", Outcome.ABSENT, 0),
        ("4", Outcome.DOWN, 0),
        ("5", Outcome.LATE, 0),
    ],
)
def test_each_answer_comes_typed_and_is_written_into_the_citizens_log(
    databases: simulator.Simulator, citizen: Citizen, last: str, outcome: Outcome, values: int
) -> None:
    proof = ask(question(citizen, f"08619900001{last}"))
    assert proof.outcome is outcome
    assert len(proof.answers) == values
    assert proof.found == (outcome is Outcome.FOUND)
    assert proof.whole
    assert bool(proof.digest) == outcome.settled
    assert [event.action for event in readings_of(citizen.ref)] == [f"exchange.lookup.{outcome}"]
    lookup = Lookup.objects.get(uuid=proof.uuid)
    assert (lookup.next_try_at is None) == outcome.settled


def test_the_same_person_always_gets_the_same_answer(databases: simulator.Simulator, citizen: Citizen) -> None:
    first, second = (ask(question(citizen, "086199000011")) for _time in range(2))
    assert [one.value for one in first.answers] == [one.value for one in second.answers]


def test_what_was_answered_is_not_asked_again(databases: simulator.Simulator, citizen: Citizen) -> None:
    one = question(citizen, "086199000011")
    assert ask(one) == ask(one)
    assert len(databases.asked) == 1
    assert readings_of(citizen.ref).count() == 1
    assert [proof.uuid for proof in lookups().proofs(one.subject)] == [ask(one).uuid]


def test_nothing_listens_there(land: Database, citizen: Citizen, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EXCHANGE_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
        assert ask(question(citizen, "086199000011")).outcome is Outcome.DOWN
    settings.EXCHANGE_URL = ""
    assert ask(question(citizen, "086199000011")).outcome is Outcome.DOWN


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot json!", Outcome.DOWN),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b" " * 200_000, Outcome.DOWN),
        (b"garbage", Outcome.DOWN),
        (b"", Outcome.DOWN),
    ],
)
def test_a_broken_answer_is_a_database_that_is_down(
    land: Database, citizen: Citizen, settings: Any, said: bytes, outcome: Outcome
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            line, _who = server.accept()
            with line:
                line.recv(4096)
                line.sendall(said)

        thread = threading.Thread(target=once, daemon=True)
        thread.start()
        settings.EXCHANGE_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert ask(question(citizen, "086199000011")).outcome is outcome
        thread.join(5)


def test_a_database_nobody_knows_is_said(citizen: Citizen) -> None:
    with pytest.raises(NotKnown):
        ask(question(citizen, "086199000011"))


def test_the_job_asks_again_until_the_database_speaks(databases: simulator.Simulator, citizen: Citizen) -> None:
    databases.down = {"dat-thu"}
    one = question(citizen, "086199000011")
    assert ask(one).outcome is Outcome.DOWN
    Lookup.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    retry_lookups()
    assert Lookup.objects.get().tries == 2
    databases.down = set()
    retry_lookups()
    assert Lookup.objects.get().tries == 2, "not before its time"
    Lookup.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    retry_lookups()
    assert lookups().proofs(one.subject)[0].found
    assert [event.action for event in readings_of(citizen.ref)] == [
        "exchange.lookup.found",
        "exchange.lookup.down",
        "exchange.lookup.down",
    ]


def test_a_withdrawn_consent_ends_the_trying(databases: simulator.Simulator, citizen: Citizen) -> None:
    consent = give_consent(citizen, "dat-thu", "Tôi đồng ý.", acting=ACTING, at=timezone.now())
    databases.down = {"dat-thu"}
    ask(question(citizen, "086199000011", consent=consent.uuid))
    withdraw_consent(citizen, "dat-thu", acting=ACTING, at=timezone.now())
    Lookup.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    asked = len(databases.asked)
    retry_lookups()
    assert len(databases.asked) == asked
    assert Lookup.objects.get().next_try_at is None


def test_too_many_are_not_sent_and_not_logged(databases: simulator.Simulator, land: Database, citizen: Citizen) -> None:
    Database.objects.update(per_minute=2)
    proofs = [ask(question(citizen, "086199000011")) for _time in range(4)]
    # A minute may turn over between two of them.
    assert sum(proof.limited for proof in proofs) in (1, 2)
    assert len(databases.asked) == sum(not proof.limited for proof in proofs)
    assert readings_of(citizen.ref).count() == len(databases.asked)


def test_a_settled_look_up_stands_but_its_data_can_go(databases: simulator.Simulator, citizen: Citizen) -> None:
    proof = ask(question(citizen, "086199000011"))
    for change in ({"outcome": "absent"}, {"answers": {"so-thua": "13"}}, {"about": "086199000012"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Lookup.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Lookup.objects.all().delete()
    Lookup.objects.update(answers={})
    emptied = lookups().find(proof.uuid)
    assert emptied is not None
    assert (list(emptied.answers), emptied.whole) == ([], False)


def test_no_number_and_no_answer_in_the_logs(
    databases: simulator.Simulator, citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="cuulong"):
        proof = ask(question(citizen, "086199000011"))
    told = caplog.text + str([event.details for event in Event.objects.all()])
    assert "086199000011" not in told
    assert all(one.value not in told for one in proof.answers)
