"""What a machine read in a scan, for officers (chữ máy đọc)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cuulong.core.audit.record import record_reading
from cuulong.core.files import recognising
from cuulong.core.people.access import PersonRequest, official_required

from .machine_read import paper_name
from .models import Paper, Reading
from .views_desk import workspace_dossier


@official_required("services.dossier.read")
def paper_text(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The recognised words of a paper, marked as read by machine (chữ máy đọc); the reading is logged."""
    scans = Paper.objects.filter(file__media_type__in=recognising.READABLE)
    paper = get_object_or_404(scans.select_related("dossier__version__procedure", "file", "reading"), uuid=uuid)
    dossier = workspace_dossier(request, paper.dossier.uuid)
    if dossier.citizen is not None:
        record_reading(request.acting, dossier, _("Xem giấy tờ"), dossier.citizen.ref)
    reading = Reading.objects.filter(paper=paper).first()
    context = {
        "dossier": dossier,
        "paper": paper,
        "name": paper_name(paper),
        "reading": reading,
        "available": recognising.available(),
    }
    return render(request, "services/officials/paper_text.html", context)
