"""Finding: exact codes first, then the newest candidates the reader may see, ranked (tìm kiếm)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db import connection

from cuulong.core.people.acting import Acting
from cuulong.core.registry import Searchable, declared
from cuulong.lib.facts import Ref

from . import rules
from .spelling import mended

CANDIDATES = 1_000  # that are ranked, newest first
COUNT_KEY, COUNT_SECONDS = "search.rows", 60

COLUMNS = "id, kind, uuid, title, summary, at, words"
# The bound on rows walked keeps a wrong estimate of the planner from reading the whole index of dates.
WALK = """
    SELECT {columns} FROM (
        SELECT {columns}, scopes FROM core_search_entry ORDER BY at DESC, id DESC LIMIT {walked}
    ) newest WHERE {where} LIMIT {candidates}
"""
# Sorting by an expression keeps the planner from walking dates: it meets words and scopes in the inverted index.
MEET = """
    SELECT {columns} FROM core_search_entry WHERE {where}
    ORDER BY at + interval '0' DESC, id DESC LIMIT {candidates}
"""
RANK = """
    WITH candidates AS MATERIALIZED ({candidates})
    SELECT kind, uuid, title, summary, at, (SELECT count(*) FROM candidates)
    FROM candidates ORDER BY {accents} DESC, ts_rank(words, %(query)s::tsquery) DESC, at DESC, id DESC LIMIT %(limit)s
"""
WITHIN = {"kind": "kind = ANY(%(scopes)s::varchar[])", "scopes": "scopes && %(scopes)s::varchar[]"}
BY_KEY = """
    SELECT kind, uuid, title, summary, at, count(*) OVER () FROM core_search_entry
    WHERE keys @> ARRAY[%(key)s]::varchar[] AND scopes && %(scopes)s::varchar[]
    ORDER BY at DESC, id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Hit:
    """One thing found (kết quả tìm)."""

    ref: Ref
    title: str
    summary: str
    at: datetime

    @property
    def kind(self) -> str:
        return self.ref.kind

    @property
    def url(self) -> str:
        return declared(Searchable)[self.ref.kind].url(self.ref)


@dataclass(frozen=True)
class Hits:
    """What was found, best first (các kết quả).

    `exact`: they bear the very code. `more`: there are others, older or lower. `looked_for`: other words than were
    typed, after a typing error. `loose`: nothing has all the words, these have two or more.
    """

    items: tuple[Hit, ...] = ()
    words: tuple[rules.Word, ...] = ()
    exact: bool = False
    more: bool = False
    looked_for: str = ""
    loose: bool = False


def find(acting: Acting, q: str, kinds: Iterable[str] | None = None, limit: int = 20) -> Hits:
    """What `acting` may see for the typed text, of `kinds` or of all (tìm kiếm).

    Two to five queries where something is found at once, at most eleven where words must be guessed.
    """
    scopes = reading_scopes(acting, kinds)
    asked = rules.question(q)
    if not scopes or not asked:
        return Hits()
    if rules.may_be_key(q) and (rows := _by_key(rules.key_of(q), scopes, limit)):
        return _hits(rows, limit, asked, exact=True)
    if rules.is_code(q):  # perhaps not typed to its end; words near it would only mislead
        rows = _by_words(rules.all_of(asked, prefix=True), asked, scopes, limit)
        return _hits(rows, limit, asked) if rows else Hits(words=tuple(asked))
    if name := rules.in_a_row(asked):
        rows = _by_words(name, asked, scopes, limit)
        if rows and rows[0][-1] > limit:  # fewer: the words may stand elsewhere too
            return _hits(rows, limit, asked)
    if rows := _by_words(rules.all_of(asked), asked, scopes, limit):
        return _hits(rows, limit, asked)
    if rows := _by_words(rules.all_of(asked, prefix=True), asked, scopes, limit):
        return _hits(rows, limit, asked)
    better = mended(asked)
    if better != asked and (rows := _by_words(rules.all_of(better), better, scopes, limit)):
        return _hits(rows, limit, better, looked_for=" ".join(word.folded for word in better))
    if len(asked) > 2 and (rows := _by_words(rules.some_of(better), asked, scopes, limit)):
        return _hits(rows, limit, better, loose=True)
    return Hits(words=tuple(asked))


def reading_scopes(acting: Acting, kinds: Iterable[str] | None = None) -> list[str]:
    """The scope keys of the index that this reader holds; empty: nothing may be found (phạm vi tìm)."""
    wanted = declared(Searchable)
    keys: list[str] = []
    for code in wanted if kinds is None else [kind for kind in kinds if kind in wanted]:
        scopes = wanted[code].scopes(acting)
        keys += [code] if scopes is None else [f"{code}|{scope}" for scope in scopes]
    return keys


@contextmanager
def _planned_anew() -> Iterator[Any]:
    """A cursor whose statements are planned for the very words and scopes asked for.

    A plan kept for whatever may be asked reads the whole index of dates when the scopes turn out to be wide.
    """
    with connection.cursor() as cursor:
        kept, connection.connection.prepare_threshold = connection.connection.prepare_threshold, None
        try:
            yield cursor
        finally:
            connection.connection.prepare_threshold = kept


def _by_key(key: str, scopes: list[str], limit: int) -> list[Any]:
    with _planned_anew() as cursor:
        cursor.execute(BY_KEY, {"key": key, "scopes": scopes, "limit": limit})
        rows: list[Any] = cursor.fetchall()
    return rows


def _by_words(query: str, asked: list[rules.Word], scopes: list[str], limit: int) -> list[Any]:
    """Ranked rows of at most a thousand newest candidates."""
    values: dict[str, Any] = {"query": query, "scopes": scopes, "limit": limit}
    # Who may see all of every kind need not meet the scopes, one of which every row bears.
    within = "kind" if set(scopes) == set(declared(Searchable)) else "scopes"
    where = f"words @@ %(query)s::tsquery AND {WITHIN[within]}"
    accents: list[str] = []
    found: list[Any] = []
    for n, written in enumerate(rules.as_written(asked)):
        values[f"accent{n}"] = written
        accents.append(f"(words @@ %(accent{n})s::tsquery)::int")
    with _planned_anew() as cursor:
        rows, expected = _rows_in_all(cursor), _expected(cursor, where, values)
        # Meeting costs a visit to every row that matches, walking one to every row until a thousand have matched.
        worth_walking = expected > CANDIDATES and expected * expected > CANDIDATES * rows
        for plan in [WALK, MEET] if worth_walking else [MEET]:
            candidates = plan.format(
                columns=COLUMNS,
                where=where,
                candidates=CANDIDATES + 1,
                walked=2 * CANDIDATES * max(1, rows // max(1, expected)),
            )
            cursor.execute(RANK.format(candidates=candidates, accents=" + ".join(["0::int", *accents])), values)
            found = cursor.fetchall()
            if found and found[0][-1] > CANDIDATES:
                break
    return found


def _expected(cursor: Any, where: str, values: dict[str, Any]) -> int:
    """How many rows the database expects for a condition, from its statistics; reads none of them."""
    cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT FROM core_search_entry WHERE {where}", values)
    plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def _rows_in_all(cursor: Any) -> int:
    rows = caches["local"].get(COUNT_KEY)
    if rows is None:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'core_search_entry'::regclass")
        rows = cursor.fetchone()[0]
        caches["local"].set(COUNT_KEY, rows, COUNT_SECONDS)
    return int(rows)


def _hits(rows: list[Any], limit: int, asked: list[rules.Word], **found: Any) -> Hits:
    items = tuple(
        Hit(Ref(kind, uuid if isinstance(uuid, UUID) else UUID(uuid)), title, summary, at)
        for kind, uuid, title, summary, at, _total in rows
    )
    return Hits(items=items, words=tuple(asked), more=rows[0][-1] > min(limit, CANDIDATES), **found)
