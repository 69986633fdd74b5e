"""Lists of charges (bảng khoản thu)."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Charge, ChargeState, PaymentState, ReceiptState, RefundState


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
    payer = Column(_("Người nộp tiền"), "payer")
    agency = Column(_("Cơ quan thu"), "agency.name")
    total = Column(_("Số tiền"), "total", sort="total", kind="money")
    created = Column(_("Lập lúc"), "created_at", sort="created_at", kind="moment")
    paid = Column(_("Nộp lúc"), "paid_at", kind="moment")
    state = Column(_("Tình trạng"), "get_state_display")


class PaymentFilter(forms.Form):
    """Matched, unmatched or differing (bộ lọc)."""

    state = forms.ChoiceField(label=_("Đối soát"), required=False, choices=[("", _("Tất cả")), *PaymentState.choices])
    amount = forms.IntegerField(label=_("Số tiền"), required=False, min_value=1)


class PaymentTable(Table):
    """Money that came in, and whether it found what it pays (danh sách tiền về)."""

    caption = _("Tiền về")
    order = "-received_at"
    filters = PaymentFilter
    file_name = "tien-ve"
    empty_title = _("Chưa có khoản tiền nào")

    received = Column(_("Nhận lúc"), "received_at", sort="received_at", kind="moment")
    amount = Column(
        _("Số tiền"),
        "amount",
        sort="amount",
        kind="money",
        url=lambda row: reverse("payments:money_one", args=[row.uuid]),
    )
    rest = Column(_("Chưa khớp"), "rest", kind="money")
    text = Column(_("Nội dung"), "text")
    charge = Column(_("Khoản phải thu"), "charge.reference", kind="code")
    state = Column(_("Đối soát"), "get_state_display")
    why = Column(_("Vì sao"), lambda row: gettext(row.why) if row.why else "")


class RefundFilter(forms.Form):
    """How far refunds have come (bộ lọc)."""

    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *RefundState.choices])


class RefundTable(Table):
    """Money on its way back (danh sách hoàn trả)."""

    caption = _("Hoàn trả")
    order = "-requested_at"
    filters = RefundFilter
    file_name = "hoan-tra"
    empty_title = _("Chưa có khoản hoàn trả nào")

    reference = Column(_("Mã"), "reference", kind="code", url=lambda row: reverse("payments:refund", args=[row.uuid]))
    payee = Column(_("Người nhận"), "payee")
    amount = Column(_("Số tiền"), "amount", kind="money")
    cause = Column(_("Lý do"), "get_cause_display")
    requested = Column(_("Đề nghị lúc"), "requested_at", sort="requested_at", kind="moment")
    state = Column(_("Tình trạng"), "get_state_display")


class ReceiptFilter(forms.Form):
    """Valid or not (bộ lọc)."""

    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *ReceiptState.choices])
    number = forms.IntegerField(label=_("Số biên lai"), required=False, min_value=1)


class ReceiptTable(Table):
    """Receipts of my agencies (danh sách biên lai)."""

    caption = _("Biên lai")
    order = "-issued_at"
    filters = ReceiptFilter
    file_name = "bien-lai"
    empty_title = _("Chưa có biên lai nào")

    number = Column(_("Số biên lai"), str, kind="code", url=lambda row: reverse("payments:receipt", args=[row.code]))
    agency = Column(_("Cơ quan thu"), "agency.name")
    payer = Column(_("Người nộp tiền"), "payer")
    total = Column(_("Số tiền"), "total", kind="money")
    issued = Column(_("Lập lúc"), "issued_at", sort="issued_at", kind="moment")
    state = Column(_("Tình trạng"), "get_state_display")
    replace = Column(
        _("Sửa"),
        lambda row: gettext("Thay thế") if row.state == ReceiptState.VALID else "",
        url=lambda row: reverse("payments:receipt_replace", args=[row.uuid]),
        export="",
    )


class ShiftTable(Table):
    """Cash shifts and what was counted (danh sách ca thu)."""

    caption = _("Ca thu tiền mặt")
    order = "-opened_at"
    file_name = "ca-thu"
    empty_title = _("Chưa có ca thu nào")

    opened = Column(_("Mở lúc"), "opened_at", sort="opened_at", kind="moment")
    closed = Column(_("Khóa lúc"), "closed_at", kind="moment")
    collector = Column(_("Người thu"), "collector.full_name")
    agency = Column(_("Quầy"), "agency.name")
    expected = Column(_("Theo sổ"), "expected", kind="money")
    counted = Column(_("Đếm được"), "counted", kind="money")
    reason = Column(_("Lý do chênh lệch"), "reason")


class StatementTable(Table):
    """Statements taken in (danh sách sao kê)."""

    caption = _("Sao kê ngân hàng")
    order = "-added_at"
    file_name = "sao-ke"
    empty_title = _("Chưa có sao kê nào")

    name = Column(_("Tệp"), "name", url=lambda row: reverse("payments:statement", args=[row.uuid]))
    account = Column(_("Số tài khoản"), "account", kind="code")
    added = Column(_("Nhận lúc"), "added_at", sort="added_at", kind="moment")
    state = Column(_("Tình trạng"), "get_state_display")


class LineTable(Table):
    """What became of each line (kết quả từng dòng)."""

    caption = _("Từng dòng sao kê")
    order = "line"
    page_size = 100
    file_name = "ket-qua-sao-ke"

    line = Column(_("Dòng"), "line", sort="line", kind="number")
    day = Column(_("Ngày"), "day", kind="day")
    amount = Column(_("Số tiền"), "amount", kind="money")
    memo = Column(_("Nội dung"), "memo")
    state = Column(_("Kết quả"), "get_state_display")
    note = Column(_("Vì sao"), "note")
