"""When a text message may disturb."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from cuulong.core.notifications.rules import Quiet, send_at

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = Quiet(time(21), time(7))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(24, 20, 59), at(24, 20, 59)),
        (at(24, 21), at(25, 7)),
        (at(24, 23, 30), at(25, 7)),
        (at(25, 0), at(25, 7)),
        (at(25, 6, 59), at(25, 7)),
        (at(25, 7), at(25, 7)),
    ],
)
def test_at_night_a_message_waits_for_the_morning(now, then):
    assert send_at(now, [NIGHT]) == then


def test_a_span_within_the_day_is_waited_out():
    assert send_at(at(24, 12), [Quiet(time(11, 30), time(13))]) == at(24, 13)


def test_one_quiet_span_may_lead_into_another():
    assert send_at(at(24, 22), [NIGHT, Quiet(time(7), time(8))]) == at(25, 8)


def test_a_day_that_is_quiet_throughout_does_not_hold_a_message_for_ever():
    whole = [Quiet(time(0), time(12)), Quiet(time(12), time(0))]
    assert send_at(at(24, 10), whole) == at(24, 10)


def test_without_quiet_hours_nothing_waits():
    assert send_at(at(24, 3), []) == at(24, 3)
