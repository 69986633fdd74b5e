"""The officials' screens of suggestions, complaints and denunciations (xử lý phản ánh, khiếu nại, tố cáo)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.audit.record import record
from cuulong.core.files.http import respond
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..actions.denounce import open_file, open_identity
from ..attachments import of as attached
from ..desk_acts import acts_of, do, form_for, offered
from ..keeping import told
from ..models import Attachment, Complaint, Denouncer, Denunciation, Submission, Suggestion
from ..models.base import State
from ..models.complaint import HANDLE as COMPLAINTS
from ..models.denunciation import HANDLE as DENUNCIATIONS
from ..models.suggestion import HANDLE as SUGGESTIONS
from ..queries import story
from ..tables import CaseTable, ComplaintTable, DenunciationTable, look


def _visible(request: PersonRequest, model: Any) -> Any:
    """What was received and the official may read."""
    return model.objects.visible_to(request.acting).exclude(state=State.UNCONFIRMED).select_related("agency")


def _listed(request: PersonRequest, model: Any, title: str, table: type[CaseTable] = CaseTable) -> HttpResponseBase:
    found = table(_visible(request, model), request)
    if found.wants_export:
        return found.export()
    return render(request, "services/feedback/list.html", {"table": found, "title": title})


def _seen(request: PersonRequest, model: Any, uuid: UUID) -> Any:
    """One that the official may read; 404 otherwise."""
    return get_object_or_404(_visible(request, model), uuid=uuid)


def _page(
    request: PersonRequest, case: Submission, status: int = 200, bound: dict[str, forms.Form] | None = None, **more: Any
) -> HttpResponse:
    context = {
        "case": case,
        "state": look(case),
        "story": [_line(one) for one in story(case)],
        "files": [
            (one.file, reverse(f"services:{case.says}_file", args=[case.uuid, one.uuid])) for one in attached(case)
        ],
        "keeping": told(case),
        "acts": offered(case, request.acting, bound),
        "list_url": f"services:{case.says}s",
        "kind": case._meta.verbose_name,
    }
    return render(request, "services/feedback/desk_case.html", context | more, status=status)


def _line(step: Any) -> dict[str, Any]:
    return {
        "title": titles().get(step.verb, step.verb),
        "at": step.happened_at,
        "who": step.actor_name,
        "where": step.agency_name,
        "note": step.note,
    }


def titles() -> dict[str, str]:
    """What each verb is called in the story (tên việc)."""
    return {
        "confirm": _("Đã nhận"), "forward": _("Chuyển cơ quan khác"), "refuse": _("Không thụ lý"),
        "answer": _("Trả lời"), "publish": _("Công khai trả lời"), "unpublish": _("Gỡ công khai"),
        "accept": _("Thụ lý"), "verify": _("Xác minh"), "extend": _("Gia hạn xác minh"),
        "decide": _("Kết luận, quyết định"), "withdraw": _("Người gửi rút"),
    }  # fmt: skip


def _acted(request: PersonRequest, model: Any, uuid: UUID, verb: str) -> HttpResponse:
    case = _seen(request, model, uuid)
    if verb not in acts_of(case):
        raise Http404
    form = form_for(case, verb, request.POST)
    if form.is_valid():
        try:
            do(case, verb, form, acting=request.acting, at=timezone.now())
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(request, _("Đã ghi: %(act)s.") % {"act": acts_of(case)[verb].label})
            still = model.objects.visible_to(request.acting).filter(uuid=uuid).exists()
            return redirect(f"services:{case.says}", uuid) if still else redirect(f"services:{case.says}s")
    # An act that is offered no longer has no form on the page to say what is wrong.
    problem = "" if case.state in case.moves[verb][0] else "; ".join(map(str, form.non_field_errors()))
    return _page(request, case, 422, {verb: form}, problem=problem, has_errors=True)


@official_required(SUGGESTIONS)
def suggestions(request: PersonRequest) -> HttpResponseBase:
    """Suggestions sent to my body (danh sách phản ánh, kiến nghị)."""
    return _listed(request, Suggestion, _("Phản ánh, kiến nghị"))


def _file(request: PersonRequest, model: Any, uuid: UUID, file: UUID) -> tuple[Submission, Attachment]:
    case = _seen(request, model, uuid)
    return case, get_object_or_404(attached(case), uuid=file)


def _opened(request: PersonRequest, case: Submission, found: Attachment) -> HttpResponseBase:
    record(request.acting, f"services.{case.says}.file_opened", case, agency=case.agency, number=case.number)
    return respond(found.file, inline=True)


@official_required(SUGGESTIONS)
def suggestion_file(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that came with a suggestion (tệp gửi kèm phản ánh)."""
    return _opened(request, *_file(request, Suggestion, uuid, file))


@official_required(COMPLAINTS)
def complaint_file(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that came with a complaint (tệp gửi kèm khiếu nại)."""
    return _opened(request, *_file(request, Complaint, uuid, file))


@official_required(DENUNCIATIONS)
def denunciation_file(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that came with a denunciation; the log keeps who opened it (tệp gửi kèm tố cáo)."""
    case, found = _file(request, Denunciation, uuid, file)
    assert isinstance(case, Denunciation)
    return respond(open_file(case, found, acting=request.acting), inline=True)


@official_required(SUGGESTIONS)
def suggestion(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One suggestion, its story and what I may do (xử lý phản ánh)."""
    return _page(request, _seen(request, Suggestion, uuid))


@require_POST
@official_required(SUGGESTIONS)
def act_suggestion(request: PersonRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Answer, forward, publish (thao tác trên phản ánh)."""
    return _acted(request, Suggestion, uuid, verb)


@official_required(COMPLAINTS)
def complaints(request: PersonRequest) -> HttpResponseBase:
    """Complaints that my body handles (danh sách khiếu nại)."""
    return _listed(request, Complaint, _("Khiếu nại"), ComplaintTable)


@official_required(COMPLAINTS)
def complaint(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One complaint (giải quyết khiếu nại)."""
    return _page(request, _seen(request, Complaint, uuid))


@require_POST
@official_required(COMPLAINTS)
def act_complaint(request: PersonRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Accept, verify, decide, refuse (thao tác trên khiếu nại)."""
    return _acted(request, Complaint, uuid, verb)


@official_required(DENUNCIATIONS)
def denunciations(request: PersonRequest) -> HttpResponseBase:
    """Denunciations that I handle, by number only (danh sách tố cáo)."""
    return _listed(request, Denunciation, _("Tố cáo"), DenunciationTable)


@official_required(DENUNCIATIONS)
def denunciation(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One denunciation, without who denounced (giải quyết tố cáo)."""
    return _page(request, _seen(request, Denunciation, uuid))


@require_POST
@official_required(DENUNCIATIONS)
def act_denunciation(request: PersonRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Accept, verify, conclude, forward (thao tác trên tố cáo)."""
    return _acted(request, Denunciation, uuid, verb)


@require_POST
@official_required(DENUNCIATIONS)
def denouncer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Who denounced, for a reason that is written down; shown on this answer only (xem danh tính người tố cáo)."""
    case = _seen(request, Denunciation, uuid)
    reason = request.POST.get("reason", "")
    try:
        who: Denouncer = open_identity(case, reason, acting=request.acting)
    except InputError as wrong:
        return _page(request, case, 422, problem=say(wrong), reason=reason, has_errors=True)
    answer = _page(request, case, denouncer=who)
    answer["Cache-Control"] = "no-store"
    return answer
