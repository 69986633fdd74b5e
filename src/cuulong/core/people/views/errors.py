"""Pages for what went wrong around a form: they say why, keep what was typed, offer to send it again (trang báo lỗi)."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views import defaults

CSRF_FIELD = "csrfmiddlewaretoken"
SECRETS = frozenset({"password", "password1", "password2", "oldpassword", "code", "pin", "credential"})
NEVER_REPEATED = SECRETS | {CSRF_FIELD}
BACK_IN = 10  # seconds; a database that was restarted answers again within a few


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a stale form (trang mở đã lâu).

    Typed text is offered for sending again only when the form came from our own pages; passwords and files never are.
    """
    context = {"kept": _kept(request), "had_files": bool(request.FILES), "path": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke while a request was answered: the database went away, or the fault is ours (lỗi máy chủ)."""
    return _away(request) if _database_went_away(sys.exc_info()[1]) else defaults.server_error(request)


def _away(request: HttpRequest) -> HttpResponse:
    """503, drawn without the database: no person, no menu, no session."""
    page = render_to_string("503.html", _said_with(request) | {"path": request.get_full_path()})
    response = HttpResponse(page, status=503, headers={"Retry-After": str(BACK_IN)})
    add_never_cache_headers(response)
    return response


def _said_with(request: HttpRequest) -> dict[str, Any]:
    """What the person sent, as far as it may be shown again."""
    if request.method != "POST":
        return {}
    try:
        again = _came_from_here(request) and not SECRETS & request.POST.keys()
        return {
            "posted": True,
            "again": again,
            "kept": _kept(request),
            "had_files": bool(request.FILES),
            "csrf_token": get_token(request),
        }
    except UnreadablePostError:
        return {"posted": True}


def _database_went_away(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    if not _came_from_here(request):
        return []
    return [(n, str(v)) for n, values in request.POST.lists() if n not in NEVER_REPEATED for v in values]


def _came_from_here(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
