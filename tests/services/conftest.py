"""Vĩnh Long with its people but without dossiers: laid once a file, and again after tests with real transactions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry import LoadStep, declared
from cuulong.systems.services.catalogue.models import ProcedureVersion
from cuulong.systems.services.catalogue.queries import published
from cuulong.systems.services.demo import living
from cuulong.systems.services.dossiers.models import Dossier
from launcher.inside import testing
from launcher.layout import ROOT

SAMPLES = ROOT / "provinces" / "vinhlong" / "procedures" / "samples.toml"


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    keep = f"{testing.NAME}_people"
    with django_db_blocker.unblock():
        for step in sorted(declared(LoadStep).values(), key=lambda s: (s.order, s.code)):
            if not step.code.startswith("services.demo"):
                step.load()
    connections.close_all()
    with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
        testing._drop(admin, keep)
        testing._create(admin, keep, testing.NAME)
    start_anew = TransactionTestCase._fixture_teardown

    def lay_again(_case: TransactionTestCase) -> None:
        connections.close_all()
        testing._clone(keep)

    TransactionTestCase._fixture_teardown = lay_again  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = start_anew  # type: ignore[method-assign]
    connections.close_all()
    testing._clone(testing._template())
    with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
        testing._drop(admin, keep)


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
