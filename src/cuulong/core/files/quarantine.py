"""Locking an infected upload away and telling of it (cách ly tệp nhiễm mã độc)."""

from __future__ import annotations

from threading import Thread
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from cuulong.core.outbox.publish import publish

from . import vault
from .facts import FileQuarantined
from .models import QuarantinedFile, StoredFile


def lock_away(file: IO[bytes], refused: StoredFile, threat: str) -> None:
    """Keep the content under lock, write the row and publish the fact, whatever the caller's transaction does.

    The refusal that follows rolls the caller back, so this works in a connection of its own.
    """
    vault.current().put(f"{vault.QUARANTINE}/{refused.sha256}", file)
    failures: list[BaseException] = []

    def apart() -> None:
        try:
            _report(refused, threat)
        except BaseException as error:  # handed to the caller's thread below
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=apart, name="quarantine")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


@transaction.atomic
def _report(refused: StoredFile, threat: str) -> None:
    row = QuarantinedFile.objects.create(
        sha256=refused.sha256,
        size=refused.size,
        name=refused.name,
        threat=threat[:200],
        sent_by=refused.stored_by,
        found_at=timezone.now(),
    )
    publish(FileQuarantined(file=row.ref, sha256=row.sha256, threat=row.threat, found_at=row.found_at))
