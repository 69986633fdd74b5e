"""What the audit log declares to the house (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import LogPhrase, MenuItem, Right, RouteSample, declare
from cuulong.design.help import register_help

from .models import Event


def _trace_sample() -> dict[str, object]:
    event = Event.objects.order_by("pk").first()
    assert event is not None
    return {"kind": event.subject_kind, "uuid": event.subject_uuid}


declare(
    Right(code="audit.read", title=_("Xem nhật ký hệ thống"), roles=frozenset({"auditor"}), scope="province"),
    MenuItem(
        code="audit",
        title=_("Nhật ký hệ thống"),
        short=_("Nhật ký"),
        group=_("Quản trị"),
        url_name="audit:events",
        icon="journal-check",
        right="audit.read",
        order=910,
    ),
    LogPhrase(code="audit.record.read", sentence=_("Xem dữ liệu cá nhân để {purpose}")),
    LogPhrase(code="audit.events.exported", sentence=_("Xuất nhật ký ra tệp CSV")),
    RouteSample(code="audit:events", role="auditor"),
    RouteSample(code="audit:export", role="auditor"),
    RouteSample(code="audit:trace", role="auditor", kwargs=_trace_sample),
)
register_help(
    "audit:events",
    _("Đọc nhật ký"),
    _("Mỗi dòng là một việc đã làm, không ai sửa hay xóa được. Lọc theo người, ngày hoặc loại việc."),
)
