"""The page of one incoming document, its files, and every act on it (trang văn bản đến)."""

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
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.audit.record import record
from cuulong.core.exchange.queries import trace_of
from cuulong.core.files.http import respond
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.queries import current_case, current_steps
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...records.models import READ, Attachment, Document, State
from ...records.pictures import NoPicture, first_page
from ...records.places import may
from ...records.queries import story
from ...records.rules import Refused
from ..actions.handle import see
from ..desk_acts import ACTS, form_for, offered, step_for
from ..queries import REGISTER, answers_of, incoming, instructions_of
from ..tables import look
from .arriving import shown

PARTS = ("incoming__entry", "incoming__same_as__incoming", "agency__parent", "room")
VERDICTS = {"valid": "good", "broken": "err", "unknown": "warn"}


def readable(request: PersonRequest, uuid: UUID) -> Document:
    """An incoming document this official may read; 404 otherwise."""
    return get_object_or_404(incoming(request.acting).select_related(*PARTS), uuid=uuid)


@require_safe
@official_required(READ)
def document(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What came, what was said of it, who does what, and what I may do (trang văn bản đến).

    Opening it is the receipt of reading of whoever was given it.
    """
    found = readable(request, uuid)
    if see(found, acting=request.acting, at=timezone.now()):
        found = readable(request, uuid)
    return render(request, "documents/incoming/document.html", page_of(request, found))


def page_of(
    request: PersonRequest, found: Document, bound: dict[str, forms.Form] | None = None, problem: str = ""
) -> dict[str, Any]:
    """What the page shows; a refused act keeps its form and says why (nội dung trang)."""
    side, case = found.incoming, current_case(found.ref)
    files = list(found.attachments.filter(replaced=False).select_related("file").order_by("order", "pk"))
    step = step_for(found, request.acting)
    acts = offered(found, request.acting, step, bound)
    is_clerk = may(request.acting, REGISTER, found.agency)
    return {
        "document": found,
        "incoming": side,
        "state": look(found),
        "files": files,
        "main": shown(files),
        "verdict_tone": VERDICTS.get(side.signature_verdict, "info"),
        "facts": facts_of(found),
        "instructions": list(instructions_of(found)),
        "answers": list(answers_of(found)),
        "may_answer": request.acting.can("documents.draft") and found.state in (State.WORKING, State.REGISTERED),
        "answer_url": f"{reverse('documents:outgoing_new')}?answers={found.uuid}",
        "step": step,
        "steps": current_steps(found.ref),
        "case": case,
        "acts": acts,
        "asked_url": reverse("documents:answer_sender", args=[found.uuid]) if side.asked and is_clerk else "",
        "may_register": is_clerk and found.state == State.ARRIVED,
        "timeline": lines_of(found),
        "traced": trace_of(found.ref),
        "problem": problem,
        "has_errors": bool(bound or problem),
    }


def facts_of(found: Document) -> list[tuple[Any, Any]]:
    """The document in words, empty ones left out (thông tin văn bản)."""
    side = found.incoming
    pairs = [
        (_("Số đến"), side.arrival_number),
        (_("Số, ký hiệu"), found.number),
        (_("Ngày văn bản"), formats.day(found.issued_on) if found.issued_on else ""),
        (_("Cơ quan ban hành"), found.issuer_name),
        (_("Loại văn bản"), found.kind_name),
        (_("Người ký"), ", ".join(one for one in (found.signer_name, found.signer_position) if one)),
        (_("Độ khẩn"), found.get_urgency_display() if found.urgency else ""),
        (_("Số trang"), found.pages),
        (_("Nguồn đến"), side.get_channel_display()),
        (_("Đến lúc"), formats.short_moment(side.arrived_at)),
        (_("Vào sổ lúc"), formats.short_moment(side.registered_at) if side.registered_at else ""),
        (_("Báo nơi gửi lúc"), formats.short_moment(side.acknowledged_at) if side.acknowledged_at else ""),
        (_("Chủ trì"), found.room.name if found.room else ""),
        (_("Kết quả"), side.outcome),
    ]
    return [(label, value) for label, value in pairs if value not in ("", None)]


def verbs() -> dict[str, str]:
    """What each act is called in the story (tên việc)."""
    return {
        "take_in": _("Nhận văn bản"), "register": _("Vào sổ"), "describe": _("Sửa thông tin"),
        "give_back": _("Trả lại nơi gửi"), "propose": _("Trình lãnh đạo"), "instruct": _("Giao đơn vị xử lý"),
        "assign": _("Phân công trong đơn vị"), "send_back": _("Trả lại bước trước"), "see": _("Đã xem"),
        "report": _("Báo kết quả phối hợp"), "close": _("Giải quyết xong"), "reopen": _("Mở lại"),
        "ask_back": _("Nơi gửi đề nghị"), "taken_back": _("Nơi gửi lấy lại"), "keep": _("Không đồng ý đề nghị của nơi gửi"),
        "update": _("Cập nhật theo nơi gửi"), "import": _("Nhập từ sổ cũ"),
    }  # fmt: skip


def lines_of(found: Document) -> list[dict[str, Any]]:
    """The story as a timeline, the newest first (diễn biến)."""
    names = verbs()
    return [
        {
            "status": "stopped" if one.verb in ("give_back", "taken_back") else "done",
            "title": names.get(one.verb, one.verb),
            "meta": " · ".join(
                part for part in (formats.short_moment(one.happened_at), one.actor_name, one.agency_name) if part
            ),
            "text": one.note or one.details.get("units", ""),
        }
        for one in reversed(list(story(found)))
    ]


@require_POST
@official_required(READ)
def act(request: PersonRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Do one act; a refused one says why and keeps what was typed (thực hiện việc)."""
    found = readable(request, uuid)
    if verb not in ACTS:
        raise Http404
    form = form_for(found, verb, request.POST)
    problem = ""
    if form.is_valid():
        try:
            if verb not in [one["verb"] for one in offered(found, request.acting, step_for(found, request.acting))]:
                raise Refused("not_offered", ELSEWHERE)
            ACTS[verb].do(found, form, request.acting, timezone.now())
        except InputError as error:
            problem = say(error)
        else:
            messages.success(request, _("Đã thực hiện: %(what)s.") % {"what": ACTS[verb].label})
            still = incoming(request.acting).filter(uuid=uuid).exists()
            return redirect("documents:incoming", uuid) if still else redirect("documents:incoming_register")
    context = page_of(request, readable(request, uuid), {verb: form}, problem)
    return render(request, "documents/incoming/document.html", context, status=422)


ELSEWHERE = "Văn bản không còn ở bước này. Tải lại trang để xem tình trạng mới."


def _file(request: PersonRequest, uuid: UUID, file: UUID) -> tuple[Document, Attachment]:
    found = readable(request, uuid)
    return found, get_object_or_404(found.attachments.select_related("file"), uuid=file)


@require_safe
@official_required(READ)
def incoming_file(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file of a document I may read; the log keeps who opened it (mở tệp văn bản)."""
    found, one = _file(request, uuid, file)
    record(request.acting, "documents.file_opened", found, agency=found.agency, number=found.number)
    return respond(one.file, inline=True)


@require_safe
@official_required(READ)
def incoming_image(request: PersonRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """The first page as a picture (ảnh trang đầu)."""
    _found, one = _file(request, uuid, file)
    try:
        png = first_page(one.file)
    except NoPicture as error:
        raise Http404 from error
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
