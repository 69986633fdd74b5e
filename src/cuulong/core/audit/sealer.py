"""Chaining and signing what has been committed (niêm phong nhật ký)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from . import keys, witness
from .models import Head, Link
from .rules import START, head_statement, link

# Two sealers at once would fork the chain; the number only has to differ from other advisory locks of the house.
_LOCK = 7_305_410_011

# A row is ripe when every transaction as old as its own has ended, so nothing can slip in before it later. A number
# from the future comes from another cluster, by way of a backup.
_RIPE = """
    WITH moment AS MATERIALIZED (SELECT pg_current_snapshot() AS now)
    SELECT e.id, e.content_hash, e.xid::text::bigint FROM core_audit_event e, moment
    WHERE e.xid >= %s::text::xid8
      AND (e.xid < pg_snapshot_xmin(now) OR e.xid >= pg_snapshot_xmax(now))
      AND NOT EXISTS (SELECT 1 FROM core_audit_link l WHERE l.event_id = e.id)
    ORDER BY e.xid, e.id LIMIT %s
"""


def seal_once(limit: int = 5000) -> int:
    """Chain the committed rows, sign the new head and export it; returns how many rows were sealed.

    Safe to call from any number of workers: all but one find the work taken.
    """
    sealed = _seal(limit)
    witness.export()
    return sealed


@transaction.atomic
def _seal(limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        oldest_running = cursor.fetchone()[0]
        last = Head.objects.order_by("-seq").first()
        since = last.sealed_below if last and last.sealed_below <= oldest_running else 0
        cursor.execute(_RIPE, [since, limit])
        ripe = cursor.fetchall()
    if not ripe:
        return 0
    links = list(_chain(last, ripe))
    Link.objects.bulk_create(links, batch_size=1000)
    _sign(links[-1], ripe[-1][2] if len(ripe) == limit else oldest_running)
    return len(links)


def _chain(last: Head | None, ripe: list[tuple[int, bytes, int]]) -> Iterator[Link]:
    seq, previous = (last.seq, bytes(last.link_hash)) if last else (0, START)
    for event_id, content_hash, _ in ripe:
        seq += 1
        previous = link(previous, seq, event_id, bytes(content_hash))
        yield Link(seq=seq, event_id=event_id, content_hash=content_hash, link_hash=previous)


def _sign(end: Link, sealed_below: int) -> None:
    sealed_at = timezone.now()
    key, signature = keys.sign(head_statement(end.seq, bytes(end.link_hash), sealed_at))
    Head.objects.create(
        seq=end.seq,
        link_hash=end.link_hash,
        sealed_at=sealed_at,
        sealed_below=sealed_below,
        key_id=key,
        signature=signature,
    )
