"""When the token of a form does not fit: say why, keep what was typed, offer to send it again (lỗi gửi biểu mẫu)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_REPEATED = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "pin", "credential"}
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a stale form (trang mở đã lâu).

    Typed text is offered for sending again only when the form came from our own pages; passwords and files never are.
    """
    ours = _came_from_here(request)
    kept = [(n, v) for n, values in request.POST.lists() if n not in NEVER_REPEATED for v in values] if ours else []
    context = {"kept": kept, "had_files": bool(request.FILES), "path": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def _came_from_here(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
