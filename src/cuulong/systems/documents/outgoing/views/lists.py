"""The list and the register of outgoing documents (danh sách, sổ văn bản đi)."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from cuulong.core.people.access import PersonRequest, official_required

from ...records.models import READ
from ..queries import drafting_places, outgoing_for
from ..tables import OutgoingTable, RegisterTable


@official_required(READ)
def outgoing_list(request: PersonRequest) -> HttpResponseBase:
    """All outgoing documents I may read, to filter, sort and export (danh sách văn bản đi)."""
    table = OutgoingTable(outgoing_for(request.acting), request)
    if table.wants_export:
        return table.export()
    context = {"table": table, "may_draft": bool(drafting_places(request.acting, timezone.localdate()))}
    return render(request, "documents/outgoing/list.html", context)


@official_required(READ)
def outgoing_register(request: PersonRequest) -> HttpResponseBase:
    """What was numbered in a year, recalled ones too, with the columns of the decree (sổ đăng ký văn bản đi)."""
    numbered = outgoing_for(request.acting).exclude(number="").prefetch_related("outgoing__recipients__agency")
    table = RegisterTable(RegisterTable.this_year(numbered, request), request)
    if table.wants_export:
        return table.export()
    return render(request, "documents/outgoing/register.html", {"table": table})
