"""The list of processes (danh sách quy trình)."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.tables import Search, found_by_words
from cuulong.core.workflow.models import Process, ProcessVersion
from cuulong.design.tables import Column, Table


class Processes(Table):
    """Processes with the version in force today."""

    caption = _("Quy trình nội bộ")
    order = "code"
    filters = Search
    file_name = "quy-trinh"
    empty_title = _("Chưa có quy trình nào")
    empty_text = _("Quy trình nạp từ danh mục thủ tục của tỉnh sẽ hiện ở đây.")

    title = Column(_("Tên"), str, url=lambda row: reverse("workflow:process", args=[row.code]))
    code = Column(_("Mã"), "code", sort="code", kind="code")
    version = Column(_("Phiên bản"), "in_force", kind="number")
    since = Column(_("Áp dụng từ"), lambda row: row.valid and row.valid.lower, kind="day")

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        return found_by_words(queryset, wanted.get("q") or "")


def processes() -> QuerySet[Process]:
    """All processes with the number and days of the version in force today."""
    today = ProcessVersion.objects.in_force(timezone.localdate()).filter(process=OuterRef("pk"))
    return Process.objects.annotate(in_force=Subquery(today.values("n")[:1]), valid=Subquery(today.values("valid")[:1]))
