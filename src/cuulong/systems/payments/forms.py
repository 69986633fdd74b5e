"""Shapes of what is typed about money (biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.design.errors import say
from cuulong.design.forms import DayInput, Upload
from cuulong.lib.errors import InputError
from cuulong.lib.money import parse_dong

from .models import RefundCause, StatementFormat


class DongField(forms.CharField):
    """An amount as people write it: 16.000 or 16000."""

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_dong(typed)
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class AssignForm(forms.Form):
    """Which charge money is for (khớp bằng tay)."""

    reference = forms.CharField(label=_("Nội dung chuyển khoản của khoản phải thu"), max_length=20)
    reason = forms.CharField(label=_("Lý do khớp"), max_length=200)


class ReasonForm(forms.Form):
    """Why a match is taken back (gỡ khớp)."""

    reason = forms.CharField(label=_("Lý do gỡ khớp"), max_length=200)


class RefundForm(forms.Form):
    """What goes back, why and to whom (đề nghị hoàn trả)."""

    amount = DongField(label=_("Số tiền hoàn trả"))
    cause = forms.ChoiceField(label=_("Lý do"), choices=RefundCause.choices)
    note = forms.CharField(label=_("Giải thích"), max_length=300)
    payee = forms.CharField(label=_("Người nhận"), max_length=150)
    bank = forms.CharField(label=_("Ngân hàng"), max_length=100, required=False)
    account = forms.CharField(label=_("Số tài khoản"), max_length=30, required=False)


class DecideForm(forms.Form):
    """Words of the approver (ý kiến duyệt)."""

    words = forms.CharField(label=_("Ý kiến"), max_length=300, required=False)


class PayOutForm(forms.Form):
    """How the money left, with its proof (chi hoàn trả)."""

    channel = forms.ChoiceField(
        label=_("Cách chi"), choices=[("vietqr", _("Chuyển khoản")), ("cash", _("Tiền mặt"))], widget=forms.RadioSelect
    )
    proof_number = forms.CharField(label=_("Số giao dịch hoặc số phiếu chi"), max_length=80, required=False)
    proof = forms.FileField(label=_("Chứng từ chi"), required=False, widget=Upload)


class CloseForm(forms.Form):
    """What was counted in the drawer (khóa ca)."""

    counted = DongField(label=_("Tiền mặt đếm được"))
    reason = forms.CharField(label=_("Lý do chênh lệch (nếu có)"), max_length=300, required=False)


class ReplaceForm(forms.Form):
    """The right name, and why the receipt was wrong (thay thế biên lai)."""

    payer = forms.CharField(label=_("Tên người nộp đúng"), max_length=150)
    reason = forms.CharField(label=_("Lý do thay thế"), max_length=300)


class StatementForm(forms.Form):
    """A file from the bank (tệp sao kê)."""

    file = forms.FileField(
        label=_("Tệp sao kê (CSV, XLSX hoặc camt.053)"), widget=Upload(accept=".csv,.xlsx,.xml", capture=False)
    )
    format = forms.ModelChoiceField(
        label=_("Mẫu sao kê"),
        queryset=StatementFormat.objects.order_by("name"),
        required=False,
        empty_label=_("Không dùng mẫu"),
        help_text=_("Tệp camt.053 không cần mẫu."),
    )


class FormatForm(forms.ModelForm):
    """Which heading says what (mẫu sao kê)."""

    class Meta:
        model = StatementFormat
        fields = ("name", "skip", "day", "memo", "credit", "debit", "amount", "number", "ids_agree")


class PeriodForm(forms.Form):
    """The days of a sheet (kỳ đối soát)."""

    start = forms.DateField(label=_("Từ ngày"), widget=DayInput)
    end = forms.DateField(label=_("Đến hết ngày"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("start") and typed.get("end") and typed["end"] < typed["start"]:
            self.add_error("end", _("Ngày cuối phải sau ngày đầu."))
        return typed
