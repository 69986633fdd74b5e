"""Messages that are not through, and all others on request (bảng thông điệp)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import NationalList, Standing, Way

OPEN = "open"


class CrossingFilter(forms.Form):
    """What messages can be narrowed by (bộ lọc)."""

    code = forms.CharField(label=_("Mã hồ sơ"), required=False, max_length=60)
    way = forms.ChoiceField(label=_("Chiều"), required=False, choices=[("", _("Tất cả")), *Way.choices])
    standing = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Chưa khớp")), *Standing.choices]
    )


class EntryFilter(forms.Form):
    """What a list of the portal can be narrowed by (bộ lọc)."""

    kind = forms.ChoiceField(label=_("Danh mục"), required=False, choices=[("", _("Tất cả")), *NationalList.choices])
    matched = forms.ChoiceField(
        label=_("Ở tỉnh"), required=False, choices=[("", _("Tất cả")), ("no", _("Chưa khớp")), ("yes", _("Đã khớp"))]
    )


class EntryTable(Table):
    """Agencies and sectors of the portal beside ours (danh mục của Cổng)."""

    caption = _("Cơ quan, lĩnh vực của Cổng")
    order = "code"
    filters = EntryFilter
    file_name = "danh-muc-cong"
    empty_title = _("Chưa lấy danh mục nào")
    empty_text = _("Bấm “Lấy danh mục cơ quan, lĩnh vực” để hỏi Cổng.")

    code = Column(_("Mã"), "code", sort="code", kind="code")
    name = Column(_("Tên trên Cổng"), "name", sort="name")
    kind = Column(_("Danh mục"), "get_kind_display")
    ours = Column(_("Ở tỉnh"), lambda row: row.agency or row.sector or _("Chưa khớp"))
    gone = Column(_("Trên Cổng"), lambda row: _("Không còn") if row.gone else _("Đang dùng"))
    seen = Column(_("Lấy lúc"), "seen_at", sort="seen_at", kind="moment")

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        if kind := wanted.get("kind"):
            queryset = queryset.filter(kind=kind)
        if matched := wanted.get("matched"):
            queryset = (
                queryset.filter(agency=None, sector=None)
                if matched == "no"
                else queryset.exclude(agency=None, sector=None)
            )
        return queryset


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
