"""Reads of messages (tra cứu tin báo)."""

from __future__ import annotations

from django.db.models import QuerySet

from cuulong.core.people.models import Account
from cuulong.lib.facts import Ref

from .models import Delivery, Notification, State


def own(account: Account) -> QuerySet[Notification]:
    """A person's own messages, newest first (tin báo của tôi)."""
    return Notification.objects.filter(account=account).order_by("-pk")


def unread_count(account: Account) -> int:
    """How many of them are unread."""
    return Notification.objects.filter(account=account, read_at=None).count()


def told_about(subject: Ref) -> QuerySet[Notification]:
    """What everybody was told about one object, oldest first, with the ways it went."""
    about = Notification.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid)
    return about.prefetch_related("deliveries").order_by("pk")


def failed() -> QuerySet[Delivery]:
    """Messages that could not be sent, newest first."""
    return Delivery.objects.filter(state=State.FAILED).select_related("notification").order_by("-pk")
