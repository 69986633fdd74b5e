"""Successions of all agencies at once, for figures that cross a merger (quy đổi theo sắp xếp tổ chức)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cuulong.core.organisations.models import Agency, Succession, SuccessionKind
from cuulong.core.organisations.rules import Lines, Step
from cuulong.lib.dates import DateRange


def lines() -> Lines:
    """All lines of descent in two queries (các dòng kế thừa)."""
    whole = Succession.objects.filter(
        kind__in=(SuccessionKind.MERGE, SuccessionKind.SPLIT), successor__isnull=False
    ).values_list("effective_on", "predecessor_id", "successor_id")
    lives = Agency.objects.values_list("pk", "valid")
    return Lines(
        (Step(on, before, after) for on, before, after in whole if after is not None),
        {key: DateRange(valid.lower, valid.upper) for key, valid in lives},
    )


def roll_up(agency_ids: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    """Each agency of whatever day → those standing in its place on `day` (quy đổi về cơ quan của một ngày).

    Merges and splits are followed through every generation, transfers of a part are not; an agency abolished without
    heir maps to nothing. Two queries.
    """
    all_lines = lines()
    return {one: all_lines.heirs(one, day) for one in set(agency_ids)}


def gathered(agency_id: int, day: date) -> frozenset[int]:
    """The agency with all whose place it holds on `day`: whose past figures are now its own (cộng dồn). Two queries."""
    return lines().gathered(agency_id, day)


def successors(agency: Agency, day: date) -> list[Agency]:
    """The agencies that exist on `day` and stand where `agency` stood (cơ quan kế thừa)."""
    return list(Agency.objects.filter(pk__in=lines().heirs(agency.pk, day)).order_by("slug"))
