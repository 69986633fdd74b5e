"""Shapes of what people type about a dossier (biểu mẫu nhập)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean

from .models import Dossier


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
