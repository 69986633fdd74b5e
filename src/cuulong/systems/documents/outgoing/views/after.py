"""After it was issued: recall, replacement, correction, the public list (sau khi phát hành)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..actions.details import set_public
from ..actions.draft import draft_correction, draft_replacement
from ..actions.told import note_given_back, recipients_of
from ..actions.withdraw import recall as recall_document
from ..forms import ReasonForm
from ..models import Recipient
from ..queries import DRAFT, drafting_places
from .page import document_of, refused

SEAL = "documents.seal"


@official_required(SEAL)
def recall(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Recall an issued document, having read whom it went to (thu hồi văn bản)."""
    document = document_of(request, uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recall_document(document, form.cleaned_data["reason"], acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã thu hồi. Nơi nhận trả lời từng nơi một."))
            return redirect("documents:outgoing", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {
        "document": document,
        "form": form,
        "recipients": recipients_of(document),
        "has_errors": bool(form.is_bound and form.errors),
    }
    return render(request, "documents/outgoing/recall.html", context, status=422 if context["has_errors"] else 200)


@official_required(DRAFT)
def mend(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Replace what is wrong in its content, or correct its form by a letter (thay thế, đính chính)."""
    document = document_of(request, uuid)
    places = drafting_places(request.acting, timezone.localdate())
    problem = ""
    if request.method == "POST":
        verb = draft_correction if request.POST.get("how") == "correct" else draft_replacement
        room = next((one for one in places if str(one.uuid) == request.POST.get("room")), None)
        try:
            if room is not None:
                made = verb(document, room=room, acting=request.acting, at=timezone.now())
                return redirect("documents:outgoing_edit", uuid=made.uuid)
            problem = _("Chọn nơi soạn.")
        except InputError as error:
            problem = say(error)
    context = {"document": document, "places": places, "problem": problem, "has_errors": bool(problem)}
    return render(request, "documents/outgoing/mend.html", context, status=409 if problem else 200)


@require_POST
@official_required(SEAL)
def make_public(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let it stand on the public list, or no more (đăng công khai)."""
    document = document_of(request, uuid)
    set_public(document, request.POST.get("public") == "yes", acting=request.acting, at=timezone.now())
    messages.success(request, _("Đã ghi."))
    return redirect("documents:outgoing", uuid=uuid)


@require_POST
@official_required(SEAL)
def given_back(request: PersonRequest, uuid: UUID, recipient: UUID) -> HttpResponse:
    """A copy on paper or by mail came back (ghi nhận đã thu hồi)."""
    document = document_of(request, uuid)
    one = get_object_or_404(
        Recipient.objects.select_related("outgoing__document"), uuid=recipient, outgoing=document.pk
    )
    try:
        note_given_back(one, request.POST.get("note", ""), acting=request.acting, at=timezone.now())
    except InputError as error:
        return refused(request, uuid, error)
    messages.success(request, _("Đã ghi."))
    return redirect("documents:outgoing", uuid=uuid)
