"""Screens of the file store (màn hình tệp)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cuulong.core.people.access import official_required

from .models import QuarantinedFile
from .tables import Quarantine


@require_safe
@official_required("files.quarantine")
def quarantine(request: HttpRequest) -> HttpResponseBase:
    """What was infected and locked away (tệp bị cách ly)."""
    table = Quarantine(QuarantinedFile.objects.all(), request)
    if table.wants_export:
        return table.export()
    return render(request, "files/quarantine.html", {"table": table, "scans": bool(settings.CLAMD_ADDRESS)})
