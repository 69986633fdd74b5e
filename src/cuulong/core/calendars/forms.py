"""Shapes of what is typed about days, hours and counts (biểu mẫu lịch làm việc)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.design.forms import MOMENT, DayInput, MomentInput
from cuulong.lib.errors import InputError
from cuulong.lib.working_time import Unit

from .models import DayKind
from .rules import Week, parse_spans

UNITS = [
    (Unit.WORKING_DAYS.value, _("ngày làm việc")),
    (Unit.WORKING_HOURS.value, _("giờ làm việc")),
    (Unit.CALENDAR_DAYS.value, _("ngày, tính cả ngày nghỉ")),
    (Unit.SAME_DAY.value, _("trong ngày")),
]


def _weekday(n: int) -> str:
    name = formats.DAYS_EN[n] if formats.english() else formats.WEEKDAYS[n]
    return name[:1].upper() + name[1:]


class DayForm(forms.Form):
    """A day that differs from its weekday (ngày nghỉ, ngày làm bù)."""

    day = forms.DateField(
        label=_("Ngày"), widget=DayInput(), error_messages={"required": _("Chọn ngày"), "invalid": _("Chọn ngày")}
    )
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=DayKind.choices)
    name = forms.CharField(
        label=_("Tên ngày"),
        max_length=120,
        help_text=_("Ví dụ Giỗ Tổ Hùng Vương, Làm bù cho ngày 31/8"),
        error_messages={"required": _("Ghi tên ngày, ví dụ “Giỗ Tổ Hùng Vương”.")},
    )
    source = forms.CharField(label=_("Căn cứ"), max_length=200, required=False, help_text=_("Số văn bản quyết định"))


class ImportForm(forms.Form):
    """A CSV or XLSX of days (tệp lịch)."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc XLSX"),
        help_text=_("Bốn cột: date (ngày), kind (nghỉ hoặc làm bù), name (tên), source (căn cứ)."),
        error_messages={"required": _("Chọn tệp trước khi nhập.")},
    )
    only_if_all_good = forms.BooleanField(label=_("Chỉ nhận khi mọi dòng đều đúng"), required=False)


class HoursForm(forms.Form):
    """The week of one office from a day on (giờ làm việc)."""

    first = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(7):
            self.fields[f"day_{n}"] = forms.CharField(label=lazy(_weekday, str)(n), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        week = []
        for n in range(7):
            try:
                week.append(parse_spans(cleaned.get(f"day_{n}", "")))
            except InputError as wrong:
                self.add_error(f"day_{n}", say(wrong))
        cleaned["week"] = tuple(week)
        return cleaned

    @property
    def week(self) -> Week:
        week: Week = self.cleaned_data["week"]
        return week


class CountForm(forms.Form):
    """When something came and how long it may take (tính thử ngày hẹn)."""

    start = forms.DateTimeField(
        label=_("Tiếp nhận lúc"),
        widget=MomentInput,
        input_formats=["%Y-%m-%dT%H:%M", MOMENT],
        error_messages={
            "required": _("Ghi giờ và ngày tiếp nhận, ví dụ 09:00 12/02/2026"),
            "invalid": _("Ghi giờ và ngày tiếp nhận, ví dụ 09:00 12/02/2026"),
        },
    )
    amount = forms.IntegerField(
        label=_("Thời hạn"), min_value=1, max_value=400, error_messages={"required": _("Nhập số, ví dụ 5")}
    )
    unit = forms.ChoiceField(label=_("Tính theo"), choices=UNITS)
    agency = forms.ChoiceField(label=_("Giờ làm việc của"), required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Cả tỉnh")), *((one.slug, one.short_name or one.name) for one in agencies)]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]
