"""Judging answers, the pauses between tries, and the digest of a proof (quy tắc tra cứu)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.core.exchange.rules import LONGEST_PAUSE, MOST_TRIES, digest, judge, next_try
from cuulong.lib.lookups import Outcome

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
WANTED = ("so-thua", "muc-dich")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"status": "found", "fields": {"so-thua": "12", "muc-dich": "Đất ở"}}, Outcome.FOUND),
        ({"status": "found", "fields": {"so-thua": "12"}}, Outcome.PARTIAL),
        ({"status": "partial", "fields": {"so-thua": "12", "muc-dich": "Đất ở"}}, Outcome.PARTIAL),
        ({"status": "found", "fields": {"khac": "12"}}, Outcome.ABSENT),
        ({"status": "absent"}, Outcome.ABSENT),
        ({"status": "found"}, Outcome.DOWN),
        ({"status": "yes"}, Outcome.DOWN),
        ([], Outcome.DOWN),
        (None, Outcome.DOWN),
    ],
)
def test_an_answer_is_one_of_five_kinds(said: object, outcome: Outcome) -> None:
    assert judge(said, WANTED)[0] is outcome


def test_what_nobody_asked_for_is_dropped() -> None:
    said = {"status": "found", "fields": {"so-thua": 12, "muc-dich": "Đất ở", "ho-ten": "Người Khác", "con": [1]}}
    assert judge(said, WANTED)[1] == {"so-thua": "12", "muc-dich": "Đất ở"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, st.sampled_from(["found", "partial", "absent", "?"]))
def test_no_answer_breaks_the_judge(fields: object, status: str) -> None:
    outcome, values, _reference = judge({"status": status, "fields": fields}, WANTED)
    assert set(values) <= set(WANTED)
    assert bool(values) == (outcome in (Outcome.FOUND, Outcome.PARTIAL))
    judge(fields, WANTED)


def test_the_job_waits_longer_each_time_and_gives_up() -> None:
    pauses = [next_try(Outcome.DOWN, tries, NOW) for tries in range(1, MOST_TRIES)]
    waits = [at - NOW for at in pauses if at is not None]
    assert waits[0] == timedelta(minutes=1)
    assert all(one <= later <= LONGEST_PAUSE for one, later in pairwise(waits))
    assert next_try(Outcome.LATE, MOST_TRIES, NOW) is None
    assert next_try(Outcome.ABSENT, 1, NOW) is None, "the database has spoken"


def test_the_digest_knows_every_change() -> None:
    kept = {"about": "086099000001", "answers": {"so-thua": "12"}}
    assert digest(kept) == digest({"answers": {"so-thua": "12"}, "about": "086099000001"})
    assert digest(kept) != digest(kept | {"answers": {"so-thua": "13"}})
