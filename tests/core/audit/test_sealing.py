"""Committed acts are chained in the order in which nothing can slip in before them."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from cuulong.core.audit import keys, witness
from cuulong.core.audit.models import Event, Head, Link
from cuulong.core.audit.record import record
from tests.core.audit.conftest import check

from .quiet import seal_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_sealing_chains_signs_and_exports(stamp):
    stamp(3)
    assert seal_once() == 3
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert Head.objects.get().seq == 3
    assert [line.seq for line in witness.read(witness.path())] == [3]


def test_sealing_with_nothing_new_leaves_no_head(stamp):
    stamp(1)
    seal_once()
    assert seal_once() == 0
    assert Head.objects.count() == 1


def test_an_act_still_under_way_is_waited_for_and_then_sealed(stamp, acting, paper):
    ready, go = threading.Event(), threading.Event()

    def slow_verb() -> None:
        with transaction.atomic():
            record(acting, "probe.stamped", paper, what="chậm", number=99)
            ready.set()
            go.wait(20)
        connection.close()

    slow = threading.Thread(target=slow_verb)
    slow.start()
    ready.wait(20)
    stamp(2)
    assert seal_once() == 0
    go.set()
    slow.join()
    assert seal_once() == 3
    first = Link.objects.order_by("seq").first()
    assert Event.objects.get(pk=first.event_id).details["number"] == 99


def test_only_one_sealer_works_at_a_time(stamp):
    stamp(2)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7305410011)")
        found: list[int] = []

        def other() -> None:
            found.append(seal_once())
            connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert found == [0]
    assert seal_once() == 2


def test_a_large_backlog_is_sealed_piece_by_piece(stamp):
    stamp(7)
    assert [seal_once(limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert check()[0] == 0


def test_rows_restored_into_another_cluster_are_sealed_too(stamp, intruder):
    stamp(2)
    seal_once()
    stamp(2)
    # Another cluster counts its transactions from anew: numbers of the old one lie in its future.
    intruder.execute("UPDATE core_audit_event SET xid = (xid::text::bigint + 1000000)::text::xid8")
    intruder.execute("UPDATE core_audit_head SET sealed_below = sealed_below + 1000000")
    assert seal_once() == 2
    stamp(1)
    assert seal_once() == 1
    assert Link.objects.count() == 5


def test_a_head_that_could_not_be_exported_is_exported_next_time(stamp, settings, tmp_path):
    stamp(1)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    proper, settings.AUDIT_DIR = settings.AUDIT_DIR, blocked
    with pytest.raises(OSError, match="file"):
        seal_once()
    settings.AUDIT_DIR = proper
    stamp(1)
    seal_once()
    assert [line.seq for line in witness.read(witness.path())] == [1, 2]


def test_a_line_torn_by_a_power_cut_is_written_anew(stamp):
    stamp(1)
    seal_once()
    with witness.path().open("ab") as file:
        file.write(b'{"seq": 2, "ha')
    assert check()[0] == 0
    stamp(1)
    seal_once()
    assert [line.seq for line in witness.read(witness.path())] == [1, 2]


def test_after_a_change_of_keys_old_heads_still_count_while_their_key_is_trusted(stamp, settings):
    stamp(1)
    seal_once()
    former = keys.public_key()
    settings.AUDIT_KEY = "another secret of at least thirty-two characters"
    assert check()[0] == 1
    settings.AUDIT_FORMER_KEYS = [former]
    stamp(1)
    seal_once()
    assert check()[0] == 0
