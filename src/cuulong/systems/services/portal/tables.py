"""Messages that are not through, and all others on request (bảng thông điệp)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Standing, Way

OPEN = "open"


class CrossingFilter(forms.Form):
    """What messages can be narrowed by (bộ lọc)."""

    code = forms.CharField(label=_("Mã hồ sơ"), required=False, max_length=60)
    way = forms.ChoiceField(label=_("Chiều"), required=False, choices=[("", _("Tất cả")), *Way.choices])
    standing = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Chưa khớp")), *Standing.choices]
    )


class CrossingTable(Table):
    """What is not in step with the portal (thông điệp chưa khớp)."""

    caption = _("Thông điệp với Cổng quốc gia")
    order = "-pk"
    filters = CrossingFilter
    file_name = "thong-diep-cong"
    empty_title = _("Mọi hồ sơ đã khớp với Cổng")
    empty_text = _("Thông điệp đang chờ hoặc bị vướng sẽ hiện ở đây.")

    code = Column(
        _("Mã hồ sơ"), "code", sort="code", kind="code", url=lambda row: reverse("services:crossing", args=[row.uuid])
    )
    way = Column(_("Chiều"), "get_way_display")
    status = Column(_("Trạng thái báo"), "told")
    standing = Column(_("Tình trạng"), "get_standing_display")
    attempts = Column(_("Đã thử"), "attempts", kind="number")
    error = Column(_("Lỗi"), "last_error")
    written = Column(_("Lúc"), "written_at", sort="written_at", kind="moment")

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        standing = wanted.get("standing")
        queryset = (
            queryset.filter(standing=standing)
            if standing
            else queryset.filter(standing__in=(Standing.WAITING, Standing.STUCK))
        )
        if way := wanted.get("way"):
            queryset = queryset.filter(way=way)
        if code := wanted.get("code"):
            queryset = queryset.filter(code=code.strip().upper())
        return queryset
