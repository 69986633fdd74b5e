"""Where a message leads (liên kết của tin báo)."""

from __future__ import annotations

from django.conf import settings

from cuulong.core.registry import Kind, declared

from .models import Notification


def url_of(notification: Notification) -> str:
    """The screen of what the message is about; empty when there is none."""
    subject = notification.subject
    kind = declared(Kind).get(subject.kind) if subject else None
    if subject is None or kind is None or kind.url is None:
        return ""
    found = kind.find(subject.uuid)
    return kind.url(found) if found is not None else ""


def absolute_url(notification: Notification) -> str:
    """The same for a mail; people without an account get no link, since they cannot sign in."""
    path = url_of(notification) if notification.account_id else ""
    return settings.BASE_URL.rstrip("/") + path if path else ""
