"""Two web workers, two hundred people at once, and some who hang up in the middle (chịu lỗi)."""

from __future__ import annotations

import http.client
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Self
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import psycopg
import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.audit.models import Event
from cuulong.core.outbox.models import Fact
from cuulong.core.registers.models import Entry
from cuulong.core.workflow.models import Step
from cuulong.lib.ids import uuid7
from cuulong.published.facts.services import DossierSent
from cuulong.systems.services.demo import living
from cuulong.systems.services.dossiers.models import Dossier, Paper, Transition
from launcher.inside import testing
from tests.journeys import province as provinces
from tests.journeys.papers import paper
from tests.journeys.province import Province

from .conftest import sample, version_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MANY, KILLED, TWICE = 200, 20, 6
CODE = re.compile(r'class="[^"]*\bcode\b[^"]*">\s*(H[\w.-]+)')
PAPERS = ("giay-to-dat", "ban-ve", "cam-ket-an-toan")
BOUNDARY = "----cuulong"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def province(django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    with provinces.running() as one, django_db_blocker.unblock(), provinces.rows_of(one):
        yield one
        provinces.must_have_a_whole_log(one)


class Person:
    """Somebody signed in, who posts over plain sockets so as to be able to hang up."""

    def __init__(self, url: str, username: str) -> None:
        self.place = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
        self.cookies: dict[str, str] = {}
        self.post("/accounts/login/", "GET")
        status, _place = self.post(f"/account/demo/{username}/")
        assert status == 302

    def post(self, path: str, method: str = "POST", body: bytes = b"", kind: str = FORM) -> tuple[int, str]:
        """(status, Location) of the answer."""
        line = http.client.HTTPConnection(*self.place, timeout=180)
        try:
            line.request(method, path, body, self._headers(kind))
            answer = line.getresponse()
            answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _is, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", "")
        finally:
            line.close()

    def read(self, path: str) -> str:
        """The page there, as text."""
        line = http.client.HTTPConnection(*self.place, timeout=180)
        try:
            line.request("GET", path, headers=self._headers(FORM))
            answer = line.getresponse()
            assert answer.status == 200, path
            return answer.read().decode()
        finally:
            line.close()

    def hang_up(self, path: str, body: bytes, kind: str, after: float) -> None:
        """Send the request, wait `after` seconds and cut the line without reading the answer."""
        head = [f"POST {path} HTTP/1.1", f"Host: {self.place[0]}:{self.place[1]}", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in self._headers(kind).items()]
        with socket.create_connection(self.place, timeout=30) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall("\r\n".join([*head, "", ""]).encode() + body)
            time.sleep(after)

    def _headers(self, kind: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = self.cookies.get("csrftoken", "")
        return {
            "Cookie": cookies,
            "X-CSRFToken": token,
            "Referer": f"http://localhost:{self.place[1]}",
            "Content-Type": kind,
        }


def multipart(fields: dict[str, str]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    for key in PAPERS:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"; filename="{key}.pdf"\r\n'
        parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + paper(key)["buffer"] + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def sheet(key: UUID) -> bytes:
    """The whole building permit on one page."""
    fields = {"key": str(key)}
    for name, value in sample("nha-hai-tang")["answers"].items():
        if isinstance(value, list):
            fields[f"{name}-count"] = str(len(value))
            fields |= {f"{name}-{n}-{k}": str(v) for n, item in enumerate(value) for k, v in item.items()}
        else:
            fields[name] = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    return multipart(fields)


class Midway:
    """Ends requests in the middle of their transactions, as a crash of the web server's process would (cắt ngang)."""

    ONE = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = %s AND application_name = 'web' AND xact_start IS NOT NULL ORDER BY random() LIMIT 1
    """

    def __init__(self, province: Province, chance: random.Random) -> None:
        self.database, self.chance = province.database, chance
        self.over = threading.Event()
        self.cut = 0

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self._cut)
        self.thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self.over.set()
        self.thread.join()

    def _cut(self) -> None:
        with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
            while self.cut < KILLED and not self.over.wait(self.chance.uniform(0.01, 0.3)):
                self.cut += admin.execute(self.ONE, [self.database]).rowcount


def all_at_once(
    province: Province, send: Callable[[int], tuple[int, str]], hang_up: Callable[[int, float], None]
) -> dict[int, tuple[int, str]]:
    """Start every request at once, cut `KILLED` of them on the server and `KILLED` by hanging up.

    The answers of those who waited; who was told to come back (503) pressed again.
    """
    chance = random.Random(20)
    gone = set(chance.sample(range(MANY), KILLED))
    delays = {n: chance.uniform(0, 20) for n in gone}
    told_to_wait: list[int] = []

    def one(n: int) -> tuple[int, str]:
        if n in gone:
            hang_up(n, delays[n])
            return 0, ""
        while (answer := send(n))[0] == 503:
            told_to_wait.append(n)
            time.sleep(0.2)
        return answer

    with Midway(province, chance) as midway, ThreadPoolExecutor(MANY) as clients:
        answers = dict(enumerate(clients.map(one, range(MANY))))
    assert midway.cut == KILLED
    assert told_to_wait, "nobody noticed anything: the cuts missed"
    return {n: answer for n, answer in answers.items() if n not in gone}


def unbroken(start: datetime) -> None:
    """The numbers taken since `start` follow one another, and each belongs to a dossier that is there."""
    entries = Entry.objects.filter(series__code="services.dossier", taken_at__gte=start)
    numbers = sorted(entries.values_list("n", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    owners = list(entries.values_list("subject_uuid", flat=True))
    assert len(set(owners)) == len(owners)
    assert set(Dossier.objects.filter(uuid__in=owners).values_list("uuid", flat=True)) == set(owners)


def test_two_hundred_file_and_are_accepted_at_once_while_twenty_are_cut_midway_and_twenty_hang_up(
    province: Province,
) -> None:
    start = timezone.now()
    citizen = Person(province.url, "nguyenvanthu")
    keys = [uuid7() for _n in range(MANY)]
    path, kind = "/nop-ho-so/giay-phep-xay-dung-nha-o/mot-trang/", f"multipart/form-data; boundary={BOUNDARY}"
    answers = all_at_once(
        province,
        lambda n: citizen.post(path, body=sheet(keys[n]), kind=kind),
        lambda n, after: citizen.hang_up(path, sheet(keys[n]), kind, after),
    )
    assert {status for status, _place in answers.values()} == {302}
    there = set(Dossier.objects.filter(uuid__in=keys, state="sent").values_list("uuid", flat=True))
    assert {keys[n] for n in answers} <= there
    unbroken(start)
    # Who hung up presses once more: the same page gives the same dossier.
    for key in keys:
        assert citizen.post(path, body=sheet(key), kind=kind) == (302, f"/ho-so-cua-toi/{key}/da-nop/")
    unbroken(start)
    assert Dossier.objects.filter(uuid__in=keys).exclude(code=None).count() == MANY

    officer = Person(province.url, "lc.tiepnhan")
    steps = dict(
        Step.objects.filter(case__subject_uuid__in=keys, left_at=None).values_list("case__subject_uuid", "uuid")
    )
    doors = [f"/dossiers/{key}/steps/{steps[key]}/accept/" for key in keys]
    body = urlencode({"note": ""}).encode()
    answers = all_at_once(
        province,
        lambda n: officer.post(doors[n], body=body),
        lambda n, after: officer.hang_up(doors[n], body, FORM, after),
    )
    # 409: it was accepted although the answer was lost, so the second time is told so.
    assert {status for status, _place in answers.values()} <= {302, 409}
    late = [officer.post(door, body=body)[0] for n, door in enumerate(doors) if n not in answers]
    assert set(late) <= {302, 409}

    accepted = Dossier.objects.filter(uuid__in=keys, state="accepted", due_at__isnull=False)
    assert accepted.count() == MANY
    for verb in ("send", "accept"):
        moves = Transition.objects.filter(dossier__uuid__in=keys, verb=verb).values_list("dossier__uuid", flat=True)
        assert sorted(moves) == sorted(keys), verb
        logged = Event.objects.filter(action=f"services.dossier.{verb}", subject_uuid__in=keys)
        assert sorted(logged.values_list("subject_uuid", flat=True)) == sorted(keys), verb


def codes_shown(citizen: Person, answers: list[tuple[int, str]]) -> set[str]:
    """The codes on the pages that the answers lead to."""
    assert {status for status, _place in answers} == {302}
    return {code for place in {place for _status, place in answers} for code in CODE.findall(citizen.read(place))}


def once(key: UUID, code: str) -> None:
    """One dossier of that code, one number, one move, one line in the log, one fact, its papers once."""
    assert Dossier.objects.get(uuid=key).code == code
    assert Entry.objects.filter(subject_uuid=key, series__code="services.dossier").count() == 1
    assert Transition.objects.filter(dossier__uuid=key, verb="send").count() == 1
    assert Event.objects.filter(action="services.dossier.send", subject_uuid=key).count() == 1
    assert Fact.objects.filter(subject_uuid=key, name=DossierSent.name).count() == 1
    papers = list(Paper.objects.filter(dossier__uuid=key, replaced=False).values_list("key", flat=True))
    assert sorted(papers) == sorted(PAPERS)


def test_a_sheet_sent_twice_at_once_and_once_more_is_one_dossier_and_everybody_sees_its_code(
    province: Province,
) -> None:
    citizen, key = Person(province.url, "nguyenvanthu"), uuid7()
    path, body, kind = (
        "/nop-ho-so/giay-phep-xay-dung-nha-o/mot-trang/",
        sheet(key),
        f"multipart/form-data; boundary={BOUNDARY}",
    )
    with ThreadPoolExecutor(TWICE) as buttons:
        answers = list(buttons.map(lambda _n: citizen.post(path, body=body, kind=kind), range(TWICE)))
    answers.append(citizen.post(path, body=body, kind=kind))
    (code,) = codes_shown(citizen, answers)
    once(key, code)


def test_the_last_step_pressed_twice_at_once_and_once_more_sends_one_dossier(province: Province) -> None:
    case = sample("nha-hai-tang")
    draft = living(case, version_of(case["procedure"]), "draft")
    citizen = Person(province.url, case["account"])
    path = f"/ban-nhap/{draft.uuid}/xem-lai/"
    with ThreadPoolExecutor(TWICE) as buttons:
        answers = list(buttons.map(lambda _n: citizen.post(path), range(TWICE)))
    answers.append(citizen.post(path))
    (code,) = codes_shown(citizen, answers)
    once(draft.uuid, code)


def test_a_walk_in_dossier_sent_twice_at_once_is_one_dossier(province: Province) -> None:
    officer, key = Person(province.url, "lc.tiepnhan"), uuid7()
    path, body, kind = "/counter/giay-phep-xay-dung-nha-o/", sheet(key), f"multipart/form-data; boundary={BOUNDARY}"
    with ThreadPoolExecutor(TWICE) as buttons:
        answers = list(buttons.map(lambda _n: officer.post(path, body=body, kind=kind), range(TWICE)))
    answers.append(officer.post(path, body=body, kind=kind))
    assert set(answers) == {(302, f"/dossiers/{key}/")}
    code = Dossier.objects.get(uuid=key).code or ""
    assert code in officer.read(f"/dossiers/{key}/")
    once(key, code)
