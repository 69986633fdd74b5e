"""Due dates as an officer counts them by hand."""

from datetime import UTC, date, datetime, time

import pytest

from cuulong.lib.working_time import (
    Calendar,
    CalendarError,
    CellKind,
    Kind,
    LimitError,
    Pause,
    Span,
    StartRule,
    due,
)
from tests.lib.office import HOURS, OFFICE, SAME_DAY, at, calendar_days, hours, working_days

# Counting days


def test_five_working_days_from_a_monday_end_at_closing_of_the_next_monday() -> None:
    assert due(at(2, 3), working_days(5), OFFICE).due_at == at(9, 3, 17)


def test_the_day_of_receipt_is_shown_and_not_counted() -> None:
    first = due(at(2, 3), working_days(1), OFFICE).lines[0]
    assert (first.kind, first.minutes) == (Kind.RECEIVED, 0)
    assert "không tính" in first.reason


def test_across_tet_2026_the_five_days_off_do_not_count() -> None:
    explained = due(at(12, 2), working_days(3), OFFICE)
    assert explained.due_at == at(24, 2, 17)
    off = [line for line in explained.lines if line.reason == "Tết Nguyên đán"]
    assert [line.kind for line in off] == [Kind.DAY_OFF] * 5


def test_the_make_up_saturday_22_august_counts_as_a_working_day() -> None:
    assert due(at(20, 8), working_days(2), OFFICE).due_at == at(22, 8, 17)


def test_the_day_swapped_away_on_31_august_does_not_count() -> None:
    assert due(at(28, 8), working_days(1), OFFICE).due_at == at(3, 9, 17)


def test_online_receipt_on_a_saturday_counts_from_monday() -> None:
    assert due(at(7, 3), working_days(1), OFFICE).due_at == at(9, 3, 17)


def test_an_office_may_take_weekend_receipts_as_received_on_monday() -> None:
    explained = due(at(7, 3), working_days(1), OFFICE, started_rule=StartRule.WHEN_OPEN)
    assert explained.due_at == at(10, 3, 17)
    assert [line.kind for line in explained.lines] == [
        Kind.RECEIVED,
        Kind.DAY_OFF,
        Kind.RECEIVED,
        Kind.DUE,
    ]


def test_fifteen_calendar_days_count_weekends() -> None:
    assert due(at(2, 3), calendar_days(15), OFFICE).due_at == at(17, 3, 17)


def test_calendar_days_that_end_on_a_holiday_end_on_the_next_working_day_and_say_so() -> None:
    explained = due(at(15, 4), calendar_days(15), OFFICE)
    assert explained.due_at == at(4, 5, 17)
    assert "chuyển sang" in explained.lines[-1].reason


def test_a_moment_in_another_time_zone_is_read_on_the_office_clock() -> None:
    utc = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert due(utc, working_days(1), OFFICE).due_at == at(4, 3, 17)


# The same day


def test_same_day_work_filed_at_fifteen_sharp_is_due_today() -> None:
    assert due(at(3, 3, 15), SAME_DAY, OFFICE).due_at == at(3, 3, 17)


def test_same_day_work_filed_after_fifteen_is_due_the_next_working_day() -> None:
    explained = due(at(6, 3, 15, 1), SAME_DAY, OFFICE)
    assert explained.due_at == at(9, 3, 17)
    assert "giờ chốt" in explained.lines[0].reason


def test_same_day_work_filed_on_a_sunday_is_due_on_monday() -> None:
    assert due(at(8, 3), SAME_DAY, OFFICE).due_at == at(9, 3, 17)


def test_same_day_work_filed_after_a_short_saturday_has_closed_is_due_on_monday() -> None:
    short = Calendar((*([HOURS] * 5), HOURS[:1], ()))
    assert due(at(7, 3, 10), SAME_DAY, short).due_at == at(7, 3, 11)
    assert due(at(7, 3, 11), SAME_DAY, short).due_at == at(9, 3, 17)


def test_same_day_work_paused_until_tomorrow_gets_its_remaining_hours_tomorrow() -> None:
    pause = Pause(at(3, 3, 10), at(4, 3, 10), "chờ nộp phí")
    assert due(at(3, 3), SAME_DAY, OFFICE, [pause]).due_at == at(4, 3, 17)


# Hours


def test_eight_working_hours_span_lunch_and_night() -> None:
    assert due(at(3, 3, 10), hours(8), OFFICE).due_at == at(4, 3, 10)


def test_hours_received_at_night_start_at_opening() -> None:
    explained = due(at(3, 3, 22), hours(2), OFFICE)
    assert explained.due_at == at(4, 3, 9)
    assert sum(line.minutes for line in explained.lines) == 120


def test_hours_that_fill_the_day_end_at_closing_not_at_the_next_opening() -> None:
    assert due(at(3, 3, 13), hours(4), OFFICE).due_at == at(3, 3, 17)


# Pauses


def test_a_pause_of_two_whole_days_moves_the_date_by_two_working_days() -> None:
    pause = Pause(at(4, 3, 7), at(5, 3, 17), "chờ bổ sung")
    explained = due(at(2, 3), working_days(5), OFFICE, [pause])
    assert explained.due_at == at(11, 3, 17)
    assert [line.day.day for line in explained.lines if line.kind is Kind.PAUSED] == [4, 5]


def test_a_pause_of_half_a_day_is_rounded_up_to_a_closing_time() -> None:
    pause = Pause(at(4, 3, 7), at(4, 3, 11), "chờ bổ sung")
    assert due(at(2, 3), working_days(5), OFFICE, [pause]).due_at == at(10, 3, 17)


def test_two_half_day_pauses_make_one_day() -> None:
    pauses = [Pause(at(day, 3, 7), at(day, 3, 11), "chờ bổ sung") for day in (4, 5)]
    assert due(at(2, 3), working_days(5), OFFICE, pauses).due_at == at(10, 3, 17)


def test_overlapping_pauses_count_once() -> None:
    pauses = [
        Pause(at(4, 3, 7), at(5, 3, 17), "chờ bổ sung"),
        Pause(at(5, 3, 7), at(5, 3, 17), "chờ nộp phí"),
    ]
    assert due(at(2, 3), working_days(5), OFFICE, pauses).due_at == at(11, 3, 17)


def test_a_pause_over_a_weekend_changes_nothing() -> None:
    pause = Pause(at(6, 3, 17), at(9, 3, 7), "chờ bổ sung")
    assert due(at(2, 3), working_days(5), OFFICE, [pause]).due_at == at(9, 3, 17)


def test_an_open_pause_leaves_no_due_date_and_says_what_is_awaited() -> None:
    explained = due(at(2, 3), working_days(5), OFFICE, [Pause(at(4, 3), None, "chờ bổ sung")])
    assert explained.due_at is None
    assert explained.waiting_for == "chờ bổ sung"
    assert explained.minutes_left(at(5, 3)) is None
    assert explained.days_left(at(5, 3)) is None
    assert not explained.is_late(at(5, 3, year=2027))


def test_a_pause_opened_on_the_day_of_receipt_leaves_no_due_date() -> None:
    explained = due(at(2, 3), working_days(5), OFFICE, [Pause(at(2, 3, 10), None, "chờ nộp phí")])
    assert explained.due_at is None
    assert [cell.kind for cell in explained.strip(at(4, 3))] == [
        CellKind.RECEIVED,
        CellKind.PAUSED,
        CellKind.PAUSED,
    ]


def test_a_pause_opened_after_the_date_has_passed_does_not_hide_the_lateness() -> None:
    explained = due(at(2, 3), working_days(1), OFFICE, [Pause(at(5, 3), None, "chờ bổ sung")])
    assert explained.due_at == at(3, 3, 17)
    assert explained.waiting_for == ""


def test_the_clock_never_runs_out_at_a_closing_inside_a_pause() -> None:
    pauses = [
        Pause(at(3, 3, 7), at(3, 3, 11), "chờ bổ sung"),
        Pause(at(4, 3, 11), at(6, 3, 7), "chờ nộp phí"),
    ]
    assert due(at(2, 3), working_days(1), OFFICE, pauses).due_at == at(6, 3, 17)


def test_calendar_days_give_back_the_days_of_a_pause() -> None:
    pause = Pause(at(4, 3, 0), at(7, 3, 0), "chờ bổ sung")
    assert due(at(2, 3), calendar_days(8), OFFICE, [pause]).due_at == at(13, 3, 17)


# The day strip


def test_the_strip_shows_received_used_today_left_and_due() -> None:
    cells = due(at(5, 3), working_days(4), OFFICE).strip(at(9, 3, 10))
    assert [cell.kind for cell in cells] == [
        CellKind.RECEIVED,
        CellKind.USED,
        CellKind.DAY_OFF,
        CellKind.DAY_OFF,
        CellKind.LEFT,
        CellKind.LEFT,
        CellKind.DUE,
    ]
    assert [cell.day.day for cell in cells if cell.is_today] == [9]


def test_the_strip_of_a_late_dossier_shows_each_late_working_day() -> None:
    cells = due(at(5, 3), working_days(1), OFFICE).strip(at(9, 3, 10))
    assert [cell.kind for cell in cells] == [
        CellKind.RECEIVED,
        CellKind.DUE,
        CellKind.DAY_OFF,
        CellKind.DAY_OFF,
        CellKind.LATE,
    ]


def test_the_strip_of_a_waiting_dossier_shows_paused_days_up_to_today() -> None:
    waiting = due(at(2, 3), working_days(5), OFFICE, [Pause(at(4, 3, 7), None, "chờ bổ sung")])
    cells = waiting.strip(at(8, 3))
    assert [cell.kind for cell in cells] == [
        CellKind.RECEIVED,
        CellKind.USED,
        CellKind.PAUSED,
        CellKind.PAUSED,
        CellKind.PAUSED,
        CellKind.DAY_OFF,
        CellKind.DAY_OFF,
    ]
    assert cells[3].reason == "chờ bổ sung"


def test_on_the_day_the_clock_stopped_the_time_until_then_is_used() -> None:
    waiting = due(at(2, 3), working_days(5), OFFICE, [Pause(at(4, 3, 10), None, "chờ bổ sung")])
    today = waiting.strip(at(4, 3, 15))[-1]
    assert (today.kind, today.minutes, today.paused_minutes, today.is_today) == (CellKind.USED, 180, 300, True)


def test_a_dossier_received_while_the_clock_already_stands_still_shows_its_receipt() -> None:
    waiting = due(at(4, 3), hours(5), OFFICE, [Pause(at(2, 3), None, "chờ nộp phí")])
    assert waiting.due_at is None
    assert [(cell.day.day, cell.kind) for cell in waiting.strip(at(5, 3))] == [
        (4, CellKind.RECEIVED),
        (5, CellKind.PAUSED),
    ]


def test_progress_grows_from_nothing_to_all_and_stands_still_in_a_pause() -> None:
    pause = Pause(at(4, 3, 7), at(5, 3, 17), "chờ bổ sung")
    explained = due(at(2, 3), working_days(4), OFFICE, [pause])
    assert explained.progress(at(2, 3)) == 0
    assert explained.progress(at(3, 3, 17)) == 0.25
    assert explained.progress(at(5, 3, 12)) == 0.25
    assert explained.progress(at(6, 3, 11)) == 0.375
    assert explained.progress(at(30, 3)) == 1


def test_time_left_is_told_in_working_time_and_turns_negative_when_late() -> None:
    explained = due(at(5, 3), working_days(2), OFFICE)
    assert explained.minutes_left(at(6, 3, 16)) == 60 + 480
    assert explained.days_left(at(6, 3, 16)) == 1
    assert explained.days_left(at(9, 3)) == 0
    assert explained.minutes_left(at(10, 3, 8)) == -60
    assert explained.days_left(at(10, 3, 8)) == -1
    assert explained.is_late(at(9, 3, 17, 1))
    assert not explained.is_late(at(9, 3, 17))


# What is refused


def test_a_limit_over_ten_years_is_refused() -> None:
    with pytest.raises(LimitError, match="10 năm"):
        due(at(2, 3), working_days(2700), OFFICE)


def test_an_office_that_never_opens_is_an_error_and_no_endless_search() -> None:
    never = Calendar(((),) * 7)
    with pytest.raises(LimitError):
        due(at(2, 3), working_days(1), never)
    with pytest.raises(CalendarError):
        never.next_open(at(2, 3))


@pytest.mark.parametrize("amount", [0, -3])
def test_a_limit_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(LimitError):
        working_days(amount)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(LimitError):
        Pause(at(4, 3), at(3, 3), "nhầm")


def test_overlapping_or_reversed_opening_hours_are_refused() -> None:
    with pytest.raises(CalendarError):
        Span(time(11), time(7))
    with pytest.raises(CalendarError):
        Calendar.monday_to_friday(Span(time(7), time(12)), Span(time(11), time(17)))


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 3, 2, 9), working_days(1), OFFICE)


# The calendar


def test_the_office_is_open_at_opening_and_closed_at_closing_and_lunch() -> None:
    assert OFFICE.is_open(at(3, 3, 7))
    assert not OFFICE.is_open(at(3, 3, 12))
    assert not OFFICE.is_open(at(3, 3, 17))
    assert OFFICE.next_open(at(3, 3, 11)) == at(3, 3, 13)
    assert OFFICE.next_open(at(3, 3, 12)) == at(3, 3, 13)
    assert OFFICE.next_open(at(13, 2, 18)) == at(23, 2, 7)


def test_a_closed_day_says_why() -> None:
    assert OFFICE.why_off(date(2026, 2, 17)) == "Tết Nguyên đán"
    assert "thứ Bảy" in OFFICE.why_off(date(2026, 3, 7))
    assert OFFICE.why_off(date(2026, 8, 22)) == ""


def test_a_storm_can_close_a_make_up_day() -> None:
    stormy = Calendar.monday_to_friday(
        *HOURS, days_off={date(2026, 8, 22): "Bão"}, makeup_days={date(2026, 8, 22): HOURS}
    )
    assert not stormy.is_working_day(date(2026, 8, 22))
