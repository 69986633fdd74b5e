"""The register, what waits for it, and the tracking register on screen (sổ văn bản đến)."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from cuulong.core.people.access import PersonRequest, official_required

from ...records.models import READ, State
from ..queries import REGISTER, asked_of, incoming, to_register
from ..tables import ArrivalTable, IncomingTable, TrackingTable, tracked


@official_required(READ)
def incoming_register(request: PersonRequest) -> HttpResponseBase:
    """All incoming documents I may read, to filter, sort and export (sổ văn bản đến)."""
    table = IncomingTable(incoming(request.acting).exclude(state=State.ARRIVED), request)
    if table.wants_export:
        return table.export()
    context = {
        "table": table,
        "waiting": to_register(request.acting).count() if request.acting.can(REGISTER) else 0,
        "may_register": request.acting.can(REGISTER),
    }
    return render(request, "documents/incoming/register_list.html", context)


@official_required(REGISTER)
def arrivals(request: PersonRequest) -> HttpResponseBase:
    """What must stand in the register today, and what senders ask (văn bản chờ vào sổ)."""
    table = ArrivalTable(to_register(request.acting), request)
    asked = list(asked_of(request.acting).order_by("incoming__asked_at")[:20])
    return render(request, "documents/incoming/arrivals.html", {"table": table, "asked": asked})


@official_required(READ)
def tracking(request: PersonRequest) -> HttpResponseBase:
    """The tracking register (sổ theo dõi giải quyết văn bản đến)."""
    table = TrackingTable(tracked(incoming(request.acting)), request)
    if table.wants_export:
        return table.export()
    return render(request, "documents/incoming/tracking.html", {"table": table})
