"""Doors of the screens: who may open a view (kiểm soát truy cập)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account

View = Callable[..., HttpResponseBase]
AFTER_FACTOR = "people.after_factor"


class PersonRequest(HttpRequest):
    """A request behind the doors below: somebody is signed in, and acts (yêu cầu của người đã đăng nhập)."""

    acting: Acting
    user: Account


def acting_of(request: HttpRequest) -> Acting:
    """Who acts in this request (người thực hiện)."""
    return Acting.of(request.user) if request.user.is_authenticated else Acting.anonymous()


def acting_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the lazy `request.acting` on every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.acting = SimpleLazyObject(lambda: acting_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _to_login(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def second_factor_at(request: HttpRequest) -> float | None:
    """When the second factor was last shown in this session, as a Unix time; None if never (xác thực hai lớp)."""
    shown = [r["at"] for r in get_authentication_records(request, request.user) if r.get("method") == "mfa"]
    return max(shown, default=None)


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Send the person to show the second factor, or to set one up; what was posted is sent again afterwards."""
    if is_mfa_enabled(request.user):
        asked: HttpResponse = suspend_request(request, reverse("mfa_reauthenticate"))
        return asked
    messages.warning(request, _("Vai trò của anh/chị cần xác thực hai lớp. Bật xong là làm việc được ngay."))
    request.session[AFTER_FACTOR] = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    return redirect("mfa_index")


def fresh_second_factor_required(view: View) -> View:
    """For acts that bind the state, such as signing: the second factor was shown within the last minutes (ký số).

    The time is `settings.ACCOUNT_REAUTHENTICATION_TIMEOUT`. Stands under `official_required`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = second_factor_at(request)
        if shown is None or time.time() - shown > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return ask_second_factor(request)
        return view(request, *args, **kwargs)

    return guarded


def official_required(right: str | None = None) -> Callable[[View], View]:
    """Let in officials only: signed in, appointed today, with the second factor their role demands.

    `right`: one they must hold somewhere. Answers 403 with a sentence otherwise.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request)
            acting: Acting = request.acting  # type: ignore[attr-defined]
            if not acting.is_official:
                raise Forbidden(_("Trang này dành cho cán bộ đang được phân công công tác."))
            if acting.needs_second_factor and not second_factor_at(request):
                return ask_second_factor(request)
            if right is not None:
                acting.require(right)
            return view(request, *args, **kwargs)

        guarded.official_right = right or "*"  # type: ignore[attr-defined]
        return guarded

    return decorate


def citizen_required(view: View) -> View:
    """Let in whoever is signed in, as a citizen (người dân đã đăng nhập)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        return view(request, *args, **kwargs)

    guarded.signed_in = True  # type: ignore[attr-defined]
    return guarded
