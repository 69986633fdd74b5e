"""Emptying messages about something whose term is over (xóa nội dung thông báo)."""

from __future__ import annotations

from cuulong.lib.facts import Ref

from .models import Notification


def forget(subject: Ref) -> int:
    """Empty what was told of a subject, and to whom; how many were sent when stays countable (xóa nội dung)."""
    told = Notification.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid)
    return told.update(title="", body="", email="", phone="", account=None)
