"""Reads over the tree of agencies (tra cứu cây tổ chức)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.core.cache import caches
from django.db.models import Min, Q, QuerySet

from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Membership, Succession

TREE_KEY = "organisations.children"
INHERITED_KEY = "organisations.inherited"
TREE_SECONDS = 30

# What the chart counts; the former neighbours and what stands inside an agency are told elsewhere.
COUNTED = (AgencyKind.PROVINCIAL_BODY, AgencyKind.DISTRICT, AgencyKind.COMMUNE)
BODIES = (AgencyKind.STEERING_COMMITTEE, AgencyKind.RESPONSE_TEAM, AgencyKind.COUNCIL)


def _children_today() -> dict[int, list[int]]:
    """Parent key → child keys by each agency's present or last parent; cached, dropped when the tree is edited."""
    children: dict[int, list[int]] | None = caches["local"].get(TREE_KEY)
    if children is None:
        grouped: dict[int, list[int]] = defaultdict(list)
        for key, parent in Agency.objects.filter(parent__isnull=False).values_list("pk", "parent_id"):
            grouped[parent].append(key)
        children = dict(grouped)
        caches["local"].set(TREE_KEY, children, TREE_SECONDS)
    return children


def forget_tree() -> None:
    """Drop the cached tree; called by every verb that edits it."""
    caches["local"].delete_many([TREE_KEY, INHERITED_KEY])


def subtree_ids(agency_id: int, day: date | None = None) -> frozenset[int]:
    """The agency and all below it, today or as of `day` (đơn vị và các đơn vị trực thuộc)."""
    if day is None:
        children = _children_today()
    else:
        children = defaultdict(list)
        for key, parent in Agency.objects.as_of(day).values_list("pk", "parent_then_id"):
            children[parent].append(key)
    found, todo = {agency_id}, [agency_id]
    while todo:
        fresh = [c for c in children.get(todo.pop(), ()) if c not in found]
        found.update(fresh)
        todo.extend(fresh)
    return frozenset(found)


@dataclass(frozen=True)
class Counts:
    """How many there were on a day, counted from rows (số lượng đơn vị)."""

    day: date
    provincial_bodies: int
    districts: int
    communes: int


def totals(days: Iterable[date]) -> list[Counts]:
    """Provincial bodies, districts and communes on each day; one query (số đơn vị qua từng thời điểm)."""
    lives = list(Agency.objects.filter(kind__in=COUNTED).values_list("kind", "valid"))
    found = []
    for day in days:
        counted = Counter(
            kind for kind, valid in lives if valid.lower <= day and (not valid.upper or day < valid.upper)
        )
        found.append(Counts(day, *(counted[kind] for kind in COUNTED)))
    return found


def counts(day: date) -> Counts:
    """Provincial bodies, districts and communes on one day; one query (số đơn vị tại một thời điểm)."""
    return totals([day])[0]


@dataclass(frozen=True)
class Calendar:
    """The days at which a look at the tree is worth while (các mốc thời gian)."""

    first: date
    changes: tuple[date, ...]
    today: date

    @property
    def end_of_first_year(self) -> date:
        return date(self.first.year, 12, 31)

    @property
    def stops(self) -> list[date]:
        """The ends of all years, the days of change, and today, in order."""
        ends = {date(year, 12, 31) for year in range(self.first.year, self.today.year)}
        return sorted({*ends, *(day for day in self.changes if day <= self.today), self.today})

    @property
    def before_last_change(self) -> date | None:
        """The last day of the former order."""
        past = [day for day in self.changes if day <= self.today]
        return date.fromordinal(past[-1].toordinal() - 1) if past else None


def calendar(today: date) -> Calendar:
    """When records begin and on which days agencies changed; two queries (các ngày sắp xếp)."""
    first = Agency.objects.filter(kind__in=COUNTED).aggregate(first=Min("valid__startswith"))["first"] or today
    changes = Succession.objects.order_by("effective_on").values_list("effective_on", flat=True).distinct()
    return Calendar(first, tuple(changes), today)


def turning_points(when: Calendar) -> list[Counts]:
    """The numbers at the end of the first year and after each change of them; one query (các lần thay đổi số lượng)."""
    days = [day for day in when.changes if when.end_of_first_year < day <= when.today]
    found = totals([min(when.end_of_first_year, when.today), *days])
    return found[:1] + [after for before, after in pairwise(found) if _numbers(after) != _numbers(before)]


def _numbers(counted: Counts) -> tuple[int, int, int]:
    return counted.provincial_bodies, counted.districts, counted.communes


@dataclass
class Names:
    """What agencies were called when, for a whole page at once (tên gọi theo thời kỳ)."""

    profiles: dict[int, list[AgencyProfile]] = field(default_factory=dict)

    @classmethod
    def of(cls, agency_ids: Iterable[int]) -> Names:
        """One query."""
        names = cls()
        for profile in AgencyProfile.objects.filter(agency__in=agency_ids).order_by("valid"):
            names.profiles.setdefault(profile.agency_id, []).append(profile)
        return names

    def on(self, agency: int, day: date) -> AgencyProfile | None:
        """What it was on `day`, or at the nearest time it was anything."""
        found = None
        for profile in self.profiles.get(agency, ()):
            if found is None or profile.valid.lower <= day:
                found = profile
        return found


def successions() -> QuerySet[Succession]:
    """All successions, newest first (sắp xếp tổ chức)."""
    return Succession.objects.select_related("predecessor", "successor").order_by("-effective_on", "kind", "pk")


def successions_of(agency: Agency) -> QuerySet[Succession]:
    """Those in which it gave or took (sắp xếp có liên quan)."""
    return successions().filter(Q(predecessor=agency) | Q(successor=agency))


def bodies(day: date) -> QuerySet[Agency]:
    """Committees, teams and councils that exist on `day`, with their standing agency (ban chỉ đạo, đội, hội đồng)."""
    return Agency.objects.filter(kind__in=BODIES, valid__contains=day).select_related("parent").order_by("kind", "slug")


def members(body: Agency, day: date) -> QuerySet[Membership]:
    """Who sits on a body on `day` (thành viên)."""
    return body.memberships.filter(valid__contains=day).select_related("member").order_by("pk")


def rooms(agency: Agency, day: date) -> QuerySet[Agency]:
    """What stands inside an agency, or directly under it, on `day` (phòng và đơn vị trực thuộc)."""
    return Agency.objects.as_of(day).filter(past__parent=agency).order_by("kind", "code_then", "slug")
