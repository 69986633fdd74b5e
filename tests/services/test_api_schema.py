"""The API keeps what its document says, whatever is sent and whoever sends it (kiểm tra theo mô tả OpenAPI)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks as every_check
from schemathesis.config import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from cuulong.core.api.api import the_api
from cuulong.core.api.forms import roles_of_systems
from cuulong.core.people.models import Appointment
from cuulong.core.registry import Scope, declared
from cuulong.core.workflow.models import Step
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.models import Paper
from tests.journeys.papers import paper
from tests.services.api import Outside

from .conftest import Make

CASES = 100
KEPT = [
    every_check.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
DOCUMENT = dict(the_api().get_openapi_schema())
OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]
NOBODY = ("nobody", "forged")


@dataclass
class World:
    """Everybody who may ask: nobody, a forger, one for each scope and each role, one elsewhere; and what is there.

    `known`: values that exist, put in the place of invented ones every other time.
    """

    tokens: dict[str, str]
    scopes: dict[str, frozenset[str]]
    known: dict[str, list[Any]]
    chance: Random = field(default_factory=lambda: Random(766))

    def ground(self, case: Any) -> None:
        """Let the case speak of things that are there."""
        for holder in (case.path_parameters, case.body):
            if isinstance(holder, dict):
                self._put(holder)

    def _put(self, holder: dict[str, Any]) -> None:
        for name, value in holder.items():
            if name in self.known and self.chance.random() < 0.6:
                holder[name] = self.chance.choice(self.known[name])
            elif isinstance(value, dict):
                self._put(value)
            elif isinstance(value, list):
                for one in value:
                    if isinstance(one, dict):
                        self._put(one)


@pytest.fixture
def world(province: None, dossier: Make) -> World:
    give_certificates()
    made = [dossier(stage) for stage in ("sent", "incomplete", "accepted", "issued")]
    counter = Appointment.objects.get(account__username="lc.tiepnhan").agency.slug
    roles = [code for code, _title in roles_of_systems()]
    each = cycle(declared(Scope))
    callers = {f"{scope} as intake_officer": Outside(counter, scopes=[scope]) for scope in declared(Scope)}
    callers |= {
        f"{scope} as {role}": Outside("commune-29551", role=role, scopes=[scope])
        for role in roles
        if role != "intake_officer"
        for scope in [next(each)]
    }
    callers["all as intake_officer"] = whole = Outside(counter)
    callers["all as specialist"] = Outside("commune-29551", role="specialist")
    callers["all elsewhere"] = Outside("commune-29554")
    hook = whole.post("/webhooks", {"url": "https://he-thong.example/", "events": ["services.dossier_sent"]}).json()
    file = whole.send_file("ban-ve.pdf", paper("ban-ve")["buffer"]).json()["id"]
    uuids = [one.uuid for one in made]
    papers = list(Paper.objects.filter(dossier__in=made).values_list("uuid", "key"))
    return World(
        tokens={"nobody": "", "forged": "khong-phai-ma"} | {name: one.token for name, one in callers.items()},
        scopes={name: one.client.scopes for name, one in callers.items()},
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
    seen = dict.fromkeys(world.tokens, 0)

    def send(case: Any, caller: str) -> None:
        token = world.tokens[caller]
        answer = case.call(headers={"Authorization": f"Bearer {token}"} if token else {})
        case.validate_response(answer, checks=KEPT)
        seen[caller] += 1
        if caller in NOBODY:
            assert answer.status_code == 401
        elif scope not in world.scopes[caller]:
            assert answer.status_code == 403
        elif caller == "all elsewhere" and "{dossier}" in path:
            assert answer.status_code in (404, 422)

    sound, unsound = (
        operation.as_strategy(generation_mode=one) for one in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    bare = not asked.get("parameters") and not asked.get("requestBody")

    @given(case=sound if bare else st.one_of(sound, unsound))
    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        world.ground(case)
        for caller in world.tokens:
            send(case, caller)

    ask()
    while bare and min(seen.values()) < CASES:  # nothing to vary: the same question again
        ask()
    assert min(seen.values()) >= CASES
