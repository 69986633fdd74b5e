"""Asking for certificates, deciding, handing over (đề nghị, duyệt, bàn giao)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError, gettext_noop

from ...keys import parse_locator
from ...models import Backend, Certificate, CertificateRequest, RequestState
from ...queries import MANAGE, REQUEST, visible_to
from ..actions.ask import ask, withdraw_request
from ..actions.decide import approve, refuse
from ..actions.hand_over import hand_over
from ..forms import AskForm, DecideForm, HandOverForm
from ..queries import requests_visible_to
from ..reading import read_token
from ..tables import Requests


@require_safe
@official_required()
def listed(request: PersonRequest) -> HttpResponseBase:
    """The requests one may see (danh sách đề nghị)."""
    table = Requests(requests_visible_to(request.acting), request)
    if table.wants_export:
        return table.export()
    return render(request, "signatures/requests.html", {"table": table, "asks": request.acting.can(REQUEST)})


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(REQUEST)
def new(request: PersonRequest) -> HttpResponse:
    """Ask for a certificate, new or in the place of one that ends (đề nghị cấp chứng thư số)."""
    renews = _renewed(request)
    initial = {"username": renews.account.username if renews and renews.account else ""}
    if renews and renews.place:
        initial["agency"] = renews.place.slug
    form = AskForm(request.POST or None, acting=request.acting, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = ask(data["agency"], data["username"], data["reason"], acting=request.acting, renews=renews)
        except InputError as error:
            form.add_error(None, say(error))
        else:
            messages.success(request, _("Đã gửi đề nghị. Quản trị tỉnh duyệt rồi bàn giao."))
            return redirect("signatures:request", uuid=made.uuid)
    context = {"form": form, "renews": renews}
    return render(request, "signatures/ask.html", context, status=422 if form.errors else 200)


def _renewed(request: PersonRequest) -> Certificate | None:
    asked = request.GET.get("renews", "")
    try:
        return get_object_or_404(visible_to(request.acting), uuid=UUID(asked)) if asked else None
    except ValueError:
        return None


@require_safe
@official_required()
def one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One request and its history (chi tiết đề nghị)."""
    return _show(request, _find(request, uuid), DecideForm())


@require_POST
@official_required(MANAGE)
def decide(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Approve or refuse (duyệt, không duyệt)."""
    found, form = _find(request, uuid), DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            if data["decision"] == "approve":
                approve(found, acting=request.acting, answer=data["answer"])
                messages.success(request, _("Đã duyệt. Khi nơi cấp phát chứng thư thì ghi bàn giao ở đây."))
            else:
                refuse(found, data["answer"], acting=request.acting)
                messages.success(request, _("Đã ghi không duyệt."))
            return redirect("signatures:request", uuid=uuid)
        except InputError as error:
            form.add_error("answer" if error.code == "no_reason" else None, say(error))
    return _show(request, found, form)


@require_POST
@official_required(REQUEST)
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a request back (rút đề nghị)."""
    try:
        withdraw_request(_find(request, uuid), acting=request.acting)
    except InputError as error:
        messages.warning(request, say(error))
    else:
        messages.success(request, _("Đã rút đề nghị."))
    return redirect("signatures:request", uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(MANAGE)
def hand(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Enter the certificate that came and hand the device over (bàn giao)."""
    found = _find(request, uuid)
    form = HandOverForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _hand_over(found, form.cleaned_data, request)
        except InputError as error:
            form.add_error(None, say(error))
        else:
            messages.success(request, _("Đã ghi bàn giao chứng thư số."))
            return redirect("signatures:certificate", uuid=made.uuid)
    context = {"found": found, "form": form}
    return render(request, "signatures/hand_over.html", context, status=422 if form.errors else 200)


def _hand_over(found: CertificateRequest, data: dict[str, Any], request: PersonRequest) -> Certificate:
    backend, token_serial = Backend(data["backend"]), data["token_serial"]
    if data["certificate"]:
        content = data["certificate"].read()
    elif backend == Backend.PKCS11:
        content, token_serial = _from_token(data["locator"], token_serial)
    else:
        raise InputError("no_certificate", gettext_noop("Chọn tệp chứng thư số"))
    return hand_over(
        found,
        content,
        backend=backend,
        locator=data["locator"],
        token_serial=token_serial,
        holder=data["holder"],
        acting=request.acting,
    )


def _from_token(locator: str, token_serial: str) -> tuple[bytes, str]:
    try:
        where = parse_locator(locator)
    except ValueError:
        raise InputError(
            "bad_locator", gettext_noop("Ghi nơi giữ khóa theo dạng pkcs11:token=Tên;object=Nhãn")
        ) from None
    for label, serial, certificate in read_token(where["token"]):
        if label == where["object"]:
            return certificate.dump(), token_serial or serial
    raise InputError("no_certificate", gettext_noop("Trên thiết bị không có chứng thư mang nhãn này."))


def _find(request: PersonRequest, uuid: UUID) -> CertificateRequest:
    return get_object_or_404(requests_visible_to(request.acting), uuid=uuid)


def _show(request: HttpRequest, found: CertificateRequest, form: DecideForm) -> HttpResponse:
    acting = request.acting  # type: ignore[attr-defined]
    pairs = [
        (_("Cấp cho"), str(found.owner)),
        (_("Cơ quan"), found.agency.name),
        (_("Loại"), _("Gia hạn") if found.renews else _("Cấp mới")),
        (_("Lý do đề nghị"), found.reason),
        (_("Đề nghị lúc"), formats.moment(found.asked_at)),
        (_("Ý kiến"), found.answer),
    ]
    manages = acting.can(MANAGE)
    context = {
        "found": found,
        "pairs": [pair for pair in pairs if pair[1]],
        "steps": found.steps.select_related("by").order_by("-happened_at", "-pk"),
        "form": form if manages and found.state == RequestState.WAITING else None,
        "may_hand_over": manages and found.state == RequestState.APPROVED,
        "may_withdraw": acting.can(REQUEST, found.agency)
        and found.state in (RequestState.WAITING, RequestState.APPROVED),
    }
    return render(request, "signatures/request.html", context, status=422 if form.errors else 200)
