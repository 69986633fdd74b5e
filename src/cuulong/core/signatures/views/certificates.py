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
from ..models import Backend, Certificate
from ..queries import MANAGE, visible_to
from ..tables import Certificates


@require_safe
@official_required()
def listed(request: HttpRequest) -> HttpResponseBase:
    """The certificates one may see, the first to expire on top (danh sách chứng thư số)."""
    acting = request.acting  # type: ignore[attr-defined]
    table = Certificates(visible_to(acting).order_by(), request)
    if table.wants_export:
        return table.export()
    return render(request, "signatures/certificates.html", {"table": table, "manages": acting.can(MANAGE)})


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


def _show(request: HttpRequest, found: Certificate, form: RevokeForm) -> HttpResponse:
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
    manages = request.acting.can(MANAGE)  # type: ignore[attr-defined]
    context = {
        "certificate": found,
        "pairs": pairs,
        "form": form if manages and not found.revoked_at else None,
    }
    return render(request, "signatures/certificate.html", context, status=422 if form.errors else 200)
