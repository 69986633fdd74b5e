"""Everybody at every operation of the API: token, scope, agency, role; nothing is written where nobody is let in.

The operations, and the scope of each, come from the document: a new one is here by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cuulong.core.api.actions.clients import revoke
from cuulong.core.api.api import the_api
from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment
from cuulong.core.registry import Scope, declared
from cuulong.core.workflow.models import Step
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.models import Dossier, Paper, Transition
from tests.journeys.papers import paper
from tests.services.api import Outside

from .conftest import Make
from .feedback_people import enter

DOCUMENT = dict(the_api().get_openapi_schema())
ELSEWHERE = "commune-29242"  # a commune that has nothing to do with the dossier


@dataclass(frozen=True)
class Operation:
    """One operation, the scope it asks for, and a request that would do something were it let in."""

    method: str
    path: str
    scope: str
    url: str
    body: dict[str, Any] | None

    @property
    def of_a_dossier(self) -> bool:
        return "{dossier}" in self.path

    def ask(self, token: str = "", client: Client | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        http, more = client or Client(raise_request_exception=False), {"headers": headers}
        if self.path == "/files":
            from django.core.files.uploadedfile import SimpleUploadedFile

            return http.post(self.url, {"file": SimpleUploadedFile("a.pdf", paper("ban-ve")["buffer"])}, **more)  # type: ignore[arg-type]
        if self.body is not None:
            headers["Idempotency-Key"] = f"khoa-{uuid4().hex[:12]}"
            return http.post(self.url, json.dumps(self.body), content_type="application/json", **more)  # type: ignore[arg-type]
        return getattr(http, self.method)(self.url, **more)


@dataclass
class Ground:
    """A dossier of the ward with its papers, and a system of its counter that holds every scope."""

    dossier: Dossier
    whole: Outside
    operations: list[Operation]


@pytest.fixture
def ground(dossier: Make) -> Iterator[Ground]:
    cache.clear()
    give_certificates()
    made = dossier("issued")
    whole = Outside(counter())
    hook = whole.post("/webhooks", {"url": "https://he-thong.example/", "events": ["services.dossier_sent"]}).json()
    given = Paper.objects.filter(dossier=made, file__isnull=False)[0]
    step = Step.objects.filter(case__subject_uuid=made.uuid).order_by("-pk")[0]
    named = {"dossier": made.uuid, "paper": given.uuid, "webhook": hook["id"], "code": made.version.procedure.code}
    bodies: dict[str, dict[str, Any]] = {
        "/dossiers": {
            "procedure": made.version.procedure.code,
            "applicant": {"name": "Ai Đó", "phone": "0900000001"},
            "answers": {},
            "papers": [],
        },
        "/dossiers/{dossier}/acts": {"step": str(step.uuid), "action": "hand_over", "revision": made.revision},
        "/dossiers/{dossier}/opinions": {"step": str(step.uuid), "text": "Đồng ý"},
        "/dossiers/{dossier}/papers": {"papers": [{"key": given.key}]},
        "/webhooks": {"url": "https://noi-khac.example/", "events": ["services.dossier_sent"]},
    }
    found = []
    for path, item in DOCUMENT["paths"].items():
        for method, told in item.items():
            body = None if method != "post" or "multipart" in str(told.get("requestBody")) else bodies[short(path)]
            scope = told["security"][0]["oauth2"][0]
            found.append(Operation(method, short(path), scope, path.format(**named), body))
    yield Ground(made, whole, found)
    cache.clear()


def short(path: str) -> str:
    """Without the mark of the version, as the document writes it."""
    return path.removeprefix("/api/v1")


def counter() -> str:
    return Appointment.objects.get(account__username="lc.tiepnhan").agency.slug


def written() -> tuple[int, int, int, int]:
    """What an operation that does something would add to."""
    acts = Event.objects.exclude(action__startswith="api.").count()
    return Dossier.objects.count(), Transition.objects.count(), Paper.objects.count(), acts


def test_the_table_covers_every_operation_and_scope(ground: Ground) -> None:
    assert len(ground.operations) == sum(len(item) for item in DOCUMENT["paths"].values())
    assert len(ground.operations) > 12
    assert {one.scope for one in ground.operations} == set(declared(Scope))


def test_without_a_token_of_a_living_client_nothing_opens(ground: Ground) -> None:
    """No token, a forged one, one of a client that was revoked, and the session of a person who is signed in."""
    gone = Outside(counter())
    revoke(gone.client, acting=Acting.system("test"), at=timezone.now())
    people = [enter("nguyenvanthu"), enter("lc.tiepnhan"), enter("quantri")]
    before = written()
    for one in ground.operations:
        answers = {
            name: one.ask(token) for name, token in (("none", ""), ("forged", "khong-phai-ma"), ("gone", gone.token))
        }
        answers |= {f"person {n}": one.ask(client=person) for n, person in enumerate(people)}
        assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 401), one
    assert written() == before


def test_a_token_opens_what_its_scope_says_and_nothing_else(ground: Ground) -> None:
    alone = {scope: Outside(counter(), scopes=[scope]).token for scope in declared(Scope)}
    before = written()
    for one in ground.operations:
        for scope, token in alone.items():
            if scope != one.scope:
                answer = one.ask(token)
                assert (answer.status_code, answer.json()["code"]) == (403, "scope"), (one, scope)
    assert written() == before


def test_another_agency_or_a_role_without_the_right_finds_nothing_of_it(ground: Ground) -> None:
    secrets = (str(ground.dossier.uuid), str(ground.dossier.code), ground.dossier.applicant_name)
    strangers = [(ELSEWHERE, "intake_officer"), (ELSEWHERE, "specialist"), (counter(), "accountant")]
    tokens = {place: Outside(place[0], role=place[1]).token for place in strangers}
    before = written()
    for one in ground.operations:
        named = one.of_a_dossier or "{webhook}" in one.path
        if not named and one.method != "get":
            continue
        for place, token in tokens.items():
            answer = one.ask(token)
            assert answer.status_code in ((403, 404) if named else (200, 403)), (one, place, answer.content)
            text = answer.content.decode()
            assert not [secret for secret in secrets if secret in text], (one, place)
    assert written() == before


def test_for_whom_it_is_meant_it_opens(ground: Ground) -> None:
    alone = {scope: Outside(counter(), scopes=[scope]).token for scope in declared(Scope)}
    for one in ground.operations:
        token = ground.whole.token if "{webhook}" in one.path else alone[one.scope]
        assert one.ask(token).status_code not in (401, 403, 404, 500), one
