"""The administrator's screens of systems outside, and where these get their tokens (màn hình kết nối)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.idp.oidc import views as provider
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_ratelimit.decorators import ratelimit

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import Announcement, Scope, declared
from cuulong.design.errors import say
from cuulong.design.keyset import Key, page_of
from cuulong.lib.errors import InputError

from .access import ASKED_AT
from .actions.clients import MANAGE, register, revoke, rotate
from .api import the_api
from .forms import RegisterForm
from .models import ApiClient, Push
from .problems import answer

PAGE = 50


@csrf_exempt
@require_POST
@never_cache
@sensitive_post_parameters("client_secret")
@ratelimit(key="ip", rate="60/m", block=False)
def token(request: HttpRequest) -> HttpResponseBase:
    """A token for id and secret, RFC 6749 section 4.4; no other way of asking (cấp mã truy cập)."""
    if getattr(request, "limited", False):
        return JsonResponse({"error": "slow_down"}, status=429, headers={"Retry-After": "60"})
    if request.POST.get("grant_type") != "client_credentials":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    given: HttpResponseBase = provider.token(request)
    return given


@csrf_exempt
def no_operation(request: HttpRequest) -> HttpResponse:
    """An address below the API that no operation has, told as every other problem (địa chỉ không có)."""
    return answer(404, "no_operation", _("Giao diện không có địa chỉ này. Xem mô tả ở /api/v1/openapi.json."))


@require_safe
@official_required(MANAGE)
def clients(request: PersonRequest) -> HttpResponse:
    """Systems that may use the API (hệ thống kết nối)."""
    found = ApiClient.objects.select_related("account", "credentials").prefetch_related("account__appointments__agency")
    page = page_of(found, Key("pk", descending=True), PAGE, request.GET.get("cursor", ""))
    return render(request, "api/clients.html", {"page": page})


@official_required(MANAGE)
def new(request: PersonRequest) -> HttpResponse:
    """Let a system in; its secret is shown on the answer and never again (đăng ký hệ thống kết nối)."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made, secret = register(said.pop("name"), **said, acting=request.acting, at=timezone.now())
            return _secret_page(request, made, secret)
        except InputError as error:
            form.add_error(None, say(error))
    return render(request, "api/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@official_required(MANAGE)
def client(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One system: what it may, where it is told, what did not arrive (chi tiết hệ thống kết nối)."""
    found = _find(uuid)
    late = Push.objects.filter(webhook__client=found, arrived_at=None, dropped_at=None)
    context: dict[str, Any] = {
        "client": found,
        "posts": found.account.appointments.select_related("agency").order_by("pk"),
        "scopes": [declared(Scope)[code].title for code in sorted(found.scopes) if code in declared(Scope)],
        "webhooks": found.webhooks.order_by("pk"),
        "late": late.select_related("webhook").order_by("pk")[:PAGE],
    }
    return render(request, "api/client.html", context)


@require_POST
@official_required(MANAGE)
def rotate_secret(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A new secret, shown on the answer and never again (đổi khóa bí mật)."""
    found = _find(uuid)
    try:
        return _secret_page(request, found, rotate(found, acting=request.acting, at=timezone.now()))
    except InputError as error:
        messages.error(request, say(error))
        return redirect("connections:client", uuid=uuid)


@official_required(MANAGE)
def revoke_client(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Shut a system out, after a page that says what it means (thu hồi quyền kết nối)."""
    found = _find(uuid)
    if request.method == "POST":
        try:
            revoke(found, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã thu hồi. Mọi mã truy cập hết hiệu lực ngay."))
        except InputError as error:
            messages.error(request, say(error))
        return redirect("connections:client", uuid=uuid)
    context = {
        "heading": _("Thu hồi quyền kết nối của %(name)s?") % {"name": found.name},
        "consequences": [
            _("Mọi mã truy cập hết hiệu lực ngay, không báo sự kiện nữa."),
            _("Muốn kết nối lại thì đăng ký mới."),
        ],
        "action": _("Thu hồi"),
        "cancel_url": reverse("connections:client", args=[uuid]),
        "frame": "design/officials.html",
    }
    return render(request, "design/confirm.html", context)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """How a system outside gets a token, asks, and checks what it is told (hướng dẫn kết nối)."""
    context = {
        "token_url": ASKED_AT,
        "scopes": declared(Scope).values(),
        "events": declared(Announcement).values(),
        "operations": _operations(),
    }
    return render(request, "api/docs.html", context)


def _operations() -> list[dict[str, str]]:
    schema = the_api().get_openapi_schema()
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": _(told["summary"]),
            "scope": told["security"][0]["oauth2"][0],
        }
        for path, item in schema["paths"].items()
        for method, told in item.items()
    ]


def _find(uuid: UUID) -> ApiClient:
    return get_object_or_404(ApiClient.objects.select_related("account", "credentials"), uuid=uuid)


def _secret_page(request: HttpRequest, made: ApiClient, secret: str) -> HttpResponse:
    response = render(request, "api/secret.html", {"client": made, "secret": secret, "token_url": ASKED_AT})
    response.headers["Cache-Control"] = "no-store"
    return response
