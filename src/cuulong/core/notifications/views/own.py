"""A person's own messages (tin báo của tôi)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.notifications import queries
from cuulong.core.notifications.links import url_of
from cuulong.core.people.access import citizen_required
from cuulong.core.people.acting import Acting
from cuulong.design.keyset import Key, page_of

PAGE = 30


def _frame(request: HttpRequest) -> str:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return "design/officials.html" if acting.is_official else "design/public.html"


@require_safe
@citizen_required
def own(request: HttpRequest) -> HttpResponse:
    """All of them, newest first, with the number unread (danh sách)."""
    account = request.acting.account  # type: ignore[attr-defined]
    mine = queries.own(account)
    context = {
        "frame": _frame(request),
        "page": page_of(mine, Key("pk", descending=True), PAGE, request.GET.get("cursor", "")),
        "unread": queries.unread_count(account),
        "current": "mine",
    }
    return render(request, "notifications/own.html", context)


@require_safe
@citizen_required
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One message in full; to open it is to have read it (xem tin)."""
    notification = get_object_or_404(queries.own(request.acting.account), uuid=uuid)  # type: ignore[attr-defined]
    if notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])
    context = {"frame": _frame(request), "notification": notification, "url": url_of(notification), "current": "mine"}
    return render(request, "notifications/one.html", context)


@require_POST
@citizen_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read (đánh dấu đã đọc)."""
    unread = queries.own(request.acting.account).filter(read_at=None)  # type: ignore[attr-defined]
    unread.update(read_at=timezone.now())
    messages.success(request, _("Đã đánh dấu tất cả là đã đọc."))
    return redirect("notifications:own")
