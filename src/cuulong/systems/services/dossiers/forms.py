"""Shapes of what people type about a dossier (biểu mẫu nhập)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design.errors import say
from cuulong.design.forms import DayInput
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean

from .delivery import Delivery
from .filers import Filer
from .models import Dossier, Reached, ReturnWay


class ContactForm(forms.Form):
    """Who files and how to reach them (thông tin người nộp)."""

    applicant_name = forms.CharField(
        label=_("Họ và tên"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    applicant_phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        help_text=_("Cơ quan gọi hoặc nhắn vào số này khi cần."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    applicant_email = forms.EmailField(
        label=_("Thư điện tử"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    applicant_address = forms.CharField(
        label=_("Địa chỉ"), max_length=300, required=False, widget=forms.TextInput({"autocomplete": "street-address"})
    )

    @staticmethod
    def initial_of(dossier: Dossier) -> dict[str, str]:
        return {name: getattr(dossier, name) for name in ContactForm.base_fields}

    def clean_applicant_name(self) -> str:
        return clean(self.cleaned_data["applicant_name"])

    def clean_applicant_address(self) -> str:
        return clean(self.cleaned_data["applicant_address"])

    def clean_applicant_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["applicant_phone"]).number
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class FilerForm(forms.Form):
    """For whom the person files, asked only where there is a choice (nộp cho ai)."""

    filer = forms.ChoiceField(label=_("Nộp cho ai"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, filers: Sequence[Filer], chosen: Filer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["filer"]
        field.choices = [(one.key, one.title) for one in filers]
        field.initial = chosen.key
        if len(filers) < 2:
            del self.fields["filer"]


class Usual(forms.ChoiceField):
    """A choice that stands there already; where nothing was posted, none was made (lựa chọn có sẵn)."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if value else ""


class DeliveryForm(forms.Form):
    """How the result reaches its people; the address counts for the post alone (cách nhận kết quả)."""

    result_way = Usual(label=_("Nhận kết quả"), widget=forms.RadioSelect)
    post_name = forms.CharField(
        label=_("Người nhận bưu phẩm"),
        required=False,
        max_length=150,
        help_text=_("Chỉ ghi ba ô này khi nhận qua bưu chính. Cước trả cho bưu điện."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    post_phone = forms.CharField(
        label=_("Điện thoại người nhận"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    post_address = forms.CharField(
        label=_("Địa chỉ nhận"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["result_way"]
        field.choices = [choice for choice in ReturnWay.choices if choice[0] in offered]
        if ReturnWay.POST not in offered:
            for name in ("post_name", "post_phone", "post_address"):
                del self.fields[name]

    @staticmethod
    def initial_of(dossier: Dossier) -> dict[str, str]:
        """What was chosen, else what is usual: on screen, and the applicant's own address."""
        usual = next(iter(dossier.version.rules.result_ways))
        return {
            "result_way": dossier.result_way or usual,
            "post_name": dossier.post_name or dossier.applicant_name,
            "post_phone": dossier.post_phone or dossier.applicant_phone,
            "post_address": dossier.post_address or dossier.applicant_address,
        }

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("result_way") != ReturnWay.POST:
            return typed
        for name in ("post_name", "post_phone", "post_address"):
            if not clean(typed.get(name, "")) and name not in self.errors:
                self.add_error(name, _("Cần để bưu điện giao được kết quả."))
        try:
            typed["post_phone"] = parse_phone(typed["post_phone"]).number if typed.get("post_phone") else ""
        except InputError as error:
            self.add_error("post_phone", say(error))
        return typed

    def chosen(self) -> Delivery:
        """What was typed, as the verb takes it; of a page that was not posted, nothing."""
        typed = self.cleaned_data if self.is_bound else {}
        told = (typed.get(name, "") for name in ("post_name", "post_phone", "post_address"))
        return Delivery(typed.get("result_way", ""), *told)


class CoSignerForm(forms.Form):
    """Somebody who files too (người cùng nộp)."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150, widget=forms.TextInput({"autocomplete": "off"}))
    cccd = forms.CharField(
        label=_("Số căn cước"), max_length=20, widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"})
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        help_text=_("Lời mời và mã xác nhận gửi tới số này."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )


class LookupForm(forms.Form):
    """A dossier's code and a second fact that only its people know (tra cứu hồ sơ)."""

    code = forms.CharField(
        label=_("Mã hồ sơ"), max_length=60, help_text=_("In trên giấy tiếp nhận, hoặc trong tin nhắn.")
    )
    phone_end = forms.RegexField(
        r"^\d{4}$",
        label=_("4 số cuối điện thoại đã khai"),
        error_messages={"invalid": _("Nhập đúng 4 chữ số, ví dụ 1234.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class GuestForm(forms.Form):
    """The address that a guest proves (địa chỉ nhận mã)."""

    address = forms.CharField(
        label=_("Thư điện tử hoặc số điện thoại di động"),
        max_length=254,
        help_text=_("Mã xác nhận gồm 6 chữ số được gửi tới đây."),
        widget=forms.TextInput({"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        text = clean(self.cleaned_data.get("address", ""))
        if "@" in text:
            self.cleaned_data["reached"] = {"reached_by": Reached.EMAIL, "address": self._email(text)}
        elif text:
            self.cleaned_data["reached"] = {"reached_by": Reached.PHONE, "address": self._phone(text)}
        return self.cleaned_data

    def _email(self, text: str) -> str:
        try:
            return str(forms.EmailField().clean(text)).lower()
        except forms.ValidationError as error:
            self.add_error("address", error)
        return ""

    def _phone(self, text: str) -> str:
        try:
            return parse_phone(text).number
        except InputError as error:
            self.add_error("address", say(error))
        return ""


class CodeForm(forms.Form):
    """The one-time code (mã xác nhận)."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Mã xác nhận"),
        error_messages={"invalid": _("Nhập đúng 6 chữ số.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ResumeForm(forms.Form):
    """What a guest kept (mã hồ sơ và mật mã)."""

    code = forms.CharField(
        label=_("Mã hồ sơ"), max_length=60, help_text=_("Mã ghi lại khi bắt đầu, hoặc mã có sau khi nộp.")
    )
    secret = forms.CharField(label=_("Mật mã"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))


class WithdrawForm(forms.Form):
    """Why a dossier is taken back (lý do rút hồ sơ)."""

    reason = forms.CharField(label=_("Lý do rút hồ sơ"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class PlaceForm(forms.Form):
    """Where people file, from which day, on what ground (nơi nộp trực tuyến)."""

    place = forms.ChoiceField(
        label=_("Người dân nộp hồ sơ trực tuyến ở đâu"),
        choices=[("here", _("Tại hệ thống này")), ("portal", _("Tại cổng quốc gia"))],
        widget=forms.RadioSelect,
    )
    portal_url = forms.URLField(
        label=_("Địa chỉ cổng"), required=False, assume_scheme="https", help_text=_("Cần khi nộp tại cổng quốc gia.")
    )
    first = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số và ngày của văn bản."))


class NoteForm(forms.Form):
    """A remark, its papers, a PIN: what an act at a step may need (nội dung xử lý)."""

    note = forms.CharField(label=_("Ý kiến"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))


class OpinionForm(forms.Form):
    """A question to another agency (phiếu lấy ý kiến)."""

    agency = forms.ModelChoiceField(label=_("Cơ quan được hỏi"), queryset=Agency.objects.none())
    question = forms.CharField(label=_("Nội dung hỏi"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    hours = forms.IntegerField(label=_("Hạn trả lời, giờ làm việc"), min_value=1, max_value=400, initial=16)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
