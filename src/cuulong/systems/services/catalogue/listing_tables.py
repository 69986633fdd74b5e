"""Lists of the controlling officer (bảng kiểm soát thủ tục)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.search.rules import key_of
from cuulong.design.tables import Column, Table

from .listing_forms import ANY, ListingFilter
from .models import ImportRow, Level, Listing, Outcome
from .wording import DOUBT_NAMES, FIELD_NAMES, FINDING_NAMES, finding_sentence


def _levels(row: Listing) -> str:
    return ", ".join(str(Level(level).label) for level in row.levels)


def _online(row: Listing) -> str:
    level = str(row.service_level or "?")
    return f"{level} · {row.get_scope_display()}" if row.scope else level


def _doubts(row: Listing) -> str:
    return "; ".join(str(DOUBT_NAMES.get(kind, kind)) for kind in row.doubts)


class ListingTable(Table):
    """The open or last version of every procedure (danh sách đề xuất)."""

    caption = _("Thủ tục trong danh mục")
    filters = ListingFilter
    file_name = "danh-muc-thu-tuc"
    empty_title = _("Chưa có thủ tục nào")
    empty_text = _("Nhập danh mục quốc gia, rồi xác nhận thời hạn, phí và thẩm quyền ở đây.")

    mark = Column("", template="services/catalogue/cell_mark.html", export="")
    code = Column(_("Mã"), "procedure.code", sort="procedure__code", kind="code",
                  url=lambda row: reverse("services:listing", args=[row.procedure.code]))  # fmt: skip
    name = Column(_("Tên thủ tục"), "name")
    sector = Column(_("Lĩnh vực"), "sector.name")
    levels = Column(_("Cấp"), _levels)
    online = Column(_("Mức độ"), _online)
    doubts = Column(_("Chưa chắc"), _doubts)
    state = Column(_("Tình trạng"), "state", template="services/catalogue/cell_state.html", export="get_state_display")
    order = "procedure__code"

    def narrow(self, queryset: QuerySet[Listing], wanted: dict[str, Any]) -> QuerySet[Listing]:
        if q := wanted.get("q", "").strip():
            queryset = queryset.filter(Q(procedure__code__startswith=q) | Q(name__icontains=q) if key_of(q) else Q())
        for name in ("state",):
            if wanted.get(name):
                queryset = queryset.filter(**{name: wanted[name]})
        if doubt := wanted.get("doubt"):
            queryset = queryset.filter(doubts=[]) if doubt == "none" else queryset.filter(doubts__contains=[doubt])
        if level := wanted.get("level"):
            queryset = queryset.filter(levels__contains=[level])
        if ministry := wanted.get("ministry"):
            queryset = queryset.filter(sector__parent__key=ministry)
        if sector := wanted.get("sector"):
            queryset = queryset.filter(sector__key=sector)
        return queryset


class RunTable(Table):
    """Imports, newest first (các lần nhập)."""

    caption = _("Các lần nhập")
    order = "-created_at"
    file_name = "lan-nhap-danh-muc"
    empty_title = _("Chưa nhập lần nào")
    empty_text = _("Chọn tệp ở trên để xem trước.")

    name = Column(_("Tệp"), "file.name", url=lambda row: reverse("services:import_run", args=[row.uuid]))
    at = Column(_("Lúc"), "created_at", sort="created_at", kind="moment")
    by = Column(_("Người nhập"), "by.full_name")
    new = Column(_("Mới"), lambda row: row.counts.get("new", 0), kind="number")
    changed = Column(_("Thay đổi"), lambda row: row.counts.get("changed", 0), kind="number")
    refused = Column(_("Không nhận"), lambda row: row.counts.get("refused", 0), kind="number")
    state = Column(_("Tình trạng"), "get_state_display")


class RowFilter(forms.Form):
    """Which rows of the report (lọc báo cáo)."""

    outcome = forms.ChoiceField(label=_("Kết quả"), required=False, choices=[*ANY, *Outcome.choices])
    finding = forms.ChoiceField(
        label=_("Điểm cần xem"), required=False, choices=[*ANY, ("any", _("Có điểm cần xem")), *FINDING_NAMES.items()]
    )
    q = forms.CharField(label=_("Mã thủ tục"), required=False, max_length=40)


def findings(row: ImportRow) -> str:
    return "; ".join(finding_sentence(kind, text) for kind, text in row.findings)


def changes(row: ImportRow) -> str:
    """Field by field, before and after."""
    return "; ".join(
        f"{FIELD_NAMES.get(key, key)}: {before or '∅'} → {after or '∅'}" for key, before, after in row.changes
    )


class RowTable(Table):
    """The report of one import, row by row (báo cáo từng dòng)."""

    caption = _("Báo cáo từng dòng")
    order = "pk"
    filters = RowFilter
    file_name = "bao-cao-nhap-danh-muc"
    empty_title = _("Không có dòng nào")

    line = Column(_("Dòng"), "line", kind="number")
    code = Column(_("Mã"), "code", kind="code")
    name = Column(_("Tên thủ tục"), "name")
    outcome = Column(_("Kết quả"), "get_outcome_display")
    changes = Column(_("Thay đổi"), changes)
    findings = Column(_("Điểm cần xem"), findings)

    def narrow(self, queryset: QuerySet[ImportRow], wanted: dict[str, Any]) -> QuerySet[ImportRow]:
        if outcome := wanted.get("outcome"):
            queryset = queryset.filter(outcome=outcome)
        if q := wanted.get("q", "").strip():
            queryset = queryset.filter(code__startswith=q)
        finding = wanted.get("finding")
        if finding == "any":
            queryset = queryset.exclude(findings=[])
        elif finding:
            queryset = queryset.filter(findings__contains=[[finding]])
        return queryset
