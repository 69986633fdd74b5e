"""Questions asked again of who filed in person: answered at the counter (bổ sung tại quầy)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.audit.record import record_reading
from cuulong.core.eforms.reading import rearranges
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.receive import answer_at_counter, answers_here
from .actions.supplement import NotYet
from .asked import answers_in, open_papers, opened_of, sections, typed_in
from .models import Dossier, Supplement
from .paper_slots import paper_slots
from .views_desk import workspace_dossier


@official_required("services.dossier.accept")
def answer_here(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The questions of form 02 with what was filed, for the officer to write anew (khai lại tại quầy)."""
    dossier = workspace_dossier(request, uuid)
    asked = dossier.supplements.filter(answered_at=None).first()
    here = request.acting.can("services.dossier.accept", dossier.intake_agency_id)
    if asked is None or not asked.fields or not here or not answers_here(dossier):
        raise Http404
    asked.dossier = dossier
    typed: dict[str, Any] | None = None
    errors: list[Any] = []
    problem = ""
    if request.method == "POST":
        typed = typed_in(dossier, opened_of(asked), request.POST)
        if not rearranges(request.POST):
            try:
                handed = request.POST.getlist("handed")
                answer_at_counter(dossier, typed, handed, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã ghi câu trả lời. Hồ sơ chờ kiểm tra lại."))
                return redirect("services:workspace", uuid=uuid)
            except NotYet as error:
                errors = error.errors
            except InputError as error:
                problem = say(error)
    elif dossier.citizen is not None:
        record_reading(request.acting, dossier, _("giải quyết hồ sơ"), dossier.citizen.ref)
    context = _shown(dossier, asked, typed, errors) | {
        "problem": problem,
        "has_errors": bool(errors or problem),
        "handed": request.POST.getlist("handed"),
    }
    return render(request, "services/officials/answer_here.html", context, status=422 if errors or problem else 200)


def _shown(dossier: Dossier, asked: Supplement, typed: dict[str, Any] | None, errors: list[Any]) -> dict[str, Any]:
    answers = answers_in(asked) if typed is None else typed
    if typed is not None:  # papers follow what is being typed
        asked.answers = typed
    wanted = open_papers(asked)
    return {
        "dossier": dossier,
        "supplement": asked,
        "sections": sections(dossier, opened_of(asked), answers, errors, (get_language() or "vi")[:2]),
        "slots": [slot for slot in paper_slots(dossier, answers=answers) if slot["key"] in wanted],
    }
