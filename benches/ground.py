"""What every bench needs: a database of its own, percentiles, and one way to print (nền đo hiệu năng)."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from launcher.inside import testing


@dataclass(frozen=True)
class Measure:
    """One figure beside its floor, in the same unit (kết quả đo); `ratio` is figure/floor."""

    what: str
    unit: str
    figure: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.figure / self.floor

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "unit": self.unit,
            "figure": round(self.figure, 4),
            "floor": round(self.floor, 4),
            "ratio": round(self.ratio, 4),
        }


def show(measures: Sequence[Measure]) -> None:
    """Lines for people, or with --json a list for programs."""
    if "--json" in sys.argv:
        print(json.dumps([measure.as_json() for measure in measures], ensure_ascii=False, indent=1))
        return
    for one in measures:
        print(f"{one.what:32} {one.figure:10.3f} {one.unit:6} floor {one.floor:10.3f}  ratio {one.ratio:.2f}")


def say(words: str) -> None:
    """What goes on meanwhile; never on standard output, which is for the figures."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def own_database() -> Iterator[str]:
    """Django on a migrated database of its own, gone afterwards; gives the owner's address."""
    import os

    import django

    django.setup()
    with testing.database():
        yield os.environ["CUULONG_OWNER_DATABASE_URL"]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def settle(owner: str) -> None:
    """Statistics and visibility as a running server has them, and no checkpoint due."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    with psycopg.connect(testing._named(testing.ADMIN, testing.NAME), autocommit=True) as admin:
        admin.execute("CHECKPOINT")


@contextmanager
def without_indexes(owner: str, *tables: str) -> Iterator[None]:
    """Load rows first and build the indexes once, as every bulk load does; constraints stay."""
    query = """
        SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
    """
    with psycopg.connect(owner, autocommit=True) as connection:
        found = connection.execute(query, [list(tables)]).fetchall()
        for name, _definition in found:
            connection.execute(f'DROP INDEX "{name}"')
        yield
        connection.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in found:
            connection.execute(definition)
