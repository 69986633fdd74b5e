"""The door of the API: token, scope, pace (xác thực hệ thống kết nối)."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Token
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited
from ninja.security import HttpBearer

from cuulong.core.people.acting import Acting
from cuulong.core.registry import Scope, declared

from .models import ApiClient
from .problems import Trouble

ASKED_AT = "/api/oauth/token"


class ApiRequest(HttpRequest):
    """A request of a known client (yêu cầu của hệ thống kết nối)."""

    acting: Acting
    client: ApiClient


def _key(_group: str, request: HttpRequest) -> str:
    return str(request.client.uuid)  # type: ignore[attr-defined]


def _rate(_group: str, request: HttpRequest) -> str:
    return f"{request.client.per_minute}/m"  # type: ignore[attr-defined]


class OAuth2(HttpBearer):
    """A token of ours with the scope that the operation needs."""

    openapi_type = "oauth2"

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = (
            Token.objects.valid()
            .by_value(token)
            .filter(type=Token.Type.ACCESS_TOKEN, user=None, client__api_client__revoked_at=None)
            .select_related("client__api_client__account", "client__api_client__credentials")
            .first()
        )
        client: ApiClient | None = getattr(found and found.client, "api_client", None)
        if found is None or client is None or not client.account.is_active:
            return None
        request.client = client  # type: ignore[attr-defined]
        request.acting = client.acting  # type: ignore[attr-defined]
        if is_ratelimited(request, group="api.api", key=_key, rate=_rate, increment=True):
            raise Trouble(429, "too_fast", _("Hệ thống gửi quá nhiều yêu cầu trong một phút. Đợi rồi gửi tiếp."))
        if not {self.scope} <= set(found.get_scopes()) & client.scopes:
            title = str(declared(Scope)[self.scope].title)
            raise Trouble(403, "scope", _("Mã truy cập không có phạm vi “%(scope)s”.") % {"scope": title})
        return client


def needs(scope: str) -> OAuth2:
    """The door of an operation that asks for `scope`."""
    return OAuth2(scope)
