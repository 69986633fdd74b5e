"""Two web workers, two hundred people at once, and some who hang up in the middle (chịu lỗi)."""

from __future__ import annotations

import http.client
import random
import socket
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.audit.models import Event
from cuulong.core.registers.models import Entry
from cuulong.core.workflow.models import Step
from cuulong.lib.ids import uuid7
from cuulong.systems.services.dossiers.models import Dossier, Transition
from tests.journeys import province as provinces
from tests.journeys.papers import paper
from tests.journeys.province import Province

from .conftest import sample

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MANY, KILLED = 200, 20
PAPERS = ("giay-to-dat", "ban-ve", "cam-ket-an-toan")
BOUNDARY = "----cuulong"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def province(django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    with provinces.running() as one, django_db_blocker.unblock(), provinces.rows_of(one):
        yield one


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


def all_at_once(send: Callable[[int], Any], hang_up: Callable[[int, float], None]) -> dict[int, Any]:
    """Start every request at once, `KILLED` of them cut short; the answers of those who waited."""
    chance = random.Random(20)
    cut = set(chance.sample(range(MANY), KILLED))
    delays = {n: chance.uniform(0, 20) for n in cut}

    def one(n: int) -> Any:
        return hang_up(n, delays[n]) if n in cut else send(n)

    with ThreadPoolExecutor(MANY) as clients:
        answers = dict(enumerate(clients.map(one, range(MANY))))
    return {n: answer for n, answer in answers.items() if n not in cut}


def unbroken(start: datetime) -> None:
    """The numbers taken since `start` follow one another, and each belongs to a dossier that is there."""
    entries = Entry.objects.filter(series__code="services.dossier", taken_at__gte=start)
    numbers = sorted(entries.values_list("n", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    owners = list(entries.values_list("subject_uuid", flat=True))
    assert len(set(owners)) == len(owners)
    assert set(Dossier.objects.filter(uuid__in=owners).values_list("uuid", flat=True)) == set(owners)


def test_two_hundred_file_and_are_accepted_at_once_while_twenty_hang_up(province: Province) -> None:
    start = timezone.now()
    citizen = Person(province.url, "nguyenvanthu")
    keys = [uuid7() for _n in range(MANY)]
    path, kind = "/nop-ho-so/giay-phep-xay-dung-nha-o/mot-trang/", f"multipart/form-data; boundary={BOUNDARY}"
    answers = all_at_once(
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
        lambda n: officer.post(doors[n], body=body), lambda n, after: officer.hang_up(doors[n], body, FORM, after)
    )
    assert {status for status, _place in answers.values()} == {302}
    late = [officer.post(door, body=body)[0] for n, door in enumerate(doors) if n not in answers]
    assert set(late) <= {302, 409}  # 409: it was accepted although nobody waited for the answer

    accepted = Dossier.objects.filter(uuid__in=keys, state="accepted", due_at__isnull=False)
    assert accepted.count() == MANY
    for verb in ("send", "accept"):
        moves = Transition.objects.filter(dossier__uuid__in=keys, verb=verb).values_list("dossier__uuid", flat=True)
        assert sorted(moves) == sorted(keys), verb
        logged = Event.objects.filter(action=f"services.dossier.{verb}", subject_uuid__in=keys)
        assert sorted(logged.values_list("subject_uuid", flat=True)) == sorted(keys), verb
