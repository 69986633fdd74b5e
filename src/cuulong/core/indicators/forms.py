"""What a reader of figures chooses (chọn đơn vị, kỳ, ngày)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design.forms import DayInput
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.errors import InputError

from .queries import shown_name
from .wording import period_label


class ChoiceForm(forms.Form):
    """Agency, period, and the day up to which data counts (chọn số liệu)."""

    agency = forms.ChoiceField(label=_("Đơn vị"), required=False)
    period = forms.ChoiceField(label=_("Kỳ"), required=False)
    known = forms.DateField(label=_("Theo dữ liệu đến hết ngày"), required=False, widget=DayInput())

    def __init__(self, *args: Any, agencies: Sequence[Agency], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Toàn tỉnh")), *((one.slug, shown_name(one)) for one in agencies)]  # type: ignore[attr-defined]
        self.fields["period"].choices = period_choices(today, str(self.data.get("period", "")))  # type: ignore[attr-defined]


def period_choices(today: date, chosen: str = "") -> list[tuple[Any, Any]]:
    """Two years of months, eight quarters, ten years, and whatever the address names."""
    groups = []
    for title, kind, count in (
        (_("Tháng"), PeriodKind.MONTH, 25),
        (_("Quý"), PeriodKind.QUARTER, 9),
        (_("Năm"), PeriodKind.YEAR, 11),
    ):
        periods = [Period.containing(today, kind)]
        while len(periods) < count:
            periods.append(periods[-1].previous())
        groups.append((title, [(str(one), period_label(one)) for one in periods]))
    known = {value for _title, group in groups for value, _label in group}
    if chosen and chosen not in known:
        with suppress(InputError):  # the field itself says that this is no period
            groups.append((_("Kỳ khác"), [(chosen, period_label(Period.parse(chosen)))]))
    return groups
