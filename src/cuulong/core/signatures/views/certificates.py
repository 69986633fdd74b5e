"""Certificates on screen: one's own, the seals one keeps, all for administrators (chứng thư số)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cuulong.core.files.rules import PNG
from cuulong.core.files.store import store
from cuulong.core.people.access import official_required
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .. import certificates
from ..forms import RegisterForm, RevokeForm
from ..ledger.actions.tokens import report_lost, return_token
from ..ledger.checking import check_status
from ..ledger.forms import TokenForm
from ..ledger.queries import steps_of
from ..models import Backend, Certificate, TokenState
from ..pictures import check_picture
from ..queries import MANAGE, REQUEST, SEE, visible_to
from ..tables import Certificates
from .verify import MARKS


@require_safe
@official_required()
def listed(request: HttpRequest) -> HttpResponseBase:
    """The certificates one may see, the first to expire on top (danh sách chứng thư số)."""
    acting = request.acting  # type: ignore[attr-defined]
    table = Certificates(visible_to(acting).order_by(), request)
    if table.wants_export:
        return table.export()
    context = {"table": table, "manages": acting.can(MANAGE), "sees": acting.can(SEE), "asks": acting.can(REQUEST)}
    return render(request, "signatures/certificates.html", context)


@require_safe
@official_required()
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One certificate (chi tiết chứng thư số)."""
    return _show(request, _find(request, uuid), RevokeForm())


@require_POST
@official_required(MANAGE)
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let nobody sign with it any more (thu hồi)."""
    found, form = _find(request, uuid), RevokeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        certificates.revoke(
            found,
            form.cleaned_data["reason"],
            at=timezone.now(),
            acting=request.acting,  # type: ignore[attr-defined]
        )
    except InputError as error:
        messages.warning(request, say(error))
    else:
        messages.success(request, _("Đã thu hồi. Văn bản ký trước lúc này vẫn có giá trị."))
    return redirect("signatures:certificate", uuid=uuid)


@require_POST
@official_required()
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What lists and the issuer say of it now (kiểm tra trạng thái)."""
    certificate, at = _find(request, uuid), timezone.now()
    found = check_status(certificate, acting=request.acting, at=at)  # type: ignore[attr-defined]
    context = {"certificate": certificate, "at": at, "found": [(each, *MARKS[each.state]) for each in found]}
    return render(request, "signatures/status.html", context)


@require_POST
@official_required()
def token(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The device came back or is lost (thiết bị ký)."""
    found, form = _find(request, uuid), TokenForm(request.POST)
    if not form.is_valid():
        return _show(request, found, RevokeForm(), form)
    verb = return_token if form.cleaned_data["state"] == TokenState.RETURNED else report_lost
    acting = request.acting  # type: ignore[attr-defined]
    try:
        verb(found, acting=acting, at=timezone.now(), note=form.cleaned_data["note"])
    except InputError as error:
        messages.warning(request, say(error))
    else:
        messages.success(request, _("Đã ghi tình trạng thiết bị."))
    return redirect("signatures:certificate", uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(MANAGE)
def register(request: HttpRequest) -> HttpResponse:
    """Enter a certificate whose key is on a token (đăng ký chứng thư số)."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _register(form.cleaned_data, request.acting)  # type: ignore[attr-defined]
        except InputError as error:
            form.add_error(None, say(error))
        else:
            messages.success(request, _("Đã đăng ký chứng thư số."))
            return redirect("signatures:certificate", uuid=made.uuid)
    return render(request, "signatures/register.html", {"form": form}, status=422 if form.errors else 200)


def _register(data: dict[str, Any], acting: Any) -> Certificate:
    picture = data["image"]
    if picture:
        check_picture(picture.read(), is_seal=data["owner_agency"] is not None)
        picture.seek(0)
    image = store(picture, name=picture.name, acting=acting, allowed=frozenset({PNG})) if picture else None
    return certificates.register(
        data["certificate"].read(),
        backend=Backend.PKCS11,
        locator=data["locator"],
        acting=acting,
        account=data["account"],
        agency=data["owner_agency"],
        image=image,
    )


def _find(request: HttpRequest, uuid: UUID) -> Certificate:
    return get_object_or_404(visible_to(request.acting), uuid=uuid)  # type: ignore[attr-defined]


def _show(
    request: HttpRequest, found: Certificate, form: RevokeForm, token_form: TokenForm | None = None
) -> HttpResponse:
    pairs = [
        (_("Chủ thể"), found.subject),
        (_("Của"), str(found.owner)),
        (_("Nơi cấp"), found.issuer_name),
        (_("Số hiệu"), found.serial),
        (_("Hiệu lực từ"), formats.moment(found.valid.lower)),
        (_("Hết hạn"), formats.moment(found.valid.upper)),
        (_("Nơi giữ khóa"), found.get_backend_display()),
    ]
    if found.revoked_at:
        pairs += [(_("Thu hồi lúc"), formats.moment(found.revoked_at)), (_("Lý do thu hồi"), found.revoked_because)]
    for label, value in (
        (_("Dùng ở"), found.place if found.account_id else None),
        (_("Người giữ thiết bị"), found.holder),
        (_("Số thiết bị"), found.token_serial),
        (_("Thiết bị"), found.get_token_state_display() if found.token_state else ""),
        (_("Ghi chú"), found.note),
    ):
        if value:
            pairs.append((label, str(value)))
    acting = request.acting  # type: ignore[attr-defined]
    manages, asks = acting.can(MANAGE), bool(found.place) and acting.can(REQUEST, found.place)
    errors = form.errors or (token_form and token_form.errors)
    context = {
        "certificate": found,
        "pairs": pairs,
        "form": form if manages and not found.revoked_at else None,
        "token_form": (token_form or TokenForm())
        if (manages or asks) and found.token_state == TokenState.HELD
        else None,
        "may_renew": asks and not found.revoked_at and not hasattr(found, "renewed_by"),
        "steps": steps_of(found),
    }
    return render(request, "signatures/certificate.html", context, status=422 if errors else 200)
