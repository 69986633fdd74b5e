"""Looking into the books (màn hình sổ cấp số)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cuulong.core.people.access import official_required

from .models import Entry
from .queries import VIEW, series_visible_to, with_counts
from .tables import EntryTable, SeriesTable


@require_safe
@official_required(VIEW)
def all_series(request: HttpRequest) -> HttpResponseBase:
    """Every series one may look into (các dãy số)."""
    table = SeriesTable(with_counts(series_visible_to(request.acting)), request)  # type: ignore[attr-defined]
    return table.export() if table.wants_export else render(request, "registers/all.html", {"table": table})


@require_safe
@official_required(VIEW)
def one_series(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The numbers of one series: issued, reserved and void (sổ cấp số)."""
    series = get_object_or_404(series_visible_to(request.acting), uuid=uuid)  # type: ignore[attr-defined]
    table = EntryTable(Entry.objects.filter(series=series), request)
    if table.wants_export:
        return table.export()
    return render(request, "registers/series.html", {"series": series, "table": table})
