"""Lists of the registers (danh sách sổ)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, declared
from cuulong.design import formats
from cuulong.design.tables import Column, Table
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError

from .models import Entry, Series, State


class SeriesFilter(forms.Form):
    """Which series to list (lọc dãy số)."""

    agency__name__icontains = forms.CharField(label=_("Cơ quan"), required=False)
    period = forms.CharField(label=_("Kỳ, ví dụ 2026 hoặc 24/11/2026"), required=False)

    def clean_period(self) -> str:
        typed = str(self.cleaned_data["period"]).strip()
        try:
            return parse_date(typed).isoformat()
        except InputError:
            return typed


def _period(row: Series) -> str:
    """A year, or a day as it is read."""
    try:
        return formats.day(parse_date(row.period))
    except InputError:
        return row.period


class SeriesTable(Table):
    """The series, newest period first (các dãy số)."""

    caption = _("Các dãy số")
    order = "-period"
    filters = SeriesFilter
    file_name = "day-so"
    empty_title = _("Chưa có dãy số nào")
    empty_text = _("Dãy số tự mở khi cơ quan cấp số đầu tiên của năm hoặc của ngày.")

    code = Column(_("Dãy số"), "code", sort="code", kind="code", url="url")
    agency = Column(_("Cơ quan"), "agency.name", sort="agency__name")
    period = Column(_("Kỳ"), _period, sort="period", kind="code", export="period")
    start_at = Column(_("Bắt đầu từ"), "start_at", kind="number")
    last = Column(_("Số cuối"), "last", sort="last", kind="number")
    reserved = Column(_("Đang giữ"), "reserved", kind="number")
    void = Column(_("Đã hủy"), "void", kind="number")


class EntryFilter(forms.Form):
    """Which numbers to list (lọc số)."""

    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *State.choices])
    n = forms.IntegerField(label=_("Số"), required=False, min_value=1)


class EntryTable(Table):
    """The numbers of one series, last first (sổ cấp số)."""

    caption = _("Sổ cấp số")
    order = "-n"
    filters = EntryFilter
    file_name = "so-cap-so"
    empty_title = _("Chưa có số nào")

    n = Column(_("Số"), "n", sort="n", kind="number")
    text = Column(_("Số và ký hiệu"), "text", kind="code")
    state = Column(_("Trạng thái"), "get_state_display", sort="state")
    taken_at = Column(_("Lấy lúc"), "taken_at", sort="taken_at", kind="moment")
    issued_at = Column(_("Cấp lúc"), "issued_at", kind="moment")
    subject = Column(_("Cấp cho"), lambda entry: subject_title(entry))
    void_reason = Column(_("Lý do hủy"), "void_reason")


def subject_title(entry: Entry) -> str:
    """What kind of thing bears the number."""
    kind = declared(Kind).get(entry.subject_kind)
    return str(kind.title) if kind else ""
