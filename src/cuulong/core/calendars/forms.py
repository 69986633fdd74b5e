"""Shapes of what administrators type about days (biểu mẫu lịch làm việc)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.lib.working_time import Unit

from .models import DayKind

UNITS = [
    (Unit.WORKING_DAYS.value, _("ngày làm việc")),
    (Unit.WORKING_HOURS.value, _("giờ làm việc")),
    (Unit.CALENDAR_DAYS.value, _("ngày, tính cả ngày nghỉ")),
]


class DayForm(forms.Form):
    """A day that differs from its weekday (ngày nghỉ, ngày làm bù)."""

    day = forms.DateField(label=_("Ngày"), widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=DayKind.choices)
    name = forms.CharField(label=_("Tên ngày"), max_length=120)
    source = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)


class ImportForm(forms.Form):
    """A CSV or XLSX of days (tệp lịch)."""

    file = forms.FileField(label=_("Tệp CSV hoặc XLSX có cột date, kind, name, source"))


class CountForm(forms.Form):
    """When something came and how long it may take (tính thử ngày hẹn)."""

    start = forms.DateTimeField(label=_("Tiếp nhận lúc"), widget=forms.DateTimeInput({"type": "datetime-local"}))
    amount = forms.IntegerField(label=_("Thời hạn"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_("Tính theo"), choices=UNITS)
