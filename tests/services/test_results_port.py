"""Results go through a port: whoever answers it issues them, and services do nothing of it themselves (cổng kết quả)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.models import Issued
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from cuulong.published.ports.results import Draft, Result, results
from cuulong.systems.services.demo import official_for
from cuulong.systems.services.dossiers.actions.result import number_and_seal, sign
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.issuing import LocalResults
from cuulong.systems.services.dossiers.models import Dossier, Issuance
from tests.architecture.house import python_files
from tests.journeys.papers import paper

from .conftest import Make


class DocumentSystem:
    """Answers the port as a document system would: its own files, its own numbers, its own way to sign."""

    def __init__(self) -> None:
        self.kept: dict[Ref, Result] = {}
        self.heard: list[str] = []
        self.drafts: list[Draft] = []

    def draft(self, draft: Draft, *, acting: Acting) -> Result:
        self.heard.append("draft")
        self.drafts.append(draft)
        file = store(paper("van-ban")["buffer"], name="van-ban.pdf", acting=acting)
        made = Result(ref=Ref("documents.outgoing", uuid7()), state="drafted", file=file.ref)
        self.kept = {draft.subject: made}
        return made

    def sign(self, result: Ref, *, acting: Any, pin: str) -> Result:
        return self._goes_on(result, "sign", state="signed")

    def number_and_seal(self, result: Ref, *, acting: Any, pin: str) -> Result:
        more = {"number": "9/QĐ-THU", "verify_code": "0000-0000-0000-0000", "issued_at": timezone.now()}
        return self._goes_on(result, "seal", state="issued", **more)

    def find(self, subject: Ref) -> Result | None:
        return self.kept.get(subject)

    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]:
        return {subject: self.kept[subject] for subject in subjects if subject in self.kept}

    def _goes_on(self, result: Ref, what: str, **changes: Any) -> Result:
        self.heard.append(what)
        ((subject, known),) = self.kept.items()
        assert known.ref == result
        self.kept[subject] = replace(known, **changes)
        return self.kept[subject]


@pytest.fixture
def documents() -> Iterator[DocumentSystem]:
    stood = results()
    other = DocumentSystem()
    results.bind(other)
    yield other
    results.bind(stood)


def act(dossier: Dossier, verb: Any, at: datetime) -> None:
    step = step_of(dossier)
    verb(dossier, step, pin="", acting=official_for(step), at=at, revision=None)
    dossier.refresh_from_db()


def test_another_system_that_answers_the_port_issues_the_results(
    dossier: Make, documents: DocumentSystem, now: datetime
) -> None:
    one = dossier("reviewed")
    assert documents.heard == ["draft"]
    act(one, sign, now)
    act(one, number_and_seal, now)
    assert documents.heard == ["draft", "draft", "sign", "seal"]
    assert one.state == "issued"
    draft = documents.drafts[-1]
    assert (draft.subject, draft.agency, draft.holder) == (one.ref, one.competent_agency.ref, one.receiver_name)
    assert one.transitions.filter(verb="number_and_seal").count() == 1
    assert not Issuance.objects.exists()
    assert not Issued.objects.exists()


def test_services_stand_in_until_then(province: None) -> None:
    assert isinstance(results(), LocalResults)


def test_nobody_but_the_wiring_knows_who_answers() -> None:
    naming = {path.name for path in python_files() if "LocalResults" in path.read_text("utf-8")}
    assert naming == {"issuing.py", "wiring.py"}
