"""Lists of what people sent, for officials (danh sách phản ánh, khiếu nại, tố cáo)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .actions.retain import class_of
from .data_classes import DataClass
from .keeping import erased_on
from .models.base import State

LOOKS = {
    State.RECEIVED: "new", State.ACCEPTED: "accepted", State.VERIFYING: "processing", State.ANSWERED: "done",
    State.PUBLISHED: "done", State.DECIDED: "done", State.REFUSED: "refused", State.WITHDRAWN: "withdrawn",
}  # fmt: skip


class CaseFilter(forms.Form):
    """What a list can be narrowed by (bộ lọc)."""

    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Tất cả")), *[c for c in State.choices if c[0] != State.UNCONFIRMED]],
    )


def look(row: Any) -> tuple[str, str]:
    """The drawing and the word of a state (trạng thái)."""
    late = row.is_open and row.due_at is not None and row.due_at < timezone.now()
    return ("overdue", str(_("Quá hạn"))) if late else (LOOKS.get(row.state, "neutral"), row.get_state_display())


class CaseTable(Table):
    """Submissions of one kind (danh sách)."""

    caption = _("Danh sách")
    order = "-received_at"
    filters = CaseFilter
    file_name = "y-kien"
    empty_title = _("Chưa có gì gửi đến")
    empty_text = _("Khi có người gửi tới đơn vị của anh/chị, việc sẽ hiện ở đây.")

    number = Column(_("Số"), "number", sort="number", url=lambda row: reverse(f"services:{row.says}", args=[row.uuid]))
    title = Column(_("Nội dung"), "shown_title")
    agency = Column(_("Cơ quan"), "agency.short_name")
    received = Column(_("Nhận"), "received_at", sort="received_at", nullable=True, kind="day")
    due = Column(_("Hạn"), "due_at", sort="due_at", nullable=True, kind="day")
    state = Column(_("Trạng thái"), look, template="services/feedback/cell_state.html", export="get_state_display")

    def narrow(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        return queryset.filter(state=wanted["state"]) if wanted.get("state") else queryset

    def row_css(self, row: Any) -> str:
        return "is-late" if look(row)[0] == "overdue" else ""


class ComplaintTable(CaseTable):
    """Complaints leave this house in no file (danh sách khiếu nại)."""

    exports = False


class DenunciationTable(CaseTable):
    """Denunciations by number only: no word of theirs in a list, nor in a file (danh sách tố cáo)."""

    exports = False
    title = Column(_("Nội dung"), lambda row: _("Tố cáo"))


def _until(row: Any) -> Any:
    return None if row.is_held else erased_on(class_of(row), row)


class DueTable(Table):
    """What is due to be erased, by number only (dữ liệu đến hạn xóa)."""

    caption = _("Dữ liệu đến hạn xóa")
    order = "begins"
    file_name = "den-han-xoa"
    empty_title = _("Chưa có gì đến hạn")
    empty_text = _("Dữ liệu sẽ xóa trong 90 ngày tới, hoặc đang được giữ lại, sẽ hiện ở đây.")

    number = Column(
        _("Số"),
        lambda row: class_of(row).number(row),
        kind="code",
        url=lambda row: reverse("services:retention_hold", args=[class_of(row).code, row.uuid]),
    )
    begins = Column(_("Xong ngày"), "begins", sort="begins", kind="day")
    until = Column(_("Xóa sau ngày"), _until, kind="day")
    held = Column(_("Giữ lại"), lambda row: _("Đang giữ lại") if row.is_held else "")

    def __init__(self, queryset: Any, request: Any, *, one: DataClass) -> None:
        super().__init__(queryset.select_related("dossier") if one.by_dossier else queryset, request)
