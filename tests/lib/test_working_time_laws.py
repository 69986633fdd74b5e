"""Laws of working time that hold for any receipt, limit and pause."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cuulong.lib.dates import VIETNAM
from cuulong.lib.working_time import (
    Kind,
    Pause,
    TimeLimit,
    add_working_minutes,
    due,
    working_days_between,
    working_minutes_between,
)
from tests.lib.office import OFFICE, SAME_DAY, calendar_days, hours, working_days

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 10, 1), timezones=st.just(VIETNAM)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
limits = st.one_of(
    st.builds(working_days, st.integers(1, 60)),
    st.builds(hours, st.integers(1, 200)),
    st.builds(calendar_days, st.integers(1, 60)),
    st.just(SAME_DAY),
)


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        begins = start + timedelta(minutes=draw(st.integers(0, 60 * 24 * 30)))
        ends = begins + timedelta(minutes=draw(st.integers(0, 60 * 24 * 10)))
        found.append(Pause(begins, ends, "chờ bổ sung"))
    return found


@given(moments, limits, st.data())
def test_nothing_is_ever_due_when_the_office_is_closed_or_the_clock_stands(
    start: datetime, limit: TimeLimit, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    end = due(start, limit, OFFICE, pauses).due_at
    assert end is not None
    assert end >= start
    assert OFFICE.is_open(end - timedelta(minutes=1))
    assert not any(pause.begins < end < pause.ends for pause in pauses if pause.ends)


@given(moments, st.integers(1, 200), st.data())
def test_a_pause_moves_an_hour_limit_by_exactly_its_working_minutes(
    start: datetime, amount: int, data: st.DataObject
) -> None:
    plain = due(start, hours(amount), OFFICE).due_at
    assert plain is not None
    total = int((plain - start).total_seconds() // 60)
    begins = start + timedelta(minutes=data.draw(st.integers(0, total - 1)))
    ends = begins + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 20)))
    moved = due(start, hours(amount), OFFICE, [Pause(begins, ends, "chờ")]).due_at
    assert moved is not None
    minutes = working_minutes_between(begins, ends, OFFICE)
    assert working_minutes_between(plain, moved, OFFICE) == minutes
    if minutes:
        assert moved == add_working_minutes(plain, minutes, OFFICE)


@given(moments, st.integers(2, 60), st.integers(0, 10), st.data())
def test_a_pause_of_whole_working_days_moves_a_day_limit_by_as_many(
    start: datetime, amount: int, length: int, data: st.DataObject
) -> None:
    plain = due(start, working_days(amount), OFFICE)
    assert plain.due_at is not None
    counted = [line.day for line in plain.lines if line.kind in (Kind.COUNTED, Kind.DUE)]
    first = data.draw(st.sampled_from(counted))
    begins = datetime.combine(first, time(0), VIETNAM)
    ends = add_working_minutes(begins, 480 * length, OFFICE)
    moved = due(start, working_days(amount), OFFICE, [Pause(begins, ends, "chờ")]).due_at
    assert moved is not None
    assert working_days_between(plain.due_at.date(), moved.date(), OFFICE) == length


@given(moments, st.integers(0, 60 * 24 * 20), limits)
def test_who_files_later_is_never_due_earlier(start: datetime, later: int, limit: TimeLimit) -> None:
    one = due(start, limit, OFFICE).due_at
    other = due(start + timedelta(minutes=later), limit, OFFICE).due_at
    assert one is not None
    assert other is not None
    assert one <= other


@given(moments, limits, st.data())
def test_a_longer_pause_never_brings_the_date_forward(start: datetime, limit: TimeLimit, data: st.DataObject) -> None:
    begins = start + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 20)))
    ends = begins + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 5)))
    longer = ends + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 5)))
    one = due(start, limit, OFFICE, [Pause(begins, ends, "chờ")]).due_at
    other = due(start, limit, OFFICE, [Pause(begins, longer, "chờ")]).due_at
    assert one is not None
    assert other is not None
    assert one <= other


@given(moments, limits, st.data())
def test_every_day_from_receipt_to_the_end_has_one_line(start: datetime, limit: TimeLimit, data: st.DataObject) -> None:
    explained = due(start, limit, OFFICE, data.draw(pauses_after(start)))
    days = [line.day for line in explained.lines]
    assert days == [start.date() + timedelta(days=n) for n in range(len(days))]
    assert explained.lines[-1].kind is Kind.DUE
    assert explained.lines[-1].day == explained.due_at.date()  # type: ignore[union-attr]


@given(moments, st.integers(1, 200), st.data())
def test_the_minutes_of_an_hour_limit_add_up(start: datetime, amount: int, data: st.DataObject) -> None:
    explained = due(start, hours(amount), OFFICE, data.draw(pauses_after(start)))
    assert sum(line.minutes for line in explained.lines) == 60 * amount


@settings(max_examples=50)
@given(moments, limits, st.data())
def test_the_strip_marks_today_once_and_progress_never_falls(
    start: datetime, limit: TimeLimit, data: st.DataObject
) -> None:
    explained = due(start, limit, OFFICE, data.draw(pauses_after(start)))
    moments_after = [start + timedelta(hours=n) for n in range(0, 24 * 40, 30)]
    shares = [explained.progress(now) for now in moments_after]
    assert shares == sorted(shares)
    for now in moments_after:
        assert sum(cell.is_today for cell in explained.strip(now)) == 1


@given(moments, st.integers(1, 5000))
def test_working_minutes_added_are_the_minutes_between(start: datetime, minutes: int) -> None:
    end = add_working_minutes(start, minutes, OFFICE)
    assert working_minutes_between(start, end, OFFICE) == minutes
    assert working_minutes_between(end, start, OFFICE) == -minutes
