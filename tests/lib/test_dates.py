"""Dates and reporting periods, as letters and reports write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.lib.dates import (
    DateError,
    DateRange,
    Period,
    PeriodKind,
    local_date,
    long_date,
    parse_date,
    short_date,
    short_datetime,
    weekday_name,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 20), "ngày 20 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 24), "ngày 24 tháng 11 năm 2026"),
    ],
)
def test_letters_write_a_zero_before_small_days_and_the_first_two_months(day: date, words: str) -> None:
    assert long_date(day) == words


def test_screens_write_day_month_year() -> None:
    assert short_date(date(2026, 1, 5)) == "05/01/2026"
    assert short_datetime(datetime(2026, 1, 4, 18, 5, tzinfo=UTC)) == "01:05 05/01/2026"


def test_an_evening_in_greenwich_is_the_next_day_in_vietnam() -> None:
    assert local_date(datetime(2026, 1, 4, 17, tzinfo=UTC)) == date(2026, 1, 5)


def test_days_of_the_week_have_their_names() -> None:
    assert weekday_name(date(2026, 11, 24)) == "thứ Ba"
    assert weekday_name(date(2026, 11, 29)) == "Chủ nhật"


@pytest.mark.parametrize("text", ["05/01/2026", "5/1/2026", "5-1-2026", "5.1.2026", "2026-01-05", " 5/1/2026 "])
def test_a_typed_date_is_read_day_first(text: str) -> None:
    assert parse_date(text) == date(2026, 1, 5)


@pytest.mark.parametrize("text", ["", "5/1", "5/1/26", "5/1-2026", "mai", "2026/01/05"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DateError, match="05/01/2026"):
        parse_date(text)


def test_the_thirtieth_of_february_does_not_exist() -> None:
    with pytest.raises(DateError, match="30/2/2026"):
        parse_date("30/2/2026")


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "label"),
    [
        ("2026-11", PeriodKind.MONTH, date(2026, 11, 1), date(2026, 11, 30), "tháng 11 năm 2026"),
        ("2026-Q3", PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30), "quý III năm 2026"),
        ("2026", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (
            "2026-01-05..2026-02-10",
            PeriodKind.RANGE,
            date(2026, 1, 5),
            date(2026, 2, 10),
            "từ 05/01/2026 đến 10/02/2026",
        ),
    ],
)
def test_a_period_is_read_written_and_named(text: str, kind: PeriodKind, first: date, last: date, label: str) -> None:
    period = Period.parse(text)
    assert (period.kind, period.start, period.last, period.label) == (kind, first, last, label)
    assert str(period) == text


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "26", "2026-02-10..2026-01-05", "2026-1-5..x", "9999"])
def test_a_wrong_period_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "previous", "following", "last_year"),
    [
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026-Q1", "2025-Q4", "2026-Q2", "2025-Q1"),
        ("2026", "2025", "2027", "2025"),
        (
            "2026-01-11..2026-01-20",
            "2026-01-01..2026-01-10",
            "2026-01-21..2026-01-30",
            "2025-01-11..2025-01-20",
        ),
    ],
)
def test_periods_have_neighbours(text: str, previous: str, following: str, last_year: str) -> None:
    period = Period.parse(text)
    assert str(period.previous()) == previous
    assert str(period.next()) == following
    assert str(period.same_last_year()) == last_year


def test_the_same_days_of_last_year_know_leap_years() -> None:
    assert str(Period.parse("2024-02").same_last_year()) == "2023-02"
    assert Period.parse("2025-02").same_last_year().last == date(2024, 2, 29)
    assert str(Period.parse("2024-02-28..2024-02-28").same_last_year()) == "2023-02-28..2023-02-28"
    assert str(Period.parse("2024-02-29..2024-03-05").same_last_year()) == "2023-02-28..2023-03-05"


def test_a_quarter_has_three_months() -> None:
    assert [str(month) for month in Period.quarter(2026, 4).months()] == ["2026-10", "2026-11", "2026-12"]


def test_a_month_with_those_before_it_oldest_first() -> None:
    months = Period.month(2026, 2).and_before(4)
    assert [str(one) for one in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert Period.month(2026, 2).and_before(1) == [Period.month(2026, 2)]


def test_a_range_touches_the_months_at_both_ends() -> None:
    assert [str(month) for month in Period.parse("2026-01-31..2026-03-01").months()] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]


def test_a_month_in_moments_begins_at_midnight_in_vietnam() -> None:
    begins, ends = Period.month(2026, 11).instants()
    assert begins.astimezone(UTC) == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert ends.astimezone(UTC) == datetime(2026, 11, 30, 17, tzinfo=UTC)


days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(days, st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]))
def test_every_day_lies_in_its_period_and_periods_join_without_gap(day: date, kind: PeriodKind) -> None:
    period = Period.containing(day, kind)
    assert day in period
    assert period.kind is kind
    assert period.next().start == period.end
    assert period.next().previous() == period
    assert Period.parse(str(period)) == period


def test_a_range_ends_before_its_end() -> None:
    spring = DateRange(date(2026, 1, 1), date(2026, 4, 1))
    assert date(2026, 3, 31) in spring
    assert date(2026, 4, 1) not in spring
    assert spring.last == date(2026, 3, 31)
    assert date(2099, 1, 1) in DateRange(date(2026, 1, 1))
    with pytest.raises(DateError):
        DateRange(date(2026, 1, 1), date(2026, 1, 1))


@given(days, days, days, days)
def test_two_ranges_overlap_when_they_share_a_day(a: date, b: date, c: date, d: date) -> None:
    if a < b and c < d:
        one, other = DateRange(a, b), DateRange(c, d)
        shared = one.intersect(other)
        assert one.overlaps(other) == (c in one or a in other)
        assert shared is None or (shared.start in one and shared.start in other)
