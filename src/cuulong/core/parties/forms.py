"""Shapes of what a citizen types about themselves (biểu mẫu)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone


class ContactForm(forms.Form):
    """How one is reached (thông tin liên hệ)."""

    phone = forms.CharField(
        label=_("Số điện thoại"), max_length=20, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    address = forms.CharField(
        label=_("Số nhà, đường, khóm hoặc ấp"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    commune = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Xã, phường"), required=False, empty_label=_("Chọn xã, phường")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        communes = Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=timezone.localdate())
        field = self.fields["commune"]
        field.queryset = communes.order_by("short_name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda agency: agency.short_name or agency.name  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        try:
            return str(parse_phone(self.cleaned_data["phone"]))
        except InputError as wrong:
            raise ValidationError(say(wrong)) from wrong
