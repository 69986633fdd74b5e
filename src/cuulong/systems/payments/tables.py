"""Lists of charges (bảng khoản thu)."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Charge, ChargeState, PaymentState, ReceiptState, RefundState, ReportEvent


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


class InquiryTable(Table):
    """Questions to gateways and what came of them (danh sách lượt hỏi cổng)."""

    caption = _("Các lượt hỏi")
    order = "-asked_at"
    file_name = "hoi-cong-thanh-toan"
    empty_title = _("Chưa hỏi cổng nào")
    empty_text = _("Cổng có địa chỉ thì mười phút được hỏi một lần; cũng hỏi được ngay ở trên.")

    asked = Column(_("Hỏi lúc"), "asked_at", sort="asked_at", kind="moment")
    gateway = Column(_("Cổng"), "get_gateway_display")
    since = Column(_("Từ lúc"), "since", kind="moment")
    until = Column(_("Đến lúc"), "until", kind="moment")
    seen = Column(_("Giao dịch"), "seen", sort="seen", kind="number")
    fresh = Column(_("Chưa từng báo"), "fresh", sort="fresh", kind="number")
    error = Column(_("Không trả lời vì"), lambda row: gettext(row.error) if row.error else "")


class TaxReportFilter(forms.Form):
    """Which events, taken or not (bộ lọc)."""

    event = forms.ChoiceField(label=_("Sự việc"), required=False, choices=[("", _("Tất cả")), *ReportEvent.choices])
    sent_at__isnull = forms.TypedChoiceField(
        label=_("Tình trạng"), required=False, empty_value=None, coerce=lambda said: said == "1",
        choices=[("", _("Tất cả")), ("1", _("Chưa gửi được")), ("0", _("Đã gửi"))],
    )  # fmt: skip


class TaxReportTable(Table):
    """What the tax office was told (danh sách báo cáo biên lai)."""

    caption = _("Báo cáo biên lai")
    order = "-created_at"
    filters = TaxReportFilter
    file_name = "bao-cao-bien-lai"
    empty_title = _("Chưa có báo cáo nào")
    empty_text = _("Biên lai được ký số thì có báo cáo; thay thế, hủy cũng báo.")

    receipt = Column(
        _("Biên lai"), "receipt", kind="code", url=lambda row: reverse("payments:receipt", args=[row.receipt.code])
    )
    agency = Column(_("Cơ quan thu"), "receipt.agency.name")
    event = Column(_("Sự việc"), "get_event_display")
    created = Column(_("Lập lúc"), "created_at", sort="created_at", kind="moment")
    sent = Column(_("Gửi lúc"), "sent_at", sort="sent_at", kind="moment")
    tries = Column(_("Số lần gửi"), "tries", kind="number")
    error = Column(_("Lỗi"), "error")
