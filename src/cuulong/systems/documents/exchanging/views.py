"""Answer a sender who asks a document back or changes it, on screen (trả lời nơi gửi)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.exchange.models import Packet
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..incoming.actions.take_back import refuse
from ..incoming.arrival import Arrival, of
from ..incoming.models import Asked
from ..incoming.queries import REGISTER, asked_of
from ..records.models import Document
from .actions.answer import agree, updated


@official_required(REGISTER)
def answer_sender(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What the sender asks, what an update would change, and the clerk's answer (trả lời đề nghị của nơi gửi)."""
    document = get_object_or_404(asked_of(request.acting), uuid=uuid)
    note, problem = request.POST.get("note", ""), ""
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "agree":
                agree(document, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã đồng ý, hệ thống báo lại nơi gửi."))
            else:
                refuse(document, note, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã báo nơi gửi là không đồng ý."))
            return redirect("documents:incoming", uuid=uuid)
        except InputError as error:
            problem = say(error)
    context = {
        "document": document,
        "incoming": document.incoming,
        "is_update": document.incoming.asked == Asked.UPDATE,
        "changes": changes_of(document),
        "note": note,
        "problem": problem,
        "has_errors": bool(problem),
    }
    return render(request, "documents/exchanging/answer_sender.html", context, status=422 if problem else 200)


def changes_of(document: Document) -> list[tuple[str, Any, Any]]:
    """(what, before, after) of an update, only what differs (nội dung thay đổi)."""
    asked = document.incoming
    packet = Packet.objects.filter(uuid=asked.asked_packet).first() if asked.asked_packet else None
    if asked.asked != Asked.UPDATE or packet is None:
        return []
    now, new = of(document), updated(document, packet)
    names = {
        "number": _("Số, ký hiệu"), "issued_on": _("Ngày văn bản"), "subject": _("Trích yếu"),
        "kind_name": _("Loại văn bản"), "signer_name": _("Người ký"), "due_at": _("Hạn giải quyết"),
    }  # fmt: skip
    told = ((label, _told(now, name), _told(new, name)) for name, label in names.items())
    return [(label, before, after) for label, before, after in told if before != after]


def _told(said: Arrival, name: str) -> str:
    value = getattr(said, name)
    return formats.day(value) if name in ("issued_on", "due_at") and value else str(value or "")
