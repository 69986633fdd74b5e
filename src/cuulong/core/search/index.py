"""Keeping the index true; called by whoever owns an object, in its own transaction (cập nhật chỉ mục)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import clean

from .models import Entry
from .rules import LONGEST_WORD, key_of, vector

BATCH = 500
UPSERT = """
    INSERT INTO core_search_entry (kind, uuid, keys, title, summary, scopes, at, words, indexed_at)
    VALUES {rows}
    ON CONFLICT (uuid, kind) DO UPDATE SET keys = EXCLUDED.keys, title = EXCLUDED.title, summary = EXCLUDED.summary,
        scopes = EXCLUDED.scopes, at = EXCLUDED.at, words = EXCLUDED.words, indexed_at = EXCLUDED.indexed_at
"""
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s::tsvector, clock_timestamp())"


@dataclass(frozen=True, kw_only=True)
class Document:
    """What can be found of one object (tài liệu để tìm).

    `body`: words that are found but stand in no list of hits, such as those of a scan.
    `keys`: exact codes and telephone numbers; `scope`: who may see it, e.g. `scopes.of_agency(…)`. `at`: newest first.
    """

    ref: Ref
    keys: tuple[str, ...] = ()
    title: str
    text: str = ""
    names: str = ""
    body: str = ""
    scope: frozenset[str] = field(default_factory=frozenset)
    at: datetime


def put(
    kind: str,
    ref: Ref,
    *,
    key: str | Iterable[str] = (),
    title: str,
    text: str = "",
    names: str = "",
    scope: Iterable[str] = (),
    at: datetime,
) -> None:
    """Add an object or bring it up to date; one statement (đưa vào chỉ mục).

    `names` are people's, found by any of their words; `text` is shown as the second line. A kind whose readers see
    all of it needs no scope.
    """
    if kind != ref.kind:
        raise ValueError(f"{ref} is no {kind}")
    keys = (key,) if isinstance(key, str) else tuple(key)
    put_all([Document(ref=ref, keys=keys, title=title, text=text, names=names, scope=frozenset(scope), at=at)])


def put_all(documents: Iterable[Document]) -> int:
    """Many at once, in statements of 500 rows; answers how many."""
    waiting, done = iter(documents), 0
    while batch := list(islice(waiting, BATCH)):
        # One statement must not name a row twice; the later document wins.
        rows = {document.ref: _row(document) for document in batch}
        with connection.cursor() as cursor:
            cursor.execute(
                UPSERT.format(rows=", ".join([ROW] * len(rows))), [value for row in rows.values() for value in row]
            )
        done += len(rows)
    return done


def remove(ref: Ref) -> None:
    """Let an object be found no more; one statement (gỡ khỏi chỉ mục)."""
    Entry.objects.filter(uuid=ref.uuid, kind=ref.kind).delete()


def _row(document: Document) -> list[Any]:
    kind, title, text = document.ref.kind, clean(document.title), clean(document.text)
    keys = {key_of(key)[:LONGEST_WORD] for key in document.keys} - {""}
    scopes = {kind, *(f"{kind}|{scope}" for scope in document.scope)}
    words = vector(clean(document.names), title, text, clean(document.body))
    return [kind, document.ref.uuid, sorted(keys), title[:300], text[:300], sorted(scopes), document.at, words]
