"""Whose desk is full, what is late and where it lies (khối lượng và hồ sơ trễ)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.lib.dates import Period, PeriodKind

from .load import late_dossiers, loads
from .scope import STEER, steered
from .warnings import soon_for, warn_hours


@official_required(STEER)
def load(request: PersonRequest) -> HttpResponse:
    """Load per officer and late dossiers with the steps that overran, of my agency and below (khối lượng theo cán bộ)."""
    now, reach = timezone.now(), steered(request.acting)
    begins, _ends = Period.containing(timezone.localdate(), PeriodKind.MONTH).instants()
    own = Agency.objects.filter(pk=request.acting.grants[0].agency_id).first()
    late, count = late_dossiers(reach, now)
    context = {
        "loads": loads(reach, begins, now, soon_for(own, now)),
        "late": late,
        "late_count": count,
        "whole": reach is None,
        "hours": warn_hours(),
    }
    return render(request, "services/steering/load.html", context)
