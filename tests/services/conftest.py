"""Vĩnh Long with its people but without dossiers: laid once a file, and again after tests with real transactions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.catalogue.models import ProcedureVersion
from cuulong.systems.services.catalogue.queries import published
from cuulong.systems.services.demo import living
from cuulong.systems.services.dossiers.models import Channel, Dossier, State
from launcher.inside import testing
from launcher.layout import ROOT
from tests import laying

SAMPLES = ROOT / "provinces" / "vinhlong" / "procedures" / "samples.toml"


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), testing.begun_from(laying.people()):
        yield


@pytest.fixture
def province(laid: None, db: None) -> None:
    """People and procedures are there; what the test does is undone."""


def sample(key: str) -> dict[str, Any]:
    """A fictional case of the province: procedure, account, answers."""
    found = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["samples"]
    return next(one for one in found if one["key"] == key)


def version_of(code: str) -> ProcedureVersion:
    return published(timezone.localdate()).get(procedure__code=code)


def who(username: str) -> Acting:
    return Acting.of(Account.objects.get(username=username))


Make = Callable[..., Dossier]


@pytest.fixture
def dossier(province: None) -> Make:
    """Makes a dossier of a sample case at a stage of its life: draft, sent, incomplete, accepted, assigned, paused…"""

    def make(stage: str = "sent", key: str = "nha-hai-tang") -> Dossier:
        one = sample(key)
        made = living(one, version_of(one["procedure"]), stage)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


#          accepted    due          finished     state             channel         declined ones were never accepted
CASES: list[tuple[Any, Any, Any, str, str]] = [
    (at(8, 28), at(9, 4), at(9, 3), State.RETURNED, Channel.ONLINE),  # September: carried, early
    (at(9, 1), at(9, 8, 17), at(9, 8, 10), State.ISSUED, Channel.ONLINE),  # in time, on the very day
    (at(9, 2), at(9, 9), at(9, 20), State.RETURNED, Channel.COUNTER),  # late
    (at(9, 5), at(9, 12), None, State.PROCESSING, Channel.COUNTER),  # Saturday; overdue at the end
    (at(9, 28), at(10, 20), None, State.PROCESSING, Channel.POST),  # under way, in time
    (at(9, 3), at(9, 10), at(9, 7), State.WITHDRAWN, Channel.ONLINE),  # taken back
    (at(9, 3), at(9, 10), None, State.PAUSED, Channel.ONLINE),  # its clock stands still: not overdue
    (None, None, at(9, 4), State.DECLINED, Channel.ONLINE),  # never taken in
]


@pytest.fixture
def two_communes(province: None) -> list[Agency]:
    """The same eight dossiers at each of two communes, under two procedures."""
    communes = list(Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=date(2026, 9, 1)).order_by("pk")[:2])
    versions = ProcedureVersion.objects.order_by("pk")[:2]
    for commune, version in zip(communes, versions, strict=True):
        for accepted, due, finished, state, channel in CASES:
            Dossier.objects.create(
                version=version, state=state, channel=channel, intake_agency=commune, competent_agency=commune,
                code=f"THU-{uuid4().hex[:8]}", filed_at=accepted or finished, accepted_at=accepted, due_at=due,
                finished_at=finished, outcome="issue" if state in (State.RETURNED, State.ISSUED) else "",
            )  # fmt: skip
    return communes


@pytest.fixture
def leader(two_communes: list[Agency]) -> Client:
    root = Agency.objects.get(kind=AgencyKind.PROVINCE)
    return sign_in(Client(), make_official("lanh.dao", root, "chief_of_office"))
