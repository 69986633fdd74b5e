"""Somebody who acts, ten acts on record, and an intruder with the rights of the tables' owner."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cuulong.core.audit.record import record
from cuulong.core.registry import LogPhrase, declare
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from .quiet import seal_once

declare(LogPhrase(code="probe.stamped", sentence=_("Đóng dấu {what} số {number}")))


class Somebody:
    """An actor as verbs see one."""

    label = ""
    actor_ref = Ref("people.account", UUID(int=7))
    behalf_ref = None


@pytest.fixture
def acting() -> Somebody:
    return Somebody()


@pytest.fixture
def paper() -> Ref:
    return Ref("probe.paper", uuid7())


@pytest.fixture(autouse=True)
def witness(settings: object, tmp_path: Path) -> Path:
    """The exported heads of this test alone."""
    settings.AUDIT_DIR = tmp_path / "audit"  # type: ignore[attr-defined]
    return tmp_path / "audit" / "heads.jsonl"


@pytest.fixture
def stamp(acting: Somebody, paper: Ref) -> Callable[[int], None]:
    """Puts so many acts on record, each in a transaction of its own."""

    def acts(count: int) -> None:
        for number in range(count):
            with transaction.atomic():
                record(acting, "probe.stamped", paper, what="giấy phép", number=number)

    return acts


@pytest.fixture
def thirty(transactional_db: None, stamp: Callable[[int], None]) -> None:
    """Thirty acts, sealed ten at a time."""
    for _round in range(3):
        stamp(10)
        assert seal_once() == 10


@pytest.fixture
def intruder(transactional_db: None) -> Iterator[psycopg.Connection]:
    """The owner of the tables, who has switched the triggers off; on a server of one's own nobody is above the owner."""
    with psycopg.connect(os.environ["CUULONG_OWNER_DATABASE_URL"], autocommit=True) as intruding:
        for table in ("core_audit_event", "core_audit_link", "core_audit_head"):
            intruding.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield intruding


def check(language: str = "vi", **options: object) -> tuple[int, str]:
    """The exit code and the sentences of `./manage check_audit`."""
    out = StringIO()
    try:
        call_command("check_audit", language=language, stdout=out, **options)
    except SystemExit as leaving:
        return int(leaving.code or 0), out.getvalue()
    return 0, out.getvalue()
