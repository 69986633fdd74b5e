"""Screens of the exchange: every packet, its way hop by hop, what proves it (màn hình liên thông văn bản)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.files.http import respond
from cuulong.core.people.access import official_required
from cuulong.core.registry import Kind, declared
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.send_again import MANAGE, send_again
from .models import Direction, Packet, PacketKind, State
from .proof import prove
from .queries import READ, step_of, visible_to
from .tables import Packets
from .writing_down import log


@require_safe
@official_required(READ)
def packets(request: HttpRequest) -> HttpResponseBase:
    """Packets of one's agencies (danh sách gói tin)."""
    mine = visible_to(request.acting)  # type: ignore[attr-defined]
    table = Packets(mine.order_by(), request)
    if table.wants_export:
        return table.export()
    return render(request, "exchange/packets.html", {"table": table, "dead": mine.filter(state=State.FAILED).count()})


@require_safe
@official_required(READ)
def packet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One packet: what it says, its files, every hop of its way (chi tiết gói tin)."""
    found = _find(request, uuid)
    acting = request.acting  # type: ignore[attr-defined]
    context = {
        "packet": found,
        "pairs": _pairs(found),
        "files": list(found.files.select_related("file")),
        "steps": [step_of(one) for one in found.hops.all()],
        "statuses": found.statuses.order_by("pk"),
        "subject_url": _subject_url(found),
        "may_send": found.state == State.FAILED and acting.can(MANAGE, found.agency_id),
    }
    return render(request, "exchange/packet.html", context)


@require_safe
@official_required(READ)
def raw(request: HttpRequest, uuid: UUID) -> FileResponse:
    """The bytes that travelled; taking them is on record (tải nguyên văn gói tin)."""
    found = _find(request, uuid)
    if found.raw is None:
        raise Http404
    log(request.acting, "exchange.packet.taken", found)  # type: ignore[attr-defined]
    return respond(found.raw)


@require_safe
@official_required(READ)
def proof(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet for an auditor: what, when, hash, log, clock (phiếu chứng cứ)."""
    found = _find(request, uuid)
    return render(request, "exchange/proof.html", {"proof": prove(found), "packet": found, "back_url": found.url})


@require_POST
@official_required(MANAGE)
def send_one_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand a dead letter over again (gửi lại)."""
    reach = request.acting.agency_ids(MANAGE)  # type: ignore[attr-defined]
    mine = visible_to(request.acting)  # type: ignore[attr-defined]
    found = get_object_or_404(mine if reach is None else mine.filter(agency__in=reach), uuid=uuid)
    try:
        send_again(found, acting=request.acting, at=timezone.now())  # type: ignore[attr-defined]
    except InputError as error:
        messages.warning(request, say(error))
    else:
        messages.success(request, _("Đã xếp hàng gửi lại. Hành trình bên dưới cho biết kết quả."))
    return redirect("exchange:packet", uuid=uuid)


def _find(request: HttpRequest, uuid: UUID) -> Packet:
    return get_object_or_404(visible_to(request.acting), uuid=uuid)  # type: ignore[attr-defined]


def _pairs(found: Packet) -> list[tuple[Any, Any]]:
    out = found.direction == Direction.OUT
    pairs = [
        (_("Nội dung"), found.carries),
        (_("Gửi tới") if out else _("Gửi từ"), f"{found.peer_name} ({found.peer_code})" if found.peer_code else ""),
        (_("Đơn vị gửi") if out else _("Đơn vị nhận"), found.agency.name if found.agency else ""),
        (_("Mã văn bản"), found.document_id),
        (_("Kênh"), found.get_channel_display()),
        (_("Gửi lúc") if out else _("Đến lúc"), formats.moment(found.happened_at)),
    ]
    if found.last_status:
        pairs.append((_("Bên nhận báo"), found.last_status_words))
    if out and found.tries:
        pairs.append((_("Số lần đã thử"), formats.number(found.tries)))
    if found.seal:
        pairs.append((_("Chữ ký số"), found.seal))
    pairs.append((_("Mã băm nội dung (SHA-256)"), found.digest))
    if found.kind == PacketKind.DOCUMENT:
        pairs.insert(1, (_("Trích yếu"), found.title))
    elif found.title:
        pairs.insert(1, (_("Lý do, ý kiến"), found.title))
    return pairs


def _subject_url(found: Packet) -> str:
    if found.subject is None:
        return ""
    kind = declared(Kind).get(found.subject_kind)
    one = kind.find(found.subject_uuid) if kind else None
    return kind.url(one) if kind and kind.url and one is not None else ""
