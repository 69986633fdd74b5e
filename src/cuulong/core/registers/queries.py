"""Reading the books (tra sổ)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from .models import Entry, Series, State

VIEW = "registers.view"


def series_visible_to(acting: Any) -> QuerySet[Series]:
    """The series of the agencies where one may look into the books."""
    reach = acting.agency_ids(VIEW)
    found = Series.objects.select_related("agency")
    return found if reach is None else found.filter(agency_id__in=reach)


def with_counts(series: QuerySet[Series]) -> QuerySet[Series]:
    """Adds issued, reserved and void: how many numbers of each state."""
    counts = {state.value: Count("entries", filter=Q(entries__state=state)) for state in State}
    return series.annotate(**counts)


def visible_to(acting: Any) -> QuerySet[Entry]:
    """The entries one may see."""
    return Entry.objects.filter(series__in=series_visible_to(acting)).select_related("series__agency")
