"""Lists of charges (bảng khoản thu)."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Charge, ChargeState


class ChargeFilter(forms.Form):
    """What the list can be narrowed by (bộ lọc)."""

    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *ChargeState.choices])
    reference = forms.CharField(label=_("Nội dung chuyển khoản"), required=False, max_length=20)


def _url(row: Any) -> str:
    return reverse("payments:pay", args=[cast(Charge, row).uuid])


class ChargeTable(Table):
    """What is owed and paid (danh sách khoản thu)."""

    caption = _("Phí, lệ phí")
    order = "-created_at"
    filters = ChargeFilter
    file_name = "phi-le-phi"
    empty_title = _("Chưa có khoản thu nào")

    reference = Column(_("Nội dung chuyển khoản"), "reference", sort="reference", kind="code", url=_url)
    payer = Column(_("Người nộp"), "payer")
    agency = Column(_("Cơ quan thu"), "agency.name")
    total = Column(_("Số tiền"), "total", sort="total", kind="money")
    created = Column(_("Lập lúc"), "created_at", sort="created_at", kind="moment")
    paid = Column(_("Nộp lúc"), "paid_at", kind="moment")
    state = Column(_("Tình trạng"), "get_state_display")
