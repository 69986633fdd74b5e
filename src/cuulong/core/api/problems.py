"""Errors of the API as problem details, in the caller's language (RFC 9457; báo lỗi của giao diện lập trình)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from cuulong.core.audit.trail import current_request_id
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .rules import Reused

logger = logging.getLogger(__name__)
TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Yêu cầu không đọc được"),
    401: gettext_lazy("Chưa xác thực"),
    403: gettext_lazy("Không có quyền"),
    404: gettext_lazy("Không tìm thấy"),
    409: gettext_lazy("Không khớp với tình trạng hiện tại"),
    422: gettext_lazy("Dữ liệu chưa đúng"),
    429: gettext_lazy("Gửi quá nhanh"),
    500: gettext_lazy("Lỗi của hệ thống"),
}
# Refusals that are not about what was sent but about when.
CONFLICTS = {"not_now", "already_sent", "nothing_asked", "stale", "already_moved"}


class Wrong(Schema):
    """One thing that is wrong with what was sent."""

    path: str
    message: str


class Problem(Schema):
    """Problem details of RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[Wrong] = []


class Trouble(Exception):
    """An error with a status of its own."""

    def __init__(self, status: int, code: str, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.errors = status, code, detail, list(errors)


def answer(
    status: int, code: str, detail: str, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] = {}
) -> HttpResponse:
    """One problem as a response."""
    told = {
        "type": "about:blank",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": current_request_id(),
        "errors": list(errors),
    }
    return JsonResponse(told, status=status, content_type=TYPE, headers=dict(headers))


def handle(api: NinjaAPI) -> None:
    """Answer every error of the API in this shape."""

    @api.exception_handler(Trouble)
    def trouble(request: HttpRequest, error: Trouble) -> HttpResponse:
        headers = {"Retry-After": "60"} if error.status == 429 else {}
        return answer(error.status, error.code, error.detail, error.errors, headers)

    @api.exception_handler(InputError)
    def refused(request: HttpRequest, error: InputError) -> HttpResponse:
        conflict = isinstance(error, Reused) or error.code in CONFLICTS
        wrong = [{"path": one.path, "message": one.message} for one in getattr(error, "errors", ())]
        return answer(409 if conflict else 422, error.code, say(error), wrong)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        wrong = [{"path": ".".join(map(str, one["loc"])), "message": str(one["msg"])} for one in error.errors]
        return answer(422, "shape", _("Dữ liệu gửi lên không đúng mô tả của giao diện."), wrong)

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        detail = _("Thiếu mã truy cập còn hạn. Xin mã mới ở /api/oauth/token.")
        return answer(401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="cuulong"'})

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return answer(403, "forbidden", str(error) or _("Hệ thống này chưa được giao quyền đó."))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(404, "not_found", _("Không có đối tượng này, hoặc hệ thống không được xem."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, "unreadable", _("Nội dung gửi lên không đọc được."))

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.exception("request of the API failed")
        return answer(500, "internal", _("Hệ thống gặp lỗi. Thử lại sau và báo mã yêu cầu nếu vẫn lỗi."))


def documented() -> dict[str, Any]:
    """The responses that every operation may give, for the OpenAPI document."""
    schema = {"content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {str(status): {"description": str(title)} | schema for status, title in TITLES.items() if status != 500}
