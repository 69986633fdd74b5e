"""Systems outside are told what happened: signed, again when it failed, never into inner networks (báo sự kiện)."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from cuulong.core.api.models import Push
from cuulong.core.api.rules import Refused, check_address, usable_address
from cuulong.core.outbox.queries import failed_jobs
from cuulong.core.outbox.replay import retry_job
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from tests.services.api import Outside

from .conftest import Make


class Receiver(ThreadingHTTPServer):
    """A system's address; `answers` are the next statuses, then always 204."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/su-kien?tu=tinh"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers.items()), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_INNER_HOSTS = ["127.0.0.1"]
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def outside(province: None) -> Outside:
    return Outside(Appointment.objects.get(account__username="lc.tiepnhan").agency.slug)


def subscribe(outside: Outside, url: str, *events: str) -> dict[str, Any]:
    told = outside.post("/webhooks", {"url": url, "events": list(events) or ["services.dossier_sent"]})
    assert told.status_code == 201, told.content
    answer: dict[str, Any] = told.json()
    return answer


def test_an_event_arrives_signed_and_as_the_feed_tells_it(outside: Outside, receiver: Receiver, dossier: Make) -> None:
    secret = subscribe(outside, receiver.url, "services.dossier_sent", "services.dossier_accepted")["secret"]
    made = dossier("accepted")
    run_jobs()
    told = [json.loads(body) for _headers, body in receiver.got]
    assert [one["name"] for one in told] == ["services.dossier_sent", "services.dossier_accepted"]
    assert {one["subject"]["id"] for one in told} == {str(made.uuid)}
    assert told == outside.get("/events").json()["items"]
    for headers, body in receiver.got:
        moment, signed = (part.split("=", 1)[1] for part in headers["Cuulong-Signature"].split(","))
        expected = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(signed, expected)
    assert Push.objects.filter(arrived_at=None).count() == 0


def test_what_failed_is_sent_again_and_arrives_once(outside: Outside, receiver: Receiver, dossier: Make) -> None:
    subscribe(outside, receiver.url)
    receiver.answers = [500, 302, 503]
    dossier("sent")
    run_jobs(ahead=True)
    assert len(receiver.got) == 4
    assert len({body for _headers, body in receiver.got}) == 1
    (push,) = Push.objects.all()
    assert (push.attempts, push.last_error) == (4, "")
    run_jobs(ahead=True)
    assert len(receiver.got) == 4


def test_what_never_arrives_waits_for_a_person_who_sends_it_again(
    outside: Outside, receiver: Receiver, dossier: Make
) -> None:
    subscribe(outside, receiver.url)
    receiver.answers = [500] * 8
    dossier("sent")
    run_jobs(ahead=True)
    assert len(receiver.got) == 8
    (push,) = Push.objects.filter(arrived_at=None)
    assert push.last_error == "HTTP 500"
    admin = Account.objects.filter(appointments__role="administrator", is_demo=True)[0]
    page = sign_in(Client(), admin).get(f"/connections/{outside.client.uuid}/").content.decode()
    assert "HTTP 500" in page
    (job,) = failed_jobs()
    retry_job(job, acting=Acting.of(admin))
    run_jobs(ahead=True)
    push.refresh_from_db()
    assert push.arrived_at is not None


def test_nobody_hears_of_what_they_may_not_see_or_gave_up(outside: Outside, receiver: Receiver, dossier: Make) -> None:
    stranger = Outside("commune-29554")
    subscribe(stranger, receiver.url)
    given_up = subscribe(outside, receiver.url)["id"]
    assert outside.http.delete(f"/api/v1/webhooks/{given_up}", headers=outside.headers).status_code == 204
    assert outside.get("/webhooks").json() == []
    dossier("sent")
    run_jobs(ahead=True)
    assert receiver.got == []
    assert stranger.http.delete(f"/api/v1/webhooks/{given_up}", headers=stranger.headers).status_code == 404
    assert outside.post("/webhooks", {"url": receiver.url, "events": ["mail.sent"]}).status_code == 422


@pytest.mark.parametrize(
    "url",
    ["http://he-thong.example/x", "ftp://he-thong.example/", "https://a@b.example/", "https:///x", "https://x:99999/"],
)
def test_an_address_must_be_one_that_may_be_called(url: str) -> None:
    with pytest.raises(Refused):
        check_address(url, [])


@pytest.mark.parametrize(
    "found", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.8", "2002:a00:8::"]
)
def test_a_name_that_leads_inside_is_not_called(found: str) -> None:
    with pytest.raises(Refused):
        usable_address("he-thong.example", ["203.0.113.9", found], [])
    assert usable_address("trong.example", [found], ["trong.example"]) == found


def test_a_public_address_is_called() -> None:
    assert usable_address("he-thong.example", ["8.8.8.8"], []) == "8.8.8.8"
