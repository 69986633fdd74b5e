"""When a document must be registered, by the decree's day and the office's calendar; pure."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cuulong.core.calendars.rules import USUAL_WEEK, build
from cuulong.lib.dates import VIETNAM
from cuulong.lib.working_time import Calendar
from cuulong.systems.documents.exchanging.rules import TOLD
from cuulong.systems.documents.incoming.rules import in_time, must_be_told_apart, register_by, same_day
from cuulong.systems.documents.records.rules import Refused


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def calendar() -> Calendar:
    """The usual week with 24 November off, as from 2026."""
    return build(USUAL_WEEK, {date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}, frozenset())


@pytest.mark.parametrize(
    ("came", "today", "latest"),
    [
        ("2026-11-19T09:00", "2026-11-19", "2026-11-20"),  # Thursday morning
        ("2026-11-20T09:00", "2026-11-20", "2026-11-23"),  # Friday: the weekend does not count
        ("2026-11-19T23:30", "2026-11-20", "2026-11-20"),  # after closing
        ("2026-11-21T09:00", "2026-11-23", "2026-11-23"),  # Saturday
        ("2026-11-23T09:00", "2026-11-23", "2026-11-25"),  # the day after is a holiday
    ],
)
def test_the_same_day_and_at_the_latest_the_next_one_that_is_worked(
    calendar: Calendar, came: str, today: str, latest: str
) -> None:
    at = moment(came)
    assert same_day(at, calendar).astimezone(VIETNAM).date().isoformat() == today
    by = register_by(at, calendar, urgent=False)
    assert by.astimezone(VIETNAM).date().isoformat() == latest
    assert by == calendar.closing(date.fromisoformat(latest))
    assert (in_time(by, by), in_time(by.replace(hour=23), by)) == (True, False)


def test_an_urgent_one_at_once(calendar: Calendar) -> None:
    assert register_by(moment("2026-11-19T09:00"), calendar, urgent=True) == moment("2026-11-19T10:00")
    night = register_by(moment("2026-11-19T22:00"), calendar, urgent=True)
    assert night.astimezone(VIETNAM).date() == date(2026, 11, 20)


@pytest.mark.parametrize(("lead", "joint", "told"), [(None, [], []), (1, [1], []), (1, [2], [2]), (1, [2, 2], [])])
def test_a_lead_and_one_share_each(lead: int | None, joint: list[int], told: list[int]) -> None:
    with pytest.raises(Refused):
        must_be_told_apart(lead, joint, told)


def test_shares_that_differ_pass() -> None:
    must_be_told_apart(1, [2], [3])


def test_every_stage_that_the_sender_hears_of_has_its_status() -> None:
    assert set(TOLD.values()) == {"02", "03", "04", "05", "06", "15", "16"}
