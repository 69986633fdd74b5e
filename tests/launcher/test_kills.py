"""Parts of a running province are killed or restarted while people file: nothing is lost, nothing is there twice (chịu lỗi)."""

from __future__ import annotations

import hashlib
import html
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.db.models import Count
from pytest_django.plugin import DjangoDbBlocker

from benches.intake import FORM, TOKEN, Citizen, answers, form, papers
from cuulong.core.audit.models import Event
from cuulong.core.outbox.models import Delivery, Fact, State
from cuulong.core.registers.models import Entry, Series
from cuulong.core.registry import Subscription, declared
from cuulong.core.search.models import Entry as Found
from cuulong.lib.ids import uuid7
from cuulong.published.facts.services import DossierSent
from cuulong.systems.services.dossiers.models import Dossier, Paper, Transition
from launcher import processes
from launcher.postgres import Server
from tests.launcher.product import Province, free_port, manage
from tests.launcher.traffic import Traffic, sign_in

pytestmark = pytest.mark.slow
KILLS = 20
PAUSE = (0.1, 1.5)  # seconds from a dossier that went through to the next kill
WHO = "nguyenvanthu"
KEPT = re.compile(r'<textarea name="([^"]+)" hidden>(.*?)</textarea>', re.S)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    running = Province(tmp_path_factory.mktemp("faults") / "data", free_port())
    try:
        yield running.until_ready()
    finally:
        running.stop()


@pytest.fixture(autouse=True)
def rows(province: Province, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each test looks at the rows over a connection of its own: those before did not survive."""
    with django_db_blocker.unblock(), province.rows():
        yield


@pytest.fixture
def citizen(province: Province) -> Citizen:
    return sign_in(province, WHO)


def victims(province: Province, part: str) -> list[int]:
    """The processes of a part that are alive, its parent first."""
    if part == "database":
        server = Server(province.data)
        parent = server.running()
        return [parent, *(pid for pid in processes.working_in(server.cluster) if pid != parent)] if parent else []
    try:
        return province.family("granian" if part == "web" else "worker")
    except ValueError:
        return []


def kill_one(province: Province, part: str, chance: random.Random) -> str:
    """kill -9 of the parent or, as often, of one of its children, as soon as the part lives."""
    alive: list[int] = []
    assert processes.wait_until(lambda: bool(alive.extend(victims(province, part)) or alive), 60, 0.1), province.lines
    victim = alive[0] if chance.random() < 0.5 else chance.choice(alive)
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:  # it fell with the one before
        return kill_one(province, part, chance)
    return f"{part} {'parent' if victim == alive[0] else 'child'}"


def repeated(names: Iterator[object] | list[object]) -> list[object]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_twenty_kills_at_random_moments_lose_no_code_that_a_citizen_received(province: Province) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    began, killed = time.monotonic(), []
    with Traffic(sign_in(province, WHO)) as traffic:
        for n in range(KILLS):
            through = len(traffic.received)
            assert processes.wait_until(lambda: len(traffic.received) > through, 60), province.lines  # noqa: B023
            time.sleep(chance.uniform(*PAUSE))
            killed.append(kill_one(province, ("web", "worker", "database")[n % 3], chance))
    print(f"{time.monotonic() - began:.0f} s, {len(traffic.received)} codes, {traffic.unanswered} without an answer, ")
    print(f"{traffic.told_to_wait} told to wait; {Counter(killed)}")
    print("\n".join(province.lines))
    assert traffic.odd == [], f"seed {seed}"
    assert traffic.unanswered + traffic.told_to_wait > 0, "nobody noticed anything: the kills missed"
    assert processes.wait_until(province.answers, 60, 0.2), province.lines
    assert province.process.poll() is None
    there_once(province, traffic)
    told_once(traffic)
    audited = manage(province.data.path, "check_audit")
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_under_load_a_restart_of_the_database_is_told_and_over_in_seconds_without_another_restart(
    province: Province,
) -> None:
    server, web = Server(province.data), province.family("granian")
    before = server.running()
    assert before
    with Traffic(sign_in(province, WHO)) as traffic:
        assert processes.wait_until(lambda: len(traffic.received) > 5, 60)
        os.kill(before, signal.SIGINT)  # as an administrator stops it: sessions are cut, transactions undone
        assert processes.wait_until(lambda: server.running() not in (None, before), 60)
        through = len(traffic.received)
        assert processes.wait_until(lambda: len(traffic.received) > through + 5, 60), province.lines
    assert traffic.odd == []
    assert traffic.unanswered == 0
    assert traffic.told_to_wait > 0
    assert province.family("granian") == web
    there_once(province, traffic)
    told_once(traffic)


@pytest.fixture
def stopped(province: Province) -> Iterator[Callable[[], None]]:
    """The database is stopped and stays so, since nobody watches; calling it lets the launcher start it again."""
    server = Server(province.data)
    pid = server.running()
    assert pid
    os.kill(province.process.pid, signal.SIGSTOP)

    def go_on() -> None:
        os.kill(province.process.pid, signal.SIGCONT)
        assert processes.wait_until(province.answers, 60, 0.2), province.lines

    try:
        os.kill(pid, signal.SIGINT)
        assert processes.wait_until(lambda: processes.birth(pid) is None, 30)
        yield go_on
    finally:
        go_on()


def test_while_the_database_is_away_pages_say_so_and_what_was_typed_is_filed_once_afterwards(
    province: Province, citizen: Citizen, stopped: Callable[[], None]
) -> None:
    headers, status, page = citizen.open("/ho-so-cua-toi/")
    assert (status, headers["Retry-After"]) == (503, "10")
    assert "Kho dữ liệu đang khởi động lại" in page.decode()
    key, files = uuid7(), papers(1)
    whole = form(key, files)
    _headers, status, page = citizen.send(FORM, whole)
    assert status == 503
    kept = {name: html.unescape(text) for name, text in KEPT.findall(page.decode())}
    assert kept == answers() | {"key": str(key)}

    stopped()
    # The button of that page sends the text alone: the form is there again as it was typed, and asks for the files.
    token = {"csrfmiddlewaretoken": TOKEN}
    _headers, status, page = citizen.send(FORM, urlencode(kept | token).encode(), "application/x-www-form-urlencoded")
    assert status == 422
    assert all(value in html.unescape(page.decode()) for value in (str(key), kept["applicant_name"]))
    # Loading it again, or pressing twice, sends all.
    filed = [citizen.send(FORM, whole) for _time in range(2)]
    assert [(status, headers["Location"]) for headers, status, _page in filed] == [
        (302, f"/ho-so-cua-toi/{key}/da-nop/"),
        (302, f"/ho-so-cua-toi/{key}/da-nop/"),
    ]
    assert Dossier.objects.filter(uuid=key, state="sent").count() == 1


def there_once(province: Province, traffic: Traffic) -> None:
    """Every code that was shown is one dossier's, with its papers as they were sent, whole on disk."""
    dossiers = dict(Dossier.objects.filter(uuid__in=traffic.sent).values_list("uuid", "code"))
    assert {key: dossiers.get(key) for key in traffic.received} == traffic.received
    assert traffic.sent.keys() == traffic.received.keys(), "everybody tried until it went through"
    assert Dossier.objects.filter(code__in=traffic.received.values()).count() == len(traffic.received)

    kept = Paper.objects.filter(dossier__uuid__in=traffic.sent).values_list("dossier__uuid", "file__sha256")
    assert sorted(kept) == sorted((key, digest) for key, digests in traffic.sent.items() for digest in digests)
    for digest in {digest for digests in traffic.sent.values() for digest in digests}:
        content = (province.data.path / "files" / digest[:2] / digest).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest

    for series in Series.objects.annotate(taken=Count("entries")):
        assert series.taken == series.last - series.start_at + 1, series
    numbers = Entry.objects.filter(subject_uuid__in=traffic.sent, series__code="services.dossier")
    assert repeated(list(numbers.values_list("series", "n"))) == []
    assert sorted(numbers.values_list("subject_uuid", flat=True)) == sorted(traffic.sent)


def told_once(traffic: Traffic) -> None:
    """One move, one line in the log, one fact a dossier; every subscriber took each fact, and its effect is there once."""
    mine = sorted(traffic.sent)
    moves = Transition.objects.filter(dossier__uuid__in=mine, verb="send")
    assert sorted(moves.values_list("dossier__uuid", flat=True)) == mine
    logged = Event.objects.filter(action="services.dossier.send", subject_uuid__in=mine)
    assert sorted(logged.values_list("subject_uuid", flat=True)) == mine
    facts = Fact.objects.filter(name=DossierSent.name, subject_uuid__in=mine)
    assert sorted(facts.values_list("subject_uuid", flat=True)) == mine

    waiting = Delivery.objects.exclude(state__in=(State.DONE, State.SKIPPED))
    assert processes.wait_until(lambda: not waiting.exists(), 90, 0.5), list(waiting.values("state", "last_error"))
    subscribers = [one.code for one in declared(Subscription).values() if one.fact is DossierSent]
    done = Delivery.objects.filter(fact__in=facts, state=State.DONE).values_list("fact__subject_uuid", "subscriber")
    assert sorted(done) == sorted((key, code) for key in mine for code in subscribers)
    found = Found.objects.filter(kind=Dossier.ref_kind, uuid__in=mine).values_list("uuid", "title")
    assert sorted(key for key, _title in found) == mine
    assert all(traffic.received[key] in title for key, title in found)
