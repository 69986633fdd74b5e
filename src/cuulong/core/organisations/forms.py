"""Shapes of what is typed about agencies (biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.organisations.tree import UNIT_TYPES
from cuulong.design.forms import DateBoxes

NO_DATE = _("Nhập đủ ngày, tháng, năm, ví dụ 24/11/2026.")
TAKERS = (AgencyKind.PROVINCIAL_BODY, AgencyKind.DISTRICT, AgencyKind.COMMUNE, AgencyKind.CENTRE, AgencyKind.UNIT)
PARENTS = (AgencyKind.PROVINCE, AgencyKind.PROVINCIAL_BODY, AgencyKind.DISTRICT, AgencyKind.COMMUNE)


class DayField(forms.DateField):
    """A day typed in three boxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateBoxes)
        kwargs.setdefault("error_messages", {"required": NO_DATE, "invalid": NO_DATE})
        super().__init__(**kwargs)


class AgencyChoice(forms.ModelChoiceField):
    """One living agency of some kinds, by name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Chọn một đơn vị"))
        kwargs.setdefault("error_messages", {"required": _("Chọn một đơn vị.")})
        super().__init__(Agency.objects.none(), **kwargs)

    def label_from_instance(self, agency: Agency) -> str:
        return agency.short_name or agency.name


def living(agency: Agency, kinds: tuple[str, ...]) -> QuerySet[Agency]:
    """Agencies of those kinds that exist today, without `agency` itself."""
    today = timezone.localdate()
    return (
        Agency.objects.filter(kind__in=kinds, valid__contains=today)
        .exclude(pk=agency.pk)
        .order_by("kind", "short_name")
    )


class ArrangeForm(forms.Form):
    """What every change of an agency says: from which day, by which act (sắp xếp tổ chức)."""

    on = DayField(label=_("Có hiệu lực từ ngày"))
    legal_act = forms.CharField(
        label=_("Văn bản"), max_length=200, required=False, help_text=_("Số, ký hiệu, ví dụ 1687/NQ-UBTVQH15.")
    )
    field_order: tuple[str, ...] | None = None

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency


class NamedForm(ArrangeForm):
    """A change that gives a name (đổi tên)."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=200)
    short_name = forms.CharField(
        label=_("Tên ngắn"),
        max_length=120,
        required=False,
        help_text=_("Hiện trong cây và danh sách. Để trống nếu như tên đầy đủ."),
    )
    unit_type = forms.ChoiceField(label=_("Loại đơn vị hành chính"), required=False)
    field_order: tuple[str, ...] = ("name", "short_name", "unit_type", "on", "legal_act")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        if agency.stat_code:
            self.fields["unit_type"].choices = [("", _("Không đổi")), *UNIT_TYPES.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["unit_type"]


class SplitForm(NamedForm):
    """The new agency that a part becomes (chia, tách)."""

    stat_code = forms.CharField(
        label=_("Mã đơn vị hành chính"), max_length=12, required=False, help_text=_("Mã thống kê, nếu là xã, phường.")
    )
    code = forms.CharField(label=_("Mã định danh (QĐ 20)"), max_length=35, required=False)
    field_order = ("name", "short_name", "unit_type", "stat_code", "code", "on", "legal_act")


class MergeForm(ArrangeForm):
    """Who takes over (sáp nhập)."""

    into = AgencyChoice(label=_("Sáp nhập vào"))
    field_order = ("into", "on", "legal_act")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        self.fields["into"].queryset = living(agency, (agency.kind,))  # type: ignore[attr-defined]


class MoveForm(ArrangeForm):
    """Whom it answers to from now on (chuyển trực thuộc)."""

    parent = AgencyChoice(label=_("Trực thuộc"))
    field_order = ("parent", "on", "legal_act")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        self.fields["parent"].queryset = living(agency, PARENTS)  # type: ignore[attr-defined]


class TransferForm(ArrangeForm):
    """Which part of the work goes where (chuyển một phần chức năng)."""

    to = AgencyChoice(label=_("Đơn vị nhận"))
    function = forms.CharField(label=_("Chức năng hoặc phần địa bàn"), max_length=200)
    field_order = ("to", "function", "on", "legal_act")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        self.fields["to"].queryset = living(agency, TAKERS)  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """Codes and contact of an agency (thông tin liên hệ)."""

    code = forms.CharField(label=_("Mã định danh (QĐ 20)"), max_length=35, required=False, help_text=_("Ví dụ H61.12."))
    code_102 = forms.CharField(
        label=_("Mã QCVN 102"), max_length=13, required=False, help_text=_("Ví dụ 000.00.16.H61.")
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    on = DayField(
        label=_("Thay đổi từ ngày"),
        required=False,
        help_text=_("Để trống nếu chỉ sửa cho đúng, không phải thay đổi mới."),
    )


class SeatForm(forms.Form):
    """A seat on a body (thành viên)."""

    member = AgencyChoice(label=_("Cơ quan"))
    part = forms.CharField(
        label=_("Vai trò"), max_length=120, required=False, help_text=_("Ví dụ: cơ quan thường trực.")
    )
    on = DayField(label=_("Từ ngày"), initial=timezone.localdate)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = living(agency, TAKERS)  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A table of agencies (bảng cơ quan)."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc XLSX"), widget=forms.FileInput({"accept": ".csv,.xlsx"}), allow_empty_file=True
    )
