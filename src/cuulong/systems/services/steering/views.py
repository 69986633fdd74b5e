"""The dashboard: what was received, finished, late, and how much came online (bảng điều hành)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _


from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.access import official_required
from cuulong.design.charts import Chart
from cuulong.lib.dates import Period, PeriodKind

from ..dossiers.models import State
from ..dossiers.queries import for_officials

SHOWN = ("services.received", "services.finished", "services.on_time", "services.late")


@official_required("services.steer")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of twelve months for the agencies one steers; every number opens its rows (bảng điều hành)."""
    today = timezone.localdate()
    month = Period.containing(today, PeriodKind.MONTH)
    months = [month]
    for _n in range(11):
        months.insert(0, months[0].previous())
    agencies = list(Agency.objects.filter(kind__in=(AgencyKind.COMMUNE, AgencyKind.PROVINCIAL_BODY), valid__contains=today))
    context: dict[str, Any] = {"month": month, "months": months, "agencies": agencies}
    return render(request, "services/officials/dashboard.html", context)
