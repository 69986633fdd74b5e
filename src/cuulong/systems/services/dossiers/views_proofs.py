"""Look-ups of a dossier: the proof as a small sheet, and looking up at the desk (kết quả tra cứu)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.audit.record import record_reading
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.lookups import Proof
from cuulong.published.ports.lookups import lookups

from .actions.look_up import look_up_for
from .applicants import applicant_required, my_draft
from .lookups import sentence_of
from .models import Dossier
from .pages import PAPERS
from .sheets import head_of
from .views_desk import workspace_dossier


def _proof(uuid: UUID) -> Proof:
    found = lookups().find(uuid)
    if found is None or found.subject.kind != Dossier.ref_kind:
        raise Http404
    return found


def _sheet(request: PersonRequest, dossier: Dossier, found: Proof, *, values: bool, back_url: str) -> HttpResponse:
    name = next((p.name for p in dossier.version.rules.papers if p.key == found.code), found.code)
    number = found.about if values else f"{found.about[:3]}…{found.about[-3:]}"
    context: dict[str, Any] = head_of(dossier.intake_agency) | {
        "title": "Phiếu kết quả tra cứu",
        "dossier": dossier,
        "proof": found,
        "paper": name,
        "about": number,
        "values": values,
        "back_url": back_url,
    }
    return render(request, "services/sheets/proof.html", context)


@official_required("services.dossier.read")
def proof(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The proof of a look-up beside its dossier, to read and print (phiếu kết quả tra cứu); the reading is logged."""
    found = _proof(uuid)
    dossier = workspace_dossier(request, found.subject.uuid)
    if dossier.citizen is not None:
        record_reading(request.acting, dossier, _("xem kết quả tra cứu"), dossier.citizen.ref)
    return _sheet(request, dossier, found, values=True, back_url=reverse("services:workspace", args=[dossier.uuid]))


@applicant_required
def own_proof(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The same for the person who files; another person's data is not shown (phiếu tra cứu của tôi)."""
    found = _proof(uuid)
    dossier = my_draft(request, found.subject.uuid)
    own = dossier.citizen is not None and dossier.citizen.cccd == found.about
    draft = dossier.state == "draft"
    back = ("services:page", [dossier.uuid, PAPERS]) if draft else ("services:dossier", [dossier.uuid])
    return _sheet(request, dossier, found, values=own, back_url=reverse(back[0], args=back[1]))


@require_POST
@official_required("services.dossier.accept")
def look_up_again(request: PersonRequest, uuid: UUID, key: str) -> HttpResponse:
    """Look a paper up at the desk: on the consent that was given, or for a duty (tra cứu tại bàn)."""
    dossier = workspace_dossier(request, uuid)
    request.acting.require("services.dossier.accept", dossier.intake_agency)
    agreed = key in request.POST.getlist("agree")
    try:
        found = look_up_for(dossier, key, agreed=agreed, acting=request.acting, at=timezone.now())
    except InputError as error:
        messages.error(request, say(error))
    else:
        tell = messages.success if found.found else messages.warning
        tell(request, sentence_of(found))
    return redirect("services:workspace", uuid=uuid)
