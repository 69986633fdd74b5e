"""Numbers that were reserved and then forgotten by whoever died holding them (số giữ quá lâu)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext, override

from cuulong.core.people.acting import Acting

from .models import Entry, State
from .numbers import void
from .rules import ORPHAN_AFTER, NumberGone


def void_orphans(older_than: timedelta = ORPHAN_AFTER) -> list[Entry]:
    """Void every reservation older than that, with the reason in the book; answers which (hủy số giữ quá lâu)."""
    forgotten = Entry.objects.filter(state=State.RESERVED, taken_at__lt=timezone.now() - older_than).select_related(
        "series"
    )
    voided = []
    with override("vi"):
        reason = gettext("Giữ số quá %(minutes)d phút mà không ban hành") % {
            "minutes": older_than.total_seconds() // 60
        }
    for entry in forgotten.order_by("taken_at"):
        try:
            voided.append(void(entry, reason, acting=Acting.system("registers")))
        except NumberGone:
            continue  # issued a moment ago, after all
    return voided


def every_quarter() -> None:
    """The job of the worker."""
    void_orphans()
