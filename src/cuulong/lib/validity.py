"""Dated rows: valid from a day up to but not including another."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from cuulong.lib.dates import DateRange


class Dated(Protocol):
    """Anything with a half-open span of validity (hiệu lực)."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def as_of(items: Iterable[D], day: date) -> list[D]:
    """Give the rows valid on a day, in their order (tại thời điểm)."""
    return [each for each in items if day in DateRange(each.valid_from, each.valid_to)]


def first_overlap(items: Iterable[D]) -> tuple[D, D] | None:
    """Find two rows valid on the same day, the earliest first."""
    for one, other in pairwise(sorted(items, key=lambda each: each.valid_from)):
        if one.valid_to is None or other.valid_from < one.valid_to:
            return one, other
    return None


def first_gap(items: Iterable[D]) -> DateRange | None:
    """Find the earliest days between the first and the last row on which none is valid."""
    covered: date | None = None
    for each in sorted(items, key=lambda each: each.valid_from):
        if covered and covered < each.valid_from:
            return DateRange(covered, each.valid_from)
        if each.valid_to is None:
            return None
        covered = max(covered or each.valid_to, each.valid_to)
    return None
