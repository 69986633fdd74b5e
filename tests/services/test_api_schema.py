"""The API keeps what its document says, whatever is sent and whoever sends it (kiểm tra theo mô tả OpenAPI)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as within
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker
from schemathesis import checks as every_check
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from cuulong.core.api.api import the_api
from cuulong.core.people.models import Appointment
from cuulong.core.registry import Scope, declared
from cuulong.core.workflow.models import Step
from cuulong.systems.services.demo import give_certificates, living
from cuulong.systems.services.dossiers.models import Paper
from tests.journeys.papers import paper
from tests.services.api import Outside

from .conftest import sample, version_of

CASES = 100
KEPT = [
    every_check.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
DOCUMENT = dict(the_api().get_openapi_schema())
OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]
CALLERS = ("stranger", "this scope", "specialist", "elsewhere")


@dataclass
class World:
    """Everybody who may ask, and what is there.

    `tokens`: who holds every scope, in another role or elsewhere; `alone`: who holds one scope only.
    `known`: values that exist, put in the place of invented ones most of the time.
    """

    tokens: dict[str, str]
    alone: dict[str, str]
    known: dict[str, list[Any]]
    often: float = 0.6
    chance: Random = field(default_factory=lambda: Random(766))

    def token_of(self, caller: str, scope: str) -> str:
        """A stranger has none, a forged one, or one for another scope; "this scope" is an intake officer's."""
        if caller == "this scope":
            return self.alone[scope]
        if caller == "stranger":
            others = [token for one, token in self.alone.items() if one != scope]
            return self.chance.choice(["", "khong-phai-ma", self.chance.choice(others)])
        return self.tokens[caller]

    def ground(self, case: Any) -> None:
        """Let the case speak of things that are there."""
        for holder in (case.path_parameters, case.body):
            if isinstance(holder, dict):
                self._put(holder)

    def _put(self, holder: dict[str, Any]) -> None:
        for name, value in holder.items():
            if name in self.known and self.chance.random() < self.often:
                holder[name] = self.chance.choice(self.known[name])
            elif isinstance(value, dict):
                self._put(value)
            elif isinstance(value, list):
                for one in value:
                    if isinstance(one, dict):
                        self._put(one)


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that verbs take for none, as in Django's own TestCase."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everything(laid: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, in a transaction that is undone at the end of this file."""
    with django_db_blocker.unblock(), undone():
        yield _world()


@pytest.fixture
def world(everything: World, settings: Any) -> Iterator[World]:
    """The same for every operation: what the one before did is undone."""
    settings.RATELIMIT_USE_CACHE = "local"
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    with undone():
        yield everything
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def _world() -> World:
    give_certificates()
    case = sample("nha-hai-tang")
    version = version_of(case["procedure"])
    made = [living(case, version, stage) for stage in ("sent", "incomplete", "accepted", "issued")]
    counter = Appointment.objects.get(account__username="lc.tiepnhan").agency.slug
    whole = Outside(counter)
    callers = {
        "specialist": Outside("commune-29551", role="specialist"),
        "elsewhere": Outside("commune-29554"),
    }
    alone = {scope: Outside(counter, scopes=[scope]) for scope in declared(Scope)}
    hook = whole.post("/webhooks", {"url": "https://he-thong.example/", "events": ["services.dossier_sent"]}).json()
    file = whole.send_file("ban-ve.pdf", paper("ban-ve")["buffer"]).json()["id"]
    uuids = [one.uuid for one in made]
    papers = list(Paper.objects.filter(dossier__in=made).values_list("uuid", "key"))
    return World(
        tokens={name: one.token for name, one in callers.items()},
        alone={scope: one.token for scope, one in alone.items()},
        known={
            "dossier": [str(one) for one in uuids],
            "paper": [str(uuid) for uuid, _key in papers],
            "papers": [[], ["ban-ve"]],
            "key": sorted({key for _uuid, key in papers}),
            "webhook": [hook["id"]],
            "file": [file, None],
            "code": ["1.013225", "1.001193"],
            "procedure": ["1.013225", "1.001193"],
            "counter": ["", counter],
            "phone": ["0900000001"],
            "step": [str(one) for one in Step.objects.filter(case__subject_uuid__in=uuids).values_list("uuid", flat=True)],
            "action": ["accept", "request_supplement", "decline", "assign", "hand_over", "sign"],
            "revision": [1, 2, 3],
            "events": [["services.dossier_sent"]],
            "url": ["https://he-thong.example/nhan"],
        },
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda one: one.strip("/").replace("/", "."))
def test_no_operation_breaks_or_departs_from_its_document(method: str, path: str, world: World) -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = get_wsgi_application()
    schema.location = "http://testserver/api/v1/openapi.json"
    operation = schema[path][method]
    asked = DOCUMENT["paths"][path][method]
    scope = asked["security"][0]["oauth2"][0]
    world.often = 0.02 if path.endswith("signatures") else 0.6  # the verdict on a signature costs much
    seen = dict.fromkeys(CALLERS, 0)

    def send(case: Any, caller: str) -> None:
        token = world.token_of(caller, scope)
        answer = case.call(headers={"Authorization": f"Bearer {token}"} if token else {})
        case.validate_response(answer, checks=KEPT)
        seen[caller] += 1
        if caller == "stranger":
            known = token in world.alone.values()
            assert answer.status_code in ((403, 404) if known else (401, 404))
        elif caller == "elsewhere" and "{dossier}" in path:
            assert answer.status_code >= 400

    sound, unsound = (
        operation.as_strategy(generation_mode=one) for one in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    bare = not asked.get("parameters") and not asked.get("requestBody")

    @given(case=sound if bare else st.one_of(sound, unsound))
    @within(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        world.ground(case)
        for caller in CALLERS:
            send(case, caller)

    ask()
    while bare and min(seen.values()) < CASES:  # nothing to vary: the same question again
        ask()
    assert min(seen.values()) >= CASES
