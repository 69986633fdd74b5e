"""Weeks and make-up days, without a database."""

from __future__ import annotations

from datetime import date, time

import pytest

from cuulong.core.calendars.rules import USUAL_WEEK, build, parse_spans, spans_text, week_of, week_text
from cuulong.lib.errors import InputError
from cuulong.lib.working_time import Span

MORNING = Span(time(7), time(11))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("07:00-11:00, 13:00-17:00", "07:00-11:00, 13:00-17:00"),
        ("13:00-17:00; 7:00 – 11:00", "07:00-11:00, 13:00-17:00"),
        ("7h30-11h30,13g-16g30", "07:30-11:30, 13:00-16:30"),
        ("  ", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert spans_text(parse_spans(typed)) == meant


@pytest.mark.parametrize(
    "typed", ["07:00", "sáng", "25:00-26:00", "11:00-07:00", "07:00-12:00, 11:00-17:00", "7-11 giờ"]
)
def test_hours_that_are_none_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_spans(typed)
    assert str(refused.value).endswith(".")


def test_a_week_is_sorted_and_overlaps_are_refused() -> None:
    week = week_of([(1, time(13), time(17)), (1, time(7), time(11))])
    assert week_text(week) == "T2 07:00-11:00, 13:00-17:00"
    with pytest.raises(InputError):
        week_of([(1, time(7), time(11)), (1, time(10), time(12))])


def test_a_saturday_that_is_worked_keeps_the_hours_of_a_working_day() -> None:
    saturday = date(2026, 8, 22)
    calendar = build(USUAL_WEEK, {date(2026, 8, 31): "Nghỉ hoán đổi"}, [saturday])
    assert calendar.spans(saturday) == USUAL_WEEK[0]
    assert not calendar.is_working_day(date(2026, 8, 29))
    assert calendar.why_off(date(2026, 8, 31)) == "Nghỉ hoán đổi"


def test_an_office_open_on_saturdays_keeps_its_saturday_hours_when_one_is_made_up() -> None:
    week = week_of([(1, time(7), time(17)), (6, time(7), time(11))])
    assert build(week, {}, [date(2026, 8, 22)]).spans(date(2026, 8, 22)) == (MORNING,)
