"""How many rows an import has written, told while it is one open transaction (tiến độ nhập danh mục)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, TypeVar

from django.db import Error, connection
from django.utils import timezone

from .models import ImportProgress, Stage

EVERY = 0.25  # seconds between two words
T = TypeVar("T")


class Watcher(Protocol):
    """Whoever wants to know how far the writing is."""

    def watch(self, stage: Stage, rows: Iterable[T], total: int) -> Iterator[T]:
        """The same rows, each counted as it is taken."""
        ...


class Unwatched:
    """Nobody looks (không theo dõi)."""

    def watch(self, stage: Stage, rows: Iterable[T], total: int) -> Iterator[T]:
        return iter(rows)


class Progress:
    """Tells over a connection of its own, which others read at once; a database that refuses one stops nothing."""

    def __init__(self, run_pk: int) -> None:
        self.run_pk, self.told_at, self.is_lost = run_pk, 0.0, False
        self.line = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.line.close()

    def watch(self, stage: Stage, rows: Iterable[T], total: int) -> Iterator[T]:
        """The same rows, each counted as it is taken (đếm từng dòng)."""
        self._tell(stage, 0, total)
        done = 0
        for done, row in enumerate(rows, 1):
            yield row
            if time.monotonic() - self.told_at > EVERY:
                self._tell(stage, done, total)
        self._tell(stage, done, total)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        if self.is_lost:
            return
        table = ImportProgress._meta.db_table
        sql = f'UPDATE "{table}" SET stage = %s, done = %s, total = %s, at = %s WHERE run_id = %s'  # noqa: S608
        try:
            with self.line.cursor() as cursor:
                cursor.execute(sql, [stage.value, done, total, timezone.now(), self.run_pk])
        except Error:
            self.is_lost = True
        self.told_at = time.monotonic()
