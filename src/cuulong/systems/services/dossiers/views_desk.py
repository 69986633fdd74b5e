"""Officials' screens of dossiers: the list, the workspace, every act at a step (xử lý hồ sơ)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.audit.record import record_reading
from cuulong.core.calendars.queries import calendar_for
from cuulong.core.eforms.rendering import summary
from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.files.store import store
from cuulong.core.people.access import PersonRequest, fresh_second_factor_required, official_required
from cuulong.core.people.models import Account
from cuulong.core.people.queries import holders
from cuulong.core.signatures import demo_ca
from cuulong.core.workflow.engine import may_recall
from cuulong.core.workflow.models import Step, StepKind
from cuulong.core.workflow.places import reach
from cuulong.core.workflow.queries import current_case, current_steps, history
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.working_time import add_working_minutes
from cuulong.published.ports.results import results

from .actions.correct_answers import may_correct_answers
from .actions.receive import answers_here
from .actions.withdraw import decide_withdrawal, may_decide
from .actions.work import answer_opinion, ask_opinion
from .asked import changes_of, choices_of, corrections_of
from .charges import accounts_of, charges_of
from .co_signing import lines_of, signing_parties
from .delivery import told
from .desk_acts import do
from .forms import NoteForm, OpinionForm
from .models import Dossier, Paper, Returning, State
from .offers import offered
from .paper_slots import paper_slots, proof_lines
from .pictures import first_page
from .prints.wording import SHORT, forms_of
from .proposals import proposals_context
from .queries import for_officials
from .routing import opinion_agencies
from .rules import SIGNING_ACTS
from .story import badge, duty_of, story_of, strip_of
from .tables import DossierTable
from .views_filing import file_of

# What was typed with an act that was refused; a drawn signature is drawn again.
KEPT = (
    "note", "assignee", "receiver", "identity", "authority", "tracking", "carrier", "in_person", "signed", "signed_name",
)  # fmt: skip


@official_required("services.dossier.read")
def dossiers(request: PersonRequest) -> HttpResponseBase:
    """All dossiers I may read, to filter, sort and export (danh sách hồ sơ)."""
    table = DossierTable(for_officials(request.acting), request)
    if table.wants_export:
        return table.export()
    return render(request, "services/officials/dossiers.html", {"table": table})


def workspace_dossier(request: PersonRequest, uuid: UUID) -> Dossier:
    """A dossier the official may read; 404 otherwise."""
    return get_object_or_404(for_officials(request.acting), uuid=uuid)


@official_required("services.dossier.read")
def workspace(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Papers, the letter, the decision (không gian xử lý hồ sơ); the reading is logged for the citizen to see."""
    dossier = workspace_dossier(request, uuid)
    if dossier.citizen is not None:
        record_reading(request.acting, dossier, _("giải quyết hồ sơ"), dossier.citizen.ref)
    for party in signing_parties(dossier):
        record_reading(request.acting, dossier, _("giải quyết hồ sơ"), party)
    return render(request, "services/officials/workspace.html", workspace_context(request, dossier))


def workspace_context(
    request: PersonRequest, dossier: Dossier, *, typed: dict[str, str] | None = None, problem: str = ""
) -> dict[str, Any]:
    """What the workspace shows; `typed` is kept when an act was refused with `problem`."""
    steps, reach_of = current_steps(dossier.ref), reach(request.acting)
    mine = [s for s in steps if (s.role, s.agency_id) in reach_of]
    task = next((s for s in mine if s.kind == StepKind.TASK), None)
    language = get_language() or "vi"
    case = current_case(dossier.ref)
    charges = charges_of(dossier)
    slots = paper_slots(dossier)
    supplements = list(dossier.supplements.all())
    may_receive = dossier.state in (State.SENT, State.INCOMPLETE, State.PAUSED) and request.acting.can(
        "services.dossier.accept", dossier.intake_agency_id
    )
    asked_again = any(one.answered_at is None and one.fields for one in supplements)
    return proposals_context(dossier, request.acting) | {
        "ways_to_sign": Returning.Signed.choices,
        "dossier": dossier,
        "badge": badge(dossier),
        "way": told(dossier),
        "signers": lines_of(dossier),
        "duty": duty_of(dossier),
        "strip": strip_of(dossier, timezone.now()),
        "story": story_of(dossier, inside=True),
        "told": next((one for one in reversed(history(dossier.ref)) if one.note), None),
        "summary": summary(dossier.version.form, dossier.answers, language),
        "slots": slots,
        "proofs": proof_lines(slots),
        "withdrawal": None if dossier.finished_at else dossier.withdrawals.filter(decided_at=None).first(),
        "may_decide_withdrawal": may_decide(dossier, request.acting),
        "questions": choices_of(dossier, language),
        "changes": changes_of(dossier, language),
        "corrections": corrections_of(dossier, language),
        "may_correct_form": may_correct_answers(dossier, request.acting),
        "opinion_papers": dossier.papers.filter(source="opinion").select_related("file"),
        "supplements": supplements,
        "charges": charges,
        "accounts": accounts_of(dossier, charges),
        "result": results().find(dossier.ref),
        "forms": [(form, SHORT[form.kind]) for form in forms_of(dossier)],
        "case": case,
        "steps": steps,
        "task": task,
        "recallable": None if task else _recallable(request, steps),
        "opinions": [s for s in mine if s.kind == StepKind.OPINION],
        "actions": offered(dossier, task, language) if task else [],
        "opinion_form": OpinionForm(agencies=opinion_agencies(dossier)),
        "may_ask": task is not None and request.acting.can("services.dossier.process", task.agency_id),
        "may_receive": may_receive,
        "may_answer_here": may_receive and asked_again and answers_here(dossier),
        "may_collect": request.acting.can("payments.collect", dossier.competent_agency_id)
        or request.acting.can("payments.collect", dossier.intake_agency_id),
        "colleagues": _next_colleagues(task) if task else [],
        "demo_pin": demo_ca.PIN if settings.ENV != "production" else "",
        "typed": typed or {},
        "problem": problem,
        "has_errors": bool(problem),
    }


def _recallable(request: PersonRequest, steps: list[Step]) -> Step | None:
    """The step from which this person may still take the dossier back (thu hồi được)."""
    task = next((s for s in steps if s.kind == StepKind.TASK), None)
    return task if task is not None and may_recall(task, request.acting) else None


def _next_colleagues(task: Step) -> list[Account]:
    """Who may be given the step after an assignment: specialists of the same room (người được phân công)."""
    return list(holders("specialist", task.agency))


@require_POST
@official_required("services.dossier.read")
def act(request: PersonRequest, uuid: UUID, step: UUID, key: str) -> HttpResponseBase:
    """Do one act at a step; refused acts say why and keep what was typed (thực hiện thao tác).

    Acts that sign want the second factor shown within the last minutes.
    """
    guarded = fresh_second_factor_required(_act) if key in SIGNING_ACTS else _act
    return guarded(request, uuid, step, key)


def _act(request: PersonRequest, uuid: UUID, step: UUID, key: str) -> HttpResponseBase:
    dossier = workspace_dossier(request, uuid)
    at_step = get_object_or_404(
        Step.objects.select_related("case__version__process", "agency", "parent"),
        uuid=step,
        case__subject_uuid=dossier.uuid,
    )
    form = NoteForm(request.POST)
    form.is_valid()
    try:
        do(key, dossier, at_step, request=request, note=form.cleaned_data.get("note", ""))
    except InputError as error:
        fresh = workspace_dossier(request, uuid)
        typed = {name: request.POST.get(name, "") for name in KEPT}
        context = workspace_context(request, fresh, typed=typed, problem=say(error))
        return render(request, "services/officials/workspace.html", context, status=409)
    messages.success(request, _("Đã thực hiện: %(what)s.") % {"what": request.POST.get("title") or key})
    return redirect("services:workspace", uuid=uuid)


@require_POST
@official_required("services.dossier.process")
def ask(request: PersonRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Ask another agency's opinion (gửi phiếu lấy ý kiến)."""
    dossier = workspace_dossier(request, uuid)
    task = get_object_or_404(
        Step.objects.select_related("case__version__process", "agency"), uuid=step, case__subject_uuid=dossier.uuid
    )
    form = OpinionForm(request.POST, agencies=opinion_agencies(dossier))
    if form.is_valid():
        now = timezone.now()
        agency = form.cleaned_data["agency"]
        due_at = add_working_minutes(now, form.cleaned_data["hours"] * 60, calendar_for(agency, timezone.localdate()))
        try:
            ask_opinion(
                dossier,
                task,
                agency=agency,
                question=form.cleaned_data["question"],
                due_at=due_at,
                acting=request.acting,
                at=now,
            )
            messages.success(request, _("Đã gửi câu hỏi tới %(agency)s.") % {"agency": agency.name})
            return redirect("services:workspace", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = workspace_context(request, dossier) | {"opinion_form": form, "has_errors": True}
    return render(request, "services/officials/workspace.html", context, status=422)


@require_POST
@official_required("services.opinion.answer")
def answer(request: PersonRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Answer what another agency asked (trả lời ý kiến)."""
    dossier = workspace_dossier(request, uuid)
    asked = get_object_or_404(
        Step.objects.select_related("case__version__process", "agency", "parent"),
        uuid=step,
        case__subject_uuid=dossier.uuid,
    )
    text = request.POST.get("answer", "")
    try:
        upload = request.FILES.get("file")
        file = store(upload, name=upload.name or "y-kien", acting=request.acting) if upload else None
        answer_opinion(dossier, asked, text=text, file=file, acting=request.acting, at=timezone.now())
    except (InputError, FileRefused) as error:
        context = workspace_context(request, dossier, typed={"answer": text}, problem=say(error))
        return render(request, "services/officials/workspace.html", context, status=409)
    messages.success(request, _("Đã trả lời."))
    return redirect("services:workspace", uuid=uuid)


@require_POST
@official_required("services.withdrawal.decide")
def answer_withdrawal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Agree to a withdrawal or refuse it (trả lời đề nghị rút hồ sơ)."""
    dossier = workspace_dossier(request, uuid)
    asked = get_object_or_404(dossier.withdrawals, decided_at=None)
    agree, text = request.POST.get("agree") == "yes", request.POST.get("answer", "")
    try:
        decide_withdrawal(asked, agree=agree, answer=text, acting=request.acting, at=timezone.now())
    except InputError as error:
        context = workspace_context(request, dossier, typed={"answer": text}, problem=say(error))
        return render(request, "services/officials/workspace.html", context, status=409)
    messages.success(request, _("Đã trả lời."))
    return redirect("services:workspace", uuid=uuid)


@official_required("services.dossier.read")
def dossier_paper(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """A file of a dossier I may read (xem giấy tờ)."""
    paper = get_object_or_404(Paper.objects.select_related("file", "dossier__citizen"), uuid=uuid, file__isnull=False)
    dossier = workspace_dossier(request, paper.dossier.uuid)
    if dossier.citizen is not None:
        record_reading(request.acting, dossier, _("Xem giấy tờ"), dossier.citizen.ref)
    return respond(file_of(paper), inline=True)


@official_required("services.dossier.read")
def letter_image(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The first page of the letter as a picture, for the workspace (ảnh trang đầu)."""
    result = results().find(workspace_dossier(request, uuid).ref)
    if result is None:
        raise Http404
    png = first_page(get_object_or_404(StoredFile, uuid=result.file.uuid))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@official_required("services.dossier.read")
def letter(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The letter as it stands: draft, signed or issued (xem dự thảo, kết quả)."""
    result = results().find(workspace_dossier(request, uuid).ref)
    if result is None:
        raise Http404
    return respond(get_object_or_404(StoredFile, uuid=result.file.uuid), inline=True)
