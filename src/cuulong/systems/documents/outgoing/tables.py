"""Lists of outgoing documents, and their register (bảng văn bản đi, sổ đăng ký văn bản đi)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.design.forms import DayInput
from cuulong.design.tables import Column, Table

from ..records.kinds import ALL
from ..records.models import Document, State
from ..records.rules import STATES, number_key

BADGES = {
    "draft": "draft",
    "signed": "signing",
    "issued": "done",
    "recalled": "withdrawn",
    "replaced": "ended",
    "cancelled": "refused",
}
KINDS = [("", _("Tất cả")), *((kind.code, kind.title) for kind in ALL.values())]


class OutgoingFilter(forms.Form):
    """What a list of outgoing documents can be narrowed by (bộ lọc)."""

    q = forms.CharField(
        label=_("Số hoặc trích yếu"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Tất cả")), *[one for one in State.choices if one[0] in STATES["out"]]],
    )
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=KINDS)
    unit = forms.CharField(label=_("Đơn vị soạn"), required=False, max_length=60)
    first = forms.DateField(label=_("Từ ngày"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Đến ngày"), required=False, widget=DayInput)


class OutgoingTable(Table):
    """Outgoing documents an official may read (danh sách văn bản đi)."""

    caption = _("Văn bản đi")
    order = "-created_at"
    filters = OutgoingFilter
    file_name = "van-ban-di"
    empty_title = _("Chưa có văn bản đi nào")
    empty_text = _("Dự thảo và văn bản đã phát hành của đơn vị anh/chị sẽ hiện ở đây.")

    number = Column(_("Số, ký hiệu"), "number", on_screen=False)
    subject = Column(_("Trích yếu"), "subject", url="url", template="documents/outgoing/cell_subject.html")
    kind = Column(_("Loại"), "kind_name")
    room = Column(_("Đơn vị soạn"), lambda row: (row.room or row.agency).short_name or (row.room or row.agency).name)
    signer = Column(_("Người ký"), "signer_name")
    issued = Column(_("Ngày văn bản"), "issued_on", sort="issued_on", nullable=True, kind="day")
    created = Column(_("Ngày soạn"), "created_at", sort="created_at", kind="day", on_screen=False)
    state = Column(_("Trạng thái"), "state", template="documents/outgoing/cell_state.html", export="get_state_display")

    def narrow(self, queryset: QuerySet[Document], wanted: dict[str, Any]) -> QuerySet[Document]:
        if q := wanted.get("q"):
            queryset = queryset.filter(Q(number_key=number_key(q)) | Q(subject__icontains=q) | Q(number__icontains=q))
        if unit := wanted.get("unit"):
            queryset = queryset.filter(Q(room__name__icontains=unit) | Q(room=None, agency__name__icontains=unit))
        for name in ("state", "kind"):
            if value := wanted.get(name):
                queryset = queryset.filter(**{name: value})
        if first := wanted.get("first"):
            queryset = queryset.filter(created_at__date__gte=first)
        if last := wanted.get("last"):
            queryset = queryset.filter(created_at__date__lte=last)
        return queryset


def _about(row: Document) -> str:
    """A permit is called what it is about."""
    return row.subject if row.subject == row.kind_name else f"{row.kind_name}: {row.subject}"


def _receivers(row: Document) -> str:
    found = row.outgoing.recipients.all()
    return "; ".join((one.agency.short_name if one.agency else "") or one.name for one in found)


class RegisterFilter(forms.Form):
    """Of which year (bộ lọc sổ)."""

    year = forms.IntegerField(label=_("Năm"), required=False, min_value=2000, max_value=2200)
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=KINDS)


class RegisterTable(Table):
    """The register of outgoing documents with the columns of the decree (sổ đăng ký văn bản đi; NĐ 30/2020, Phụ lục IV)."""

    caption = _("Sổ đăng ký văn bản đi")
    order = "-issued_on"
    filters = RegisterFilter
    file_name = "so-van-ban-di"
    page_size = 50
    empty_title = _("Sổ chưa có văn bản nào")
    empty_text = _("Văn bản được cấp số vào sổ ngay.")

    number = Column(_("Số, ký hiệu"), "number", kind="code", url="url")
    day = Column(_("Ngày tháng"), "issued_on", sort="issued_on", nullable=True, kind="day")
    subject = Column(_("Tên loại và trích yếu"), _about)
    signer = Column(_("Người ký"), "signer_name")
    to = Column(_("Nơi nhận"), _receivers)
    keeper = Column(_("Nơi nhận bản lưu"), lambda row: (row.room or row.agency).name)
    copies = Column(_("Số bản"), "outgoing.paper_copies", kind="number")
    sent = Column(_("Ngày chuyển"), "outgoing.issued_at", kind="day")
    note = Column(_("Ghi chú"), lambda row: "" if row.state == State.ISSUED else row.get_state_display())

    @staticmethod
    def this_year(queryset: QuerySet[Document], request: HttpRequest) -> QuerySet[Document]:
        """The present year's, unless the filter names another."""
        if request.GET.get("year"):
            return queryset
        return queryset.filter(issued_on__gte=timezone.localdate().replace(month=1, day=1))

    def narrow(self, queryset: QuerySet[Document], wanted: dict[str, Any]) -> QuerySet[Document]:
        year = wanted.get("year") or timezone.localdate().year
        queryset = queryset.filter(issued_on__gte=date(year, 1, 1), issued_on__lt=date(year + 1, 1, 1))
        return queryset.filter(kind=wanted["kind"]) if wanted.get("kind") else queryset
