"""Is it alive, and is it ready to serve (tình trạng sẵn sàng)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from cuulong.core.files import vault
from cuulong.core.outbox.queries import pulse

logger = logging.getLogger(__name__)

HEARTBEAT_LIMIT = 30
CLOCKS_APART = 30  # seconds


class NotReady(Exception):
    """A part does not answer; the text is safe to show."""


def readiness() -> dict[str, str]:
    """Each part with "ok" or one plain reason (database, clock, jobs, storage)."""
    parts: dict[str, Callable[[], None]] = {"database": _database, "clock": _clock, "jobs": _jobs, "storage": _storage}
    return {name: _state(name, check) for name, check in parts.items()}


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as reason:
        return str(reason)
    except Exception as error:
        logger.warning("%s is not ready", name, extra={"error": type(error).__name__})
        return type(error).__name__
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _clock() -> None:
    """Machines whose clocks differ would date one another's work wrongly."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if apart > CLOCKS_APART:
        raise NotReady(f"the clock differs by {round(apart)} s from the database's")


def _jobs() -> None:
    age = pulse().heartbeat_age
    if age is None or age > HEARTBEAT_LIMIT:
        raise NotReady("no worker is running")


def _storage() -> None:
    try:
        vault.current().probe()
    except vault.Unusable as refused:
        raise NotReady(str(refused)) from refused
