"""Lists of the register (danh sách của sổ)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from ..models import CertificateRequest, RequestState


class RequestFilter(forms.Form):
    """Which requests to list (lọc đề nghị)."""

    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *RequestState.choices])


class Requests(Table):
    """Requests, the newest on top (đề nghị cấp chứng thư số)."""

    caption = _("Đề nghị cấp chứng thư số")
    order = "-asked_at"
    filters = RequestFilter
    file_name = "de-nghi-chung-thu-so"
    empty_title = _("Chưa có đề nghị nào")
    empty_text = _("Cơ quan đề nghị cấp chứng thư cho cán bộ hoặc con dấu số của mình ở đây.")

    owner = Column(_("Cấp cho"), lambda row: str(row.owner), url="url")
    agency = Column(_("Cơ quan"), "agency.name")
    kind = Column(_("Loại"), lambda row: _("Gia hạn") if row.renews_id else _("Cấp mới"))
    asked = Column(_("Đề nghị lúc"), "asked_at", sort="asked_at", kind="moment")
    state = Column(_("Tình trạng"), lambda row: row.get_state_display())

    def row_css(self, row: CertificateRequest) -> str:
        return "is-soon" if row.state == RequestState.WAITING else ""


class CoverageFilter(forms.Form):
    """Which agencies to list (lọc cơ quan)."""

    has = forms.ChoiceField(
        label=_("Chứng thư số"), required=False, choices=[("", _("Tất cả")), ("yes", _("Có")), ("no", _("Chưa có"))]
    )


class CoveredAgencies(Table):
    """The agencies of a level, with or without a certificate that day (cơ quan theo độ phủ)."""

    caption = _("Cơ quan")
    order: ClassVar[str] = "name_then"
    filters = CoverageFilter
    file_name = "do-phu-chung-thu-so"

    name = Column(_("Cơ quan"), "name_then", sort="name_then", nullable=True)
    has = Column(_("Chứng thư số"), lambda row: _("Có") if row.is_covered else _("Chưa có"))

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, str]) -> QuerySet[Any]:
        if wanted.get("has"):
            return queryset.filter(is_covered=wanted["has"] == "yes")
        return queryset
