"""The newest of many matches are met by month, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuulong.core.people.acting import Acting
from cuulong.core.search import find as finding
from cuulong.core.search import rules
from cuulong.core.search.find import find
from cuulong.core.search.index import Document, put_all
from cuulong.core.search.models import Entry
from cuulong.core.search.scopes import of_agencies
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from .conftest import NOON, Shelf, Wards


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), ["2026-11"]),
        (date(2025, 12, 31), date(2026, 2, 1), ["2025-12", "2026-01", "2026-02"]),
        (date(2024, 12, 2), date(2025, 1, 1), ["2024-12", "2025-01"]),
    ],
)
def test_the_months_of_a_span_are_those_that_a_row_in_it_bears(first: date, last: date, expected: list[str]) -> None:
    assert [rules.in_month("k", month) for month in rules.months(first, last)] == [f"k@{one}" for one in expected]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    born = {
        key for day in days for key in rules.scope_keys("k", (), datetime(day.year, day.month, day.day, tzinfo=UTC))
    }
    assert born == {"k", *(f"k@{one}" for one in expected)}


@pytest.fixture
def two_wards(shelf: Shelf, wards: Wards) -> Wards:
    """Six hundred letters of one ward among two thousand, over two years."""
    put_all(
        Document(
            ref=Ref("test.letter", uuid7()),
            title=f"Giấy phép {n}",
            at=NOON - timedelta(hours=9 * n),
            scope=of_agencies(wards.long_chau if n % 10 < 3 else wards.cai_nhum),
        )
        for n in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_search_entry")
    caches["local"].clear()
    return wards


def newest_of(ward: str) -> list[Ref]:
    mine = Entry.objects.filter(scopes__contains=[ward]).order_by("-at", "-id")[: finding.CANDIDATES + 1]
    return [entry.ref for entry in mine]


def test_a_narrow_reader_of_a_common_word_gets_the_newest_from_the_newest_months(
    two_wards: Wards, reader: Callable[..., Acting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_expected", lambda *a: 600)
    monkeypatch.setattr(finding, "_rows_in_all", lambda cursor: 2_000)
    acting = reader(two_wards.long_chau)
    find(acting, "giay")
    with CaptureQueriesContext(connection) as queries:
        hits = find(acting, "giay", limit=500)
    assert "@2026-11" in queries[-1]["sql"]
    assert {hit.ref for hit in hits.items} == set(newest_of(f"test.letter|a{two_wards.long_chau.pk}"))
    assert hits.more


@pytest.mark.parametrize("expected", [100, 2_000])
def test_whoever_sees_all_gets_the_newest_too_walked_or_met(
    two_wards: Wards, everyone: Acting, monkeypatch: pytest.MonkeyPatch, expected: int
) -> None:
    monkeypatch.setattr(finding, "_expected", lambda *a: expected)
    monkeypatch.setattr(finding, "_rows_in_all", lambda cursor: 2_000)
    hits = find(everyone, "giay", limit=500)
    assert {hit.ref for hit in hits.items} == set(newest_of("test.letter"))
    assert hits.more


def test_months_that_hold_too_few_are_not_the_end(
    two_wards: Wards, reader: Callable[..., Acting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_expected", lambda *a: 60_000)  # so many that the last month should do
    monkeypatch.setattr(finding, "_rows_in_all", lambda cursor: 10**9)
    hits = find(reader(two_wards.long_chau), "giay", limit=1_000)
    assert len(hits.items) == 600
    assert not hits.more


def test_rows_of_before_bear_their_months_after_the_migration(shelf: Shelf, wards: Wards) -> None:
    shelf.add("Thư cũ", agency=wards.long_chau, days_ago=40)
    kept = Entry.objects.get()
    Entry.objects.update(scopes=[key for key in kept.scopes if "@" not in key])
    migration = import_module("cuulong.core.search.migrations.0002_scopes_by_month")
    for _twice in range(2):
        migration.add_months(None, SimpleNamespace(connection=connection))
    assert sorted(Entry.objects.get().scopes) == sorted(kept.scopes)
