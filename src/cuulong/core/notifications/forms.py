"""Shapes of what administrators type about messages (biểu mẫu)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.design.errors import say
from cuulong.design.forms import ClockInput, DayInput
from cuulong.lib.errors import InputError

from .wording import LONGEST, check


class TemplateForm(forms.Form):
    """The wording of one message in one language."""

    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    body = forms.CharField(label=_("Nội dung"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10}))
    valid_from = forms.DateField(label=_("Dùng từ ngày"), required=False, widget=DayInput)

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code = code

    def clean_valid_from(self) -> date | None:
        day: date | None = self.cleaned_data["valid_from"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Ngày bắt đầu đã qua. Chọn hôm nay hoặc một ngày sau."))
        return day

    def clean(self) -> None:
        for field in ("title", "body"):
            try:
                check(self.cleaned_data.get(field, ""), self._code)
            except InputError as error:
                self.add_error(field, say(error))


class QuietForm(forms.Form):
    """When one channel is silent; both times empty means never."""

    begins = forms.TimeField(label=_("Từ"), required=False, widget=ClockInput)
    ends = forms.TimeField(label=_("Đến"), required=False, widget=ClockInput)

    def clean(self) -> None:
        if self.errors:
            return
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        if (begins is None) != (ends is None):
            self.add_error("ends" if ends is None else "begins", _("Ghi cả hai giờ, hoặc để trống cả hai."))
        elif begins is not None and begins == ends:
            self.add_error("ends", _("Hai giờ trùng nhau. Để trống cả hai nếu không cần giờ yên lặng."))
