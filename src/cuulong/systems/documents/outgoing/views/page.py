"""A document's page and every act at its step (trang văn bản đi)."""

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

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.exchange.queries import trace_of
from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import store
from cuulong.core.people.access import PersonRequest, fresh_second_factor_required, official_required
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.queries import seal_of, usable_of
from cuulong.core.workflow.definition import in_language
from cuulong.core.workflow.engine import may_recall
from cuulong.core.workflow.models import Step, StepKind
from cuulong.core.workflow.places import reach
from cuulong.core.workflow.queries import actions_for, current_case, current_steps
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.working_time import add_working_minutes

from ...records.models import READ, Attachment, Document
from ...records.queries import main_file
from ..actions.opinions import answer_opinion, ask_opinion
from ..actions.seal import number_and_seal
from ..actions.sign import sign
from ..actions.step import checks_of, take_back, walk
from ..actions.told import recipients_of
from ..forms import AskForm
from ..models import Remark
from ..pictures import page_of
from ..queries import newest, to_co_sign, whole_outgoing
from ..rules import SEAL, SIGN, SIGNING_ACTS, WRITING_STEPS
from ..story import story_of
from ..tables import BADGES
from ..wording import shown_changes

PAGE = "documents/outgoing/page.html"


def document_of(request: PersonRequest, uuid: UUID) -> Document:
    """An outgoing document the official may read; 404 otherwise."""
    found = whole_outgoing(request.acting, uuid)
    if found is None:
        raise Http404
    return found


@official_required(READ)
def outgoing(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The page, what was said of it, the decision, where it went (văn bản đi)."""
    return render(request, PAGE, page_context(request, document_of(request, uuid)))


def page_context(request: PersonRequest, document: Document, *, problem: str = "", note: str = "") -> dict[str, Any]:
    """What the page shows; `note` is kept when an act was refused with `problem`."""
    acting, out = request.acting, document.outgoing
    steps, reach_of = current_steps(document.ref), reach(acting)
    mine = [one for one in steps if (one.role, one.agency_id) in reach_of]
    open_task = next((one for one in steps if one.kind == StepKind.TASK), None)
    task = open_task if open_task in mine else None
    version = newest(document)
    language = get_language() or "vi"
    actions = [
        {"key": one.key, "title": in_language(one.title, language), "needs": one.needs}
        for one in (actions_for(task) if task else ())
    ]
    appendices = Attachment.objects.filter(document=document, replaced=False).exclude(part="main")
    certificate = None
    if any("signature" in one["needs"] for one in actions):
        certificate = seal_of(document.agency) if task and task.key == "seal" else usable_of(acting)
    return {
        "document": document,
        "outgoing": out,
        "badge": BADGES[document.state],
        "version": version,
        "file": main_file(document),
        "page_numbers": range(2, (document.pages or 1) + 1),
        "appendices": appendices.select_related("file").order_by("part", "order", "pk"),
        "case": current_case(document.ref),
        "steps": steps,
        "task": task,
        "actions": actions,
        "may_write": task is not None and task.key in WRITING_STEPS and document.state == "draft",
        "checks": checks_of(document, out) if document.state == "draft" else [],
        "changes": shown_changes(document) if document.state == "draft" else [],
        "remarks": Remark.objects.filter(version__document=document).select_related("version").order_by("-pk"),
        "may_remark": document.state == "draft",
        "opinions": [one for one in mine if one.kind == StepKind.OPINION],
        "ask_form": AskForm(body=document.agency, day=timezone.localdate())
        if task and task.key in WRITING_STEPS
        else None,
        "recallable": open_task if open_task and task is None and may_recall(open_task, acting) else None,
        "co_signers": out.co_signers.all(),
        "asked_to_co_sign": to_co_sign(acting).filter(outgoing=out).first(),
        "recipients": recipients_of(document),
        "traced": trace_of(document.ref),
        "story": story_of(document, open_task),
        "certificate": certificate,
        "may_seal": acting.can("documents.seal", document.agency_id),
        "may_draft": acting.can("documents.draft"),
        "is_result": bool(out.subject and out.subject.kind != Document.ref_kind),
        "replaced_by": Document.objects.filter(outgoing__replaces=document).first(),
        "corrected_by": Document.objects.filter(
            outgoing__subject_kind=Document.ref_kind, outgoing__subject_uuid=document.uuid
        ),
        "demo_pin": demo_ca.PIN if settings.ENV != "production" else "",
        "problem": problem,
        "note": note,
        "has_errors": bool(problem),
    }


def refused(request: PersonRequest, uuid: UUID, error: InputError, *, note: str = "") -> HttpResponse:
    """The page again with why, and what was typed (không thực hiện được)."""
    context = page_context(request, document_of(request, uuid), problem=say(error), note=note)
    return render(request, PAGE, context, status=409)


def step_at(uuid: UUID, step: UUID) -> Step:
    """A step of this document; 404 otherwise."""
    return get_object_or_404(
        Step.objects.select_related("case__version__process", "agency", "parent", "assignee"),
        uuid=step,
        case__subject_uuid=uuid,
        case__subject_kind=Document.ref_kind,
    )


@require_POST
@official_required(READ)
def act(request: PersonRequest, uuid: UUID, step: UUID, key: str) -> HttpResponseBase:
    """Do one act at a step; those that sign want the second factor shown within the last minutes (thực hiện)."""
    guarded = fresh_second_factor_required(_act) if key in SIGNING_ACTS else _act
    return guarded(request, uuid, step, key)


def _act(request: PersonRequest, uuid: UUID, step: UUID, key: str) -> HttpResponseBase:
    document, at_step = document_of(request, uuid), step_at(uuid, step)
    shown, note = request.POST.get("revision", ""), request.POST.get("note", "")[:2000]
    common: dict[str, Any] = {
        "acting": request.acting,
        "at": timezone.now(),
        "revision": int(shown) if shown.isdigit() else None,
    }
    try:
        if key == SIGN:
            sign(document, at_step, pin=request.POST.get("pin", ""), note=note, **common)
        elif key == SEAL:
            number_and_seal(document, at_step, pin=request.POST.get("pin", ""), note=note, **common)
        elif key == "take_back":
            take_back(document, at_step, note, **common)
        else:
            walk(document, at_step, key, note=note, **common)
    except InputError as error:
        return refused(request, uuid, error, note=note)
    messages.success(request, _("Đã thực hiện: %(what)s.") % {"what": request.POST.get("title") or key})
    return redirect("documents:outgoing", uuid=uuid)


@require_POST
@official_required(READ)
def ask(request: PersonRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Ask a place what it thinks of the draft (gửi phiếu lấy ý kiến)."""
    document, at_step = document_of(request, uuid), step_at(uuid, step)
    form = AskForm(request.POST, body=document.agency, day=timezone.localdate())
    if form.is_valid():
        now, agency = timezone.now(), form.cleaned_data["agency"]
        due_at = add_working_minutes(now, form.cleaned_data["hours"] * 60, calendar_for(agency, timezone.localdate()))
        try:
            ask_opinion(
                document,
                at_step,
                agency=agency,
                question=form.cleaned_data["question"],
                due_at=due_at,
                acting=request.acting,
                at=now,
            )
        except InputError as error:
            return refused(request, uuid, error)
        messages.success(request, _("Đã gửi phiếu tới %(agency)s.") % {"agency": agency.name})
        return redirect("documents:outgoing", uuid=uuid)
    context = page_context(request, document) | {"ask_form": form, "has_errors": True}
    return render(request, PAGE, context, status=422)


@require_POST
@official_required(READ)
def answer(request: PersonRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Answer a question about a draft (trả lời phiếu lấy ý kiến)."""
    document, at_step = document_of(request, uuid), step_at(uuid, step)
    text, sent = request.POST.get("answer", ""), request.FILES.get("file")
    try:
        file = store(sent, name=sent.name or "y-kien", acting=request.acting) if sent else None
        answer_opinion(document, at_step, text=text, file=file, acting=request.acting, at=timezone.now())
    except InputError as error:
        return refused(request, uuid, error, note=text)
    messages.success(request, _("Đã trả lời."))
    return redirect("documents:outgoing", uuid=uuid)


def _main(document: Document) -> StoredFile:
    """The document itself; 404 for one of which only the entry is kept."""
    found = main_file(document)
    if found is None:
        raise Http404
    return found.file


@official_required(READ)
def page_image(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One page as a picture (ảnh trang)."""
    wanted = request.GET.get("page", "1")
    png = page_of(_main(document_of(request, uuid)), int(wanted) if wanted.isdigit() and len(wanted) < 5 else 1)
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@official_required(READ)
def main_pdf(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The document itself as it stands: draft, signed or issued (tệp văn bản)."""
    return respond(_main(document_of(request, uuid)), inline=True)


@official_required(READ)
def attached(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file beside the document (tệp kèm theo)."""
    document = document_of(request, uuid)
    found = get_object_or_404(Attachment.objects.select_related("file"), uuid=file, document=document)
    return respond(found.file, inline=True)
