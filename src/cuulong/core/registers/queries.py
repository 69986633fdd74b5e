"""Reading the books (tra sổ)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import Entry, Series, State

VIEW = "registers.view"


def series_visible_to(acting: Any) -> QuerySet[Series]:
    """The series of the agencies where one may look into the books."""
    reach = acting.agency_ids(VIEW)
    found = Series.objects.select_related("agency")
    return found if reach is None else found.filter(agency_id__in=reach)


def with_counts(series: QuerySet[Series]) -> QuerySet[Series]:
    """Adds reserved and void: how many numbers of each; counted for the rows of a page only."""
    return series.annotate(reserved=_count(State.RESERVED), void=_count(State.VOID))


def _count(state: State) -> Coalesce:
    entries = Entry.objects.filter(series=OuterRef("pk"), state=state).order_by().values("series")
    return Coalesce(Subquery(entries.annotate(count=Count("pk")).values("count")), 0)


def visible_to(acting: Any) -> QuerySet[Entry]:
    """The entries one may see."""
    return Entry.objects.filter(series__in=series_visible_to(acting)).select_related("series__agency")
