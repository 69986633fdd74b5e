"""Reads of what people said back (tra cứu ý kiến)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.lib.ids import parse_receipt_code
from cuulong.lib.vietnamese import sort_key

from .models import CaseStep, Complaint, Denunciation, RatedOfficer, Rating, Submission, Suggestion
from .models.base import State
from .rules import SATISFIED

OFFICERS = "services.satisfaction.officers"


def story(case: Submission) -> QuerySet[CaseStep]:
    """What was done with it, oldest first (diễn biến)."""
    return CaseStep.objects.filter(subject_kind=case.ref_kind, subject_uuid=case.uuid)


def find_by_code(code: str) -> Submission | None:
    """Whatever bears the sender's code. Raises CodeError for what can be no code (tra cứu bằng mã)."""
    wanted = parse_receipt_code(code)
    for kind in (Suggestion, Complaint, Denunciation):
        found = kind._base_manager.exclude(state=State.UNCONFIRMED).select_related("agency").filter(code=wanted)
        if case := found.first():
            return case
    return None


def published() -> QuerySet[Suggestion]:
    """What anybody may read, newest first (phản ánh đã công khai)."""
    return Suggestion.objects.filter(state=State.PUBLISHED).select_related("agency").order_by("-published_at", "-pk")


def denunciations_in(year: int) -> int:
    """How many were received in the whole province: the only figure of them (số đơn tố cáo)."""
    return Denunciation.objects.filter(received_at__year=year).count()


@dataclass(frozen=True)
class Served:
    """How the people whom somebody served felt about it (kết quả đánh giá)."""

    name: str
    place: str
    ratings: int
    very: int
    satisfied: int
    attitude: float

    @property
    def not_satisfied(self) -> int:
        return self.ratings - self.very - self.satisfied

    @property
    def share(self) -> float:
        return (self.very + self.satisfied) / self.ratings if self.ratings else 0.0


def _counted(score: str, attitude: str) -> dict[str, Any]:
    return {
        "ratings": Count("pk"),
        "very": Count("pk", filter=Q(**{f"{score}__gt": SATISFIED})),
        "satisfied": Count("pk", filter=Q(**{score: SATISFIED})),
        "kindness": Avg(attitude),
    }


def by_agency(reach: Collection[int] | None, begins: datetime, ends: datetime) -> list[Served]:
    """Ratings of a span by competent agency, the least satisfied first; two queries (hài lòng theo cơ quan)."""
    found = Rating.objects.filter(rated_at__gte=begins, rated_at__lt=ends)
    if reach is not None:
        found = found.filter(agency__in=reach)
    rows: list[Any] = list(found.order_by().values("agency").annotate(**_counted("score", "attitude")))
    names = Agency.objects.in_bulk([row["agency"] for row in rows])
    lines = [_served(_short(names[row["agency"]]), "", row) for row in rows]
    return sorted(lines, key=lambda one: (one.share, -one.ratings, sort_key(one.name)))


def by_officer(reach: Collection[int], begins: datetime, ends: datetime) -> list[Served]:
    """The same by officer, of the places one leads; three queries (hài lòng theo cán bộ)."""
    found = RatedOfficer.objects.filter(agency__in=reach, rating__rated_at__gte=begins, rating__rated_at__lt=ends)
    counted = _counted("rating__score", "rating__attitude")
    rows: list[Any] = list(found.order_by().values("account", "agency").annotate(**counted))
    people = Account.objects.in_bulk([row["account"] for row in rows])
    places = Agency.objects.in_bulk([row["agency"] for row in rows])
    lines = [_served(people[row["account"]].full_name, _short(places[row["agency"]]), row) for row in rows]
    return sorted(lines, key=lambda one: (one.share, -one.ratings, sort_key(one.name)))


def _short(agency: Agency) -> str:
    return agency.short_name or agency.name


def _served(name: str, place: str, row: dict[str, Any]) -> Served:
    return Served(name, place, row["ratings"], row["very"], row["satisfied"], float(row["kindness"]))


def comments(ratings: QuerySet[Rating], begins: datetime, ends: datetime, most: int = 50) -> QuerySet[Rating]:
    """What people wrote beside their rating in a span, newest first, without who wrote it (nhận xét)."""
    found = ratings.exclude(comment="").filter(rated_at__gte=begins, rated_at__lt=ends).select_related("agency")
    return found.order_by("-rated_at")[:most]
