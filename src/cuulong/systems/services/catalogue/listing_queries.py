"""Reads of the catalogue: what stands at the front, and how many there were on a day (tra cứu danh mục)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.core.search.find import find

from .finding import LISTED
from .models import Listing

LEVEL_OF = {
    AgencyKind.PROVINCE: "province",
    AgencyKind.PROVINCIAL_BODY: "province",
    AgencyKind.COMMUNE: "commune",
}


def latest() -> QuerySet[Listing]:
    """The newest version of every procedure, for the officer's list (phiên bản mới nhất)."""
    newest = Listing.objects.filter(procedure=OuterRef("procedure")).order_by("-n").values("pk")[:1]
    return Listing.objects.filter(pk=Subquery(newest)).select_related("procedure", "sector")


def in_force(agency_ids: Iterable[int] | None, day: date, known_at: datetime | None = None) -> QuerySet[Listing]:
    """Published on `day`, for all or for what agencies process (thủ tục đang công bố của cơ quan).

    An agency processes what names it, and what is given to its whole level.
    """
    found: QuerySet[Listing] = Listing.objects.in_force(day, known_at)
    if agency_ids is None:
        return found
    return found.filter(pk__in=_processing(set(agency_ids), day))


def processed_by(agency_ids: Iterable[int], at: datetime) -> QuerySet[Any]:
    """The keys of what agencies process, in force or not (thủ tục cơ quan giải quyết)."""
    return _processing(set(agency_ids), timezone.localdate(at))


def _processing(ids: set[int], day: date) -> QuerySet[Any]:
    kinds = Agency.objects.filter(pk__in=ids, valid__contains=day).values_list("kind", flat=True).distinct()
    levels = {LEVEL_OF[AgencyKind(kind)] for kind in kinds if kind in LEVEL_OF}
    mine = Q(competences__agency__in=ids) | Q(competences__agency=None, competences__level__in=levels)
    return Listing.objects.filter(mine, competences__duty="process").values("pk")


def counts_by_level(day: date) -> list[dict[str, Any]]:
    """How many of each service level, published on the day and still waiting; two queries (thống kê theo mức độ)."""
    published = dict(_by_level(Listing.objects.in_force(day)))
    waiting = dict(_by_level(Listing.objects.filter(state__in=("proposal", "confirmed"))))
    keys = sorted({*published, *waiting}, key=lambda key: (key[0] is None, key[0] or 0, key[1]))
    return [
        {"level": level, "scope": scope, "published": published.get((level, scope), 0),
         "waiting": waiting.get((level, scope), 0)}
        for level, scope in keys
    ]  # fmt: skip


def _by_level(listings: QuerySet[Listing]) -> Iterable[tuple[tuple[int | None, str], int]]:
    rows = listings.values_list("service_level", "scope").annotate(n=Count("pk")).order_by()
    return (((level, scope), n) for level, scope, n in rows)


def counts_by_agency(day: date) -> list[dict[str, Any]]:
    """Published procedures that each body of the province processes, and each level; one query (theo cơ quan)."""
    rows = (
        Listing.objects.in_force(day)
        .filter(competences__duty="process")
        .values("competences__level", "competences__agency", "competences__agency__name", "service_level")
        .annotate(n=Count("pk", distinct=True))
        .order_by()
    )
    found: dict[tuple[str, int | None], dict[str, Any]] = defaultdict(lambda: {"levels": [0] * 5, "total": 0})
    for row in rows:
        one = found[row["competences__level"], row["competences__agency"]]
        one |= {"level": row["competences__level"], "name": row["competences__agency__name"] or ""}
        one["levels"][row["service_level"] or 0] += row["n"]
        one["total"] += row["n"]
    return sorted(found.values(), key=lambda one: (-one["total"], one["name"]))


def shown_listings(day: date | None = None) -> QuerySet[Listing]:
    """What the public sees of procedures (thủ tục hiện ra ngoài)."""
    found: QuerySet[Listing] = Listing.objects.shown(day or timezone.localdate())
    return found.select_related("procedure", "sector").prefetch_related("procedure__topics")


def found_listings(text: str, acting: Acting, limit: int = 50) -> tuple[list[Listing], str, bool]:
    """Described procedures for the words, best first; the words that were understood; whether there are more."""
    hits = find(acting, text, kinds=[LISTED], limit=limit)
    rank = {hit.ref.uuid: n for n, hit in enumerate(hits.items)}
    listings = shown_listings().filter(procedure__uuid__in=rank)
    return sorted(listings, key=lambda one: rank[one.procedure.uuid]), hits.looked_for, hits.more
