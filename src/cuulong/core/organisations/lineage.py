"""Successions of all agencies at once, for figures that cross a merger (quy đổi theo sắp xếp tổ chức)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.cache import caches

from cuulong.core.organisations.models import Agency, Succession, SuccessionKind
from cuulong.core.organisations.queries import INHERITED_KEY, TREE_SECONDS
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


def inherited(day: date) -> Mapping[int, frozenset[int]]:
    """Each agency of `day` → the ended agencies whose open work is now its own (việc kế thừa); kept in memory.

    The room of an ended agency passes to the heir's room of the same key, to the heir itself where it has none.
    """
    kept: tuple[date, dict[int, frozenset[int]]] | None = caches["local"].get(INHERITED_KEY)
    if kept is None or kept[0] != day:
        kept = (day, _inherited(day))
        caches["local"].set(INHERITED_KEY, kept, TREE_SECONDS)
    return kept[1]


def _inherited(day: date) -> dict[int, frozenset[int]]:
    all_lines = lines()
    rows = list(Agency.objects.values_list("pk", "parent_id", "key"))
    rooms = {(parent, key): pk for pk, parent, key in rows if key and all_lines.alive(pk, day)}
    found: dict[int, set[int]] = defaultdict(set)
    for pk, parent, key in rows:
        life = all_lines.lives[pk]
        if life.end is None or day < life.end:
            continue
        heirs = set(all_lines.heirs(pk, day))
        if key and parent and not heirs:
            heirs = {rooms.get((heir, key), heir) for heir in all_lines.heirs(parent, day)}
        for heir in heirs:
            found[heir].add(pk)
    return {heir: frozenset(ended) for heir, ended in found.items()}


def standing(agency: Agency, day: date) -> list[Agency]:
    """Who does an agency's work on `day`: itself while it exists, else its heirs (cơ quan đang làm thay)."""
    upper = agency.valid.upper if agency.valid else None
    if upper is None or day < upper:
        return [agency]
    heirs = [heir for heir, ended in inherited(day).items() if agency.pk in ended]
    return list(Agency.objects.filter(pk__in=heirs).order_by("slug"))


def with_inherited(agency_ids: Iterable[int], day: date) -> frozenset[int]:
    """The agencies and the ended ones whose open work is now theirs (kèm các nơi đã kế thừa)."""
    mine, ended = frozenset(agency_ids), inherited(day)
    return mine.union(*(ended.get(one, ()) for one in mine))
