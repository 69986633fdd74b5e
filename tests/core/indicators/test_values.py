"""Figures over a province that was rearranged."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuulong.core.indicators import values
from cuulong.core.indicators.rules import change, fingerprint, share
from cuulong.core.registry import Undeclared
from cuulong.lib.dates import VIETNAM, Period
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground
from tests.core.indicators.conftest import Rearranged

FIRST_HALF, SECOND_HALF = (
    Period.between(date(2025, 1, 1), date(2025, 6, 30)),
    Period.between(date(2025, 7, 1), date(2025, 12, 31)),
)


@pytest.fixture
def counted(land: Rearranged) -> Rearranged:
    """Before the change: A 1, its room 1, B 1, C 1, the district 1, the body 1. After: X 2, C 1."""
    for n, agency in enumerate((land.a, land.a_room, land.b, land.c, land.district, land.body), start=1):
        land.issue(agency, date(2025, 5, 10), n)
    land.issue(land.x, date(2025, 7, 1), 11)
    land.issue(land.x, date(2025, 9, 30), 12)
    land.issue(land.c, date(2025, 9, 2), 13)
    return land


class TestTheProof(EveryFigureEqualsItsRows):
    owner = "test"

    @pytest.fixture
    def ground(self, counted: Rearranged) -> Ground:
        agencies = [None, counted.district, counted.a, counted.c, counted.x, counted.body]
        return Ground(agencies, [Period.month(2025, month) for month in (5, 6, 7, 8, 9)])


def figures(land: Rearranged, period: Period) -> dict[str, values.Value]:
    agencies = [land.district, land.a, land.b, land.c, land.x, land.body, None]
    found = values.table("test.issued", agencies, period)
    return {agency.slug if agency else "tinh": figure for agency, figure in found}


class TestRollUp:
    def test_last_year_computes_under_the_agencies_of_last_year(self, counted: Rearranged) -> None:
        assert figures(counted, FIRST_HALF) == {
            "huyen-d": 5, "xa-a": 2, "xa-b": 1, "xa-c": 1, "xa-x": 3, "so": 1, "tinh": 6,
        }  # fmt: skip

    def test_this_year_computes_under_those_of_this_year(self, counted: Rearranged) -> None:
        assert figures(counted, SECOND_HALF) == {
            "huyen-d": 0, "xa-a": 0, "xa-b": 0, "xa-c": 1, "xa-x": 2, "so": 0, "tinh": 3,
        }  # fmt: skip

    def test_after_its_end_an_agency_counts_nothing_though_its_communes_live_on(self, counted: Rearranged) -> None:
        months = [Period.month(2025, 5), Period.month(2025, 9)]
        assert values.series("test.issued", counted.district, months) == [5, 0]
        assert values.value("test.issued", counted.district, Period.year(2025)) == 5

    def test_a_partial_transfer_brings_no_old_events_along(self, counted: Rearranged) -> None:
        entries = values.rows("test.issued", counted.x, Period.year(2025))
        assert not entries.filter(series__agency=counted.district).exists()

    def test_the_province_itself_counts_everybody(self, counted: Rearranged) -> None:
        assert values.value("test.issued", counted.province, Period.year(2025)) == 9

    def test_three_queries_for_any_number_of_agencies(self, counted: Rearranged) -> None:
        with CaptureQueriesContext(connection) as queries:
            figures(counted, FIRST_HALF)
        assert len(queries) == 4

    def test_one_query_for_twelve_months_of_the_province(self, counted: Rearranged) -> None:
        months = [Period.month(2025, n) for n in range(1, 13)]
        with CaptureQueriesContext(connection) as queries:
            assert sum(values.series("test.issued", None, months)) == 9  # type: ignore[arg-type]
        assert len(queries) == 1


class TestValues:
    def test_a_share_of_nothing_is_no_figure(self, land: Rearranged) -> None:
        assert values.value("test.share", None, Period.year(2024)) is None
        assert values.value("test.issued", None, Period.year(2024)) == 0

    def test_a_sum_adds_the_field(self, counted: Rearranged) -> None:
        assert values.value("test.sum", None, FIRST_HALF) == 1 + 2 + 3 + 4 + 5 + 6
        assert values.value("test.share", None, FIRST_HALF) == Decimal(3) / 6

    def test_as_known_on_an_earlier_day(self, counted: Rearranged) -> None:
        august = datetime(2025, 8, 1, tzinfo=VIETNAM)
        assert values.value("test.issued", None, Period.year(2025), known_at=august) == 7
        assert values.value("test.issued", None, Period.year(2025)) == 9

    def test_midnight_of_the_province_divides_the_months(self, land: Rearranged) -> None:
        entry = land.issue(land.c, date(2025, 8, 31), 1)
        entry.issued_at = datetime(2025, 8, 31, 23, 59, 59, tzinfo=VIETNAM)
        entry.save()
        months = [Period.month(2025, 8), Period.month(2025, 9)]
        assert values.series("test.issued", None, months) == [1, 0]

    def test_an_undeclared_figure_is_refused(self, land: Rearranged) -> None:
        with pytest.raises(Undeclared):
            values.value("test.nothing", None, Period.year(2025))

    def test_the_hash_changes_with_the_rows_not_with_their_order(self, counted: Rearranged) -> None:
        before = values.rows_hash("test.share", None, Period.year(2025), timezone.now())
        assert before == values.rows_hash("test.share", None, Period.year(2025), timezone.now())
        counted.issue(counted.c, date(2025, 9, 3), 14)
        assert before != values.rows_hash("test.share", None, Period.year(2025), timezone.now())


def test_arithmetic_of_nothing() -> None:
    assert share(3, 0) is None
    assert share(None, 4) == 0
    assert change(5, 0) is None
    assert change(6, 4) == Decimal("0.5")
    assert fingerprint([2, 1]) == fingerprint([1, 2]) != fingerprint([12])
