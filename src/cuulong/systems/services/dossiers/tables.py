"""Lists of dossiers (bảng danh sách hồ sơ)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.design.forms import DayInput
from cuulong.design.tables import Column, Table

from .models import Channel, Dossier, State
from .rules import ENDED_STATES
from .story import badge, late


class DossierFilter(forms.Form):
    """What a list of dossiers can be narrowed by (bộ lọc)."""

    q = forms.CharField(
        label=_("Mã hồ sơ hoặc số điện thoại"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Tất cả")), *[c for c in State.choices if c[0] != State.DRAFT]],
    )
    channel = forms.ChoiceField(label=_("Kênh"), required=False, choices=[("", _("Tất cả")), *Channel.choices])
    filed_from = forms.DateField(label=_("Nộp từ ngày"), required=False, widget=DayInput)
    filed_to = forms.DateField(label=_("Nộp đến ngày"), required=False, widget=DayInput)


def _url(row: Dossier) -> str:
    return reverse("services:workspace", args=[row.uuid])


class DossierTable(Table):
    """Dossiers an official may read (danh sách hồ sơ)."""

    caption = _("Hồ sơ")
    order = "-filed_at"
    filters = DossierFilter
    file_name = "ho-so"
    empty_title = _("Chưa có hồ sơ nào")
    empty_text = _("Hồ sơ nộp trực tuyến hoặc tại quầy của đơn vị anh/chị sẽ hiện ở đây.")

    code = Column(_("Mã hồ sơ"), "code", on_screen=False)
    procedure = Column(
        _("Hồ sơ"), "version.title", sort="code", nullable=True, url=_url, template="services/officials/cell_title.html"
    )
    applicant = Column(_("Người nộp"), "receiver_name")
    agency = Column(_("Cơ quan"), "competent_agency.short_name", template="services/officials/cell_agency.html")
    channel = Column(_("Kênh"), "get_channel_display", on_screen=False)
    filed = Column(_("Ngày nộp"), "filed_at", sort="filed_at", nullable=True, kind="day")
    due = Column(_("Hẹn trả"), "due_at", sort="due_at", nullable=True, kind="day")
    state = Column(_("Trạng thái"), badge, template="services/officials/cell_state.html", export="get_state_display")

    def narrow(self, queryset: QuerySet[Dossier], wanted: dict[str, Any]) -> QuerySet[Dossier]:
        if q := wanted.get("q"):
            queryset = queryset.filter(Q(code=q.upper()) | Q(code__endswith=q.upper()) | Q(applicant_phone=q))
        if state := wanted.get("state"):
            queryset = queryset.filter(state=state)
        if channel := wanted.get("channel"):
            queryset = queryset.filter(channel=channel)
        if first := wanted.get("filed_from"):
            queryset = queryset.filter(filed_at__date__gte=first)
        if last := wanted.get("filed_to"):
            queryset = queryset.filter(filed_at__date__lte=last)
        return queryset

    def row_css(self, row: Any) -> str:
        return "is-late" if late(row) and row.state not in ENDED_STATES else ""
