"""Lists of the exchange (danh sách gói tin)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Direction, Packet, PacketKind, State


def _any(choices: Any) -> list[Any]:
    return [("", _("Tất cả")), *choices]


class PacketFilter(forms.Form):
    """Which packets to list (lọc gói tin)."""

    words = forms.CharField(label=_("Số, mã văn bản hoặc trích yếu"), required=False, max_length=200)
    peer = forms.CharField(label=_("Cơ quan gửi hoặc nhận"), required=False, max_length=200)
    direction = forms.ChoiceField(label=_("Chiều"), required=False, choices=_any(Direction.choices))
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=_any(PacketKind.choices))
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=_any(State.choices))
    day = forms.DateField(
        label=_("Ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Packets(Table):
    """Packets that were sent or came, newest first (gói tin liên thông)."""

    caption = _("Gói tin liên thông")
    order = "-happened_at"
    filters = PacketFilter
    file_name = "goi-tin-lien-thong"
    empty_title = _("Chưa có gói tin nào")
    empty_text = _("Văn bản gửi và nhận liên thông của đơn vị hiện ở đây, cùng các trạng thái.")

    happened_at = Column(_("Lúc"), "happened_at", sort="happened_at", kind="moment")
    direction = Column(_("Chiều"), "get_direction_display")
    number = Column(_("Số, ký hiệu"), lambda row: str(row)[:80], url="url", export="number")
    peer = Column(_("Cơ quan gửi hoặc nhận"), lambda row: row.peer_name or row.peer_code, sort="peer_name")
    carries = Column(_("Nội dung"), "carries")
    title = Column(_("Trích yếu"), "title", on_screen=False)
    agency = Column(_("Đơn vị"), "agency", on_screen=False)
    document_id = Column(_("Mã văn bản"), "document_id", on_screen=False)
    state = Column(_("Tình trạng"), "get_state_display", template="exchange/parts/state_cell.html")
    status = Column(_("Bên nhận báo"), "last_status_words")
    channel = Column(_("Kênh"), "get_channel_display", on_screen=False)
    digest = Column(_("Mã băm SHA-256"), "digest", on_screen=False)

    def narrow(self, queryset: QuerySet[Packet], wanted: dict[str, Any]) -> QuerySet[Packet]:
        exact = {name: wanted[name] for name in ("direction", "kind", "state") if wanted.get(name)}
        queryset = queryset.filter(**exact)
        if words := wanted.get("words"):
            queryset = queryset.filter(
                Q(number__icontains=words) | Q(document_id__icontains=words) | Q(title__icontains=words)
            )
        if peer := wanted.get("peer"):
            queryset = queryset.filter(Q(peer_name__icontains=peer) | Q(peer_code__istartswith=peer))
        if day := wanted.get("day"):
            queryset = queryset.filter(happened_at__date=day)
        return queryset

    def row_css(self, row: Packet) -> str:
        return {State.FAILED: "is-late", State.REFUSED: "is-soon"}.get(State(row.state), "")
