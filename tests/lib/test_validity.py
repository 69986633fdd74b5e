"""Dated rows."""

from dataclasses import dataclass
from datetime import date

from cuulong.lib.dates import DateRange
from cuulong.lib.validity import as_of, first_gap, first_overlap


@dataclass(frozen=True)
class Fee:
    amount: int
    valid_from: date
    valid_to: date | None = None


OLD = Fee(5_000, date(2016, 1, 1), date(2020, 1, 1))
NEW = Fee(8_000, date(2020, 1, 1))


def test_last_years_fee_is_found_under_last_years_date() -> None:
    assert as_of([OLD, NEW], date(2019, 12, 31)) == [OLD]
    assert as_of([OLD, NEW], date(2020, 1, 1)) == [NEW]
    assert as_of([OLD, NEW], date(2015, 12, 31)) == []


def test_two_fees_on_one_day_are_noticed() -> None:
    early = Fee(7_000, date(2019, 12, 31))
    assert first_overlap([NEW, OLD]) is None
    assert first_overlap([early, OLD]) == (OLD, early)
    assert first_overlap([NEW, Fee(9_000, date(2030, 1, 1))]) is not None


def test_days_without_any_fee_are_noticed() -> None:
    late = Fee(9_000, date(2021, 1, 1))
    assert first_gap([OLD, NEW]) is None
    assert first_gap([late, OLD]) == DateRange(date(2020, 1, 1), date(2021, 1, 1))
