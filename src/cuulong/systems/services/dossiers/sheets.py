"""State forms of a dossier to print: on screen as A4 sheets and as PDF (mẫu phiếu)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cuulong.core.files.http import respond
from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError

from .applicants import applicant_required, my_draft
from .models import Dossier, Returning
from .prints import sets, wording
from .prints.blocks import Printed
from .prints.returning import return_slip
from .prints.typesetting import typeset
from .queries import for_officials
from .views_desk import workspace_dossier


def head_of(agency: Agency | None) -> dict[str, object]:
    """The head of a sheet: the body, the one above it, the place and today (đầu phiếu)."""
    parent = agency.parent if agency else None
    return {
        "agency": {"name": agency.name if agency else "", "parent": parent.name if parent else ""},
        "place": agency.place if agency else "",
        "day": timezone.localdate(),
    }


@official_required("services.dossier.read")
def sheet(request: PersonRequest, uuid: UUID, document: str, form: str) -> HttpResponse:
    """One state form of a dossier, to print (in mẫu)."""
    dossier = workspace_dossier(request, uuid)
    back = reverse("services:workspace", args=[dossier.uuid])
    return on_screen(
        request, _filled(dossier, document, form), back, reverse("services:sheet_pdf", args=[uuid, document, form])
    )


@official_required("services.dossier.read")
def sheet_pdf(request: PersonRequest, uuid: UUID, document: str, form: str) -> HttpResponse:
    """The same as a file (mẫu phiếu PDF)."""
    return as_pdf(_filled(workspace_dossier(request, uuid), document, form))


@applicant_required
def own_receipt(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Form 01 for the person who filed (giấy tiếp nhận của tôi)."""
    dossier = my_draft(request, uuid)
    back = reverse("services:dossier", args=[dossier.uuid])
    return on_screen(request, _receipt(dossier), back, reverse("services:own_receipt_pdf", args=[uuid]))


@applicant_required
def own_receipt_pdf(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The same as a file (giấy tiếp nhận PDF)."""
    return as_pdf(_receipt(my_draft(request, uuid)))


@official_required("services.dossier.read")
def register(request: PersonRequest) -> HttpResponse:
    """The register of a span of days, at most a year (sổ theo dõi hồ sơ)."""
    address = f"{reverse('services:register_pdf')}?{request.GET.urlencode()}"
    return on_screen(request, _register(request), reverse("services:dossiers"), address)


@official_required("services.dossier.read")
def register_pdf(request: PersonRequest) -> HttpResponse:
    """The same as a file (sổ theo dõi PDF)."""
    return as_pdf(_register(request))


@official_required("services.dossier.read")
def slip_of_return(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The slip of a result that was handed over, or is to be (phiếu trả kết quả)."""
    dossier = workspace_dossier(request, uuid)
    back = reverse("services:workspace", args=[uuid])
    return on_screen(request, _must(return_slip(dossier)), back, reverse("services:return_slip_pdf", args=[uuid]))


@official_required("services.dossier.read")
def slip_of_return_pdf(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The same as a file (phiếu trả kết quả PDF)."""
    return as_pdf(_must(return_slip(workspace_dossier(request, uuid))))


@official_required("services.dossier.read")
def signature_image(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The signature that who received a result drew (chữ ký người nhận)."""
    dossier = workspace_dossier(request, uuid)
    given = Returning.objects.filter(dossier=dossier, signature__isnull=False).select_related("signature").first()
    if given is None or given.signature is None:
        raise Http404
    return respond(given.signature, inline=True)


def on_screen(request: PersonRequest, printed: Printed, back_url: str, pdf_url: str) -> HttpResponse:
    """A filled-in form as a sheet (xem mẫu phiếu)."""
    context: dict[str, Any] = {
        "form": printed,
        "agency": {"name": printed.agency, "parent": printed.parent},
        "place": printed.place,
        "day": printed.day,
        "back_url": back_url,
        "pdf_url": pdf_url,
    }
    return render(request, "services/sheets/form.html", context)


def as_pdf(printed: Printed) -> HttpResponse:
    """A filled-in form as A4 PDF, opened in the browser (mẫu phiếu PDF)."""
    headers = {"Content-Disposition": f'inline; filename="{printed.file_name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(typeset(printed), content_type="application/pdf", headers=headers)


def _filled(dossier: Dossier, document: str, number: str) -> Printed:
    form = sets.find(document, number, sets.sets())
    return _must(wording.filled_in(form, dossier) if form else None)


def _must(printed: Printed | None) -> Printed:
    if printed is None:
        raise Http404
    return printed


def _receipt(dossier: Dossier) -> Printed:
    form = sets.form_for("receipt", wording.day_of(dossier), sets.sets())
    return _must(wording.filled_in(form, dossier) if form else None)


def _register(request: PersonRequest) -> Printed:
    last = _day(request.GET.get("to"), timezone.localdate())
    first = max(_day(request.GET.get("from"), last.replace(day=1)), last - timedelta(days=366))
    rows = for_officials(request.acting).filter(filed_at__date__range=(first, last))
    rows = rows.select_related("returning", "posting").order_by("filed_at")[:2000]
    own = request.acting.grants[0].agency_id
    return wording.register(Agency.objects.select_related("parent").filter(pk=own).first(), rows, first, last)


def _day(text: str | None, default: date) -> date:
    try:
        return parse_date(text) if text else default
    except InputError:
        return default
