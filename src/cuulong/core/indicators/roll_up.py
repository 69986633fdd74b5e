"""Whose rows count for an agency: events keep the agency of their day, roll-up follows successions (gộp số liệu)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Succession, SuccessionKind
from cuulong.lib.dates import Period

DAY = timedelta(days=1)
Ids = frozenset[int]


@dataclass(frozen=True)
class RollUp:
    """The province's whole tree through time, read once (cây tổ chức theo thời gian)."""

    stays: tuple[tuple[int, int, date | None, date | None], ...]  # agency, its parent, from, until
    last_tree: dict[int, list[int]]
    merged: dict[int, list[int]]

    @classmethod
    def load(cls) -> RollUp:
        """Three queries, however many agencies and periods are asked for afterwards."""
        stays = AgencyProfile.objects.exclude(parent=None).values_list("agency_id", "parent_id", "valid")
        merges = Succession.objects.filter(kind=SuccessionKind.MERGE, successor__isnull=False)
        return cls(
            stays=tuple((agency, parent or 0, valid.lower, valid.upper) for agency, parent, valid in stays),
            last_tree=_grouped(Agency.objects.exclude(parent=None).values_list("parent_id", "pk")),
            merged=_grouped(merges.values_list("successor_id", "predecessor_id")),
        )

    def ids(self, agency: Agency | None, period: Period) -> Ids | None:
        """The keys of the agencies whose events count for `agency` in `period`; None: everybody's (đơn vị được gộp).

        All below it as the tree stood at the end of the period, and whatever merged into any of these, with its rooms.
        What split off or took over a single function begins anew: its earlier events stay with their agency.
        """
        if agency is None or agency.kind == AgencyKind.PROVINCE:
            return None
        day = _day_in_life(agency, period)
        # An agency without any dated profile hangs where its row says.
        tree = _grouped((parent, child) for child, parent, first, end in self.stays if _holds(first, end, day))
        known = {child for child, *_ in self.stays}
        found: set[int] = set()
        todo = [(agency.pk, True)]
        while todo:
            one, is_there = todo.pop()
            if one in found:
                continue
            found.add(one)
            last = self.last_tree.get(one, ())
            # What merged away is gone from the tree of the day; its rooms hang where they hung last.
            below = [*tree.get(one, ()), *(c for c in last if c not in known)] if is_there else last
            todo += [(child, is_there) for child in below]
            todo += [(source, False) for source in self.merged.get(one, ())]
        return frozenset(found)


def _day_in_life(agency: Agency, period: Period) -> date:
    """The end of the period, or today, but a day on which the agency was there."""
    day = min(period.last, timezone.localdate())
    if agency.valid.upper:
        day = min(day, agency.valid.upper - DAY)
    return max(day, agency.valid.lower) if agency.valid.lower else day


def _holds(first: date | None, end: date | None, day: date) -> bool:
    return (first is None or first <= day) and (end is None or day < end)


def _grouped(pairs: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        groups[key or 0].append(value)
    return groups
