"""Shapes of what people type about appointments (biểu mẫu lịch hẹn)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean

from .queries import Slot


class VisitForm(forms.Form):
    """When one comes and how to reach one (đặt lịch hẹn)."""

    slot = forms.ChoiceField(label=_("Giờ đến"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Họ và tên"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Số điện thoại"), max_length=20, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận lời nhắc trước một ngày."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, slots: list[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["slot"]
        field.choices = [(one.starts_at.isoformat(), _hours(one)) for one in slots if one.free]

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"]).number
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class PlanForm(forms.Form):
    """How a counter gives appointments (kế hoạch nhận hẹn)."""

    minutes = forms.IntegerField(label=_("Mỗi lượt hẹn, phút"), min_value=5, max_value=240)
    capacity = forms.IntegerField(
        label=_("Số người mỗi lượt"), min_value=0, max_value=100, help_text=_("0 là không nhận hẹn.")
    )
    days_ahead = forms.IntegerField(label=_("Đặt trước tối đa, ngày"), min_value=0, max_value=90)


def _hours(slot: Slot) -> str:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return f"{begins:%H:%M}–{ends:%H:%M}"
