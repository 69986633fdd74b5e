"""Where a row stands on the desk."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from cuulong.core.worklist.rules import Group, days_between, group_of, grouped, matches
from cuulong.lib.dates import VIETNAM


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


NOW = at("2026-11-24 10:00")  # a Tuesday


@pytest.mark.parametrize(
    ("due", "group"),
    [
        ("2026-11-24 09:59", Group.LATE),
        ("2026-11-23 17:00", Group.LATE),
        ("2026-11-24 10:00", Group.TODAY),
        ("2026-11-24 23:59", Group.TODAY),
        ("2026-11-25 00:00", Group.WEEK),
        ("2026-11-29 17:00", Group.WEEK),
        ("2026-11-30 07:00", Group.LATER),
    ],
)
def test_work_is_grouped_by_how_soon_it_is_due(due, group):
    assert group_of(at(due), NOW) is group


def test_work_without_a_date_comes_last():
    assert group_of(None, NOW) is Group.LATER


@dataclass(frozen=True)
class Row:
    name: str
    due_at: datetime | None
    since: datetime = NOW


def test_the_most_urgent_stands_first_and_empty_groups_are_left_out():
    rows = [
        Row("never", None),
        Row("next", at("2026-12-02 08:00")),
        Row("late", at("2026-11-20 08:00")),
        Row("later", at("2026-11-21 08:00")),
    ]
    found = grouped(rows, NOW)
    assert {group: [row.name for row in rows] for group, rows in found.items()} == {
        Group.LATE: ["late", "later"],
        Group.LATER: ["next", "never"],
    }


def test_days_are_counted_by_the_calendar_not_by_hours():
    assert days_between(at("2026-11-25 00:01"), at("2026-11-24 23:59")) == 1
    assert days_between(at("2026-11-19 17:00"), NOW) == -5


def test_words_are_found_without_accents_and_in_any_order():
    assert matches("thu tach", "Tách thửa, thửa 88", "H61.31-261002-0098")
    assert matches("0098", "Tách thửa", "H61.31-261002-0098")
    assert not matches("thu nha", "Tách thửa")
