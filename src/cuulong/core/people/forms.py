"""Shapes of what is typed about appointments and delegations (biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account, Appointment
from cuulong.core.registry import Right, Role, declared
from cuulong.design.forms import DateBoxes, DayInput, Upload
from cuulong.lib.vietnamese import clean, fold

NO_DATE = _("Nhập đủ ngày, tháng, năm, ví dụ 24/11/2026.")


class DayField(forms.DateField):
    """A day typed in three boxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateBoxes)
        kwargs.setdefault("error_messages", {"required": NO_DATE, "invalid": NO_DATE})
        super().__init__(**kwargs)


def role_choices() -> list[tuple[str, Any]]:
    return [(code, role.title) for code, role in declared(Role).items()]


class AgencyField(forms.CharField):
    """An agency by code, short address or exact name, offered by the browser's own list."""

    def clean(self, value: Any) -> Agency | None:
        typed = clean(super().clean(value))
        if not typed:
            return None
        living = Agency.objects.filter(valid__contains=timezone.localdate())
        by_key = living.filter(slug=typed.lower()).first() or living.filter(code=typed.upper()).first()
        if by_key:
            return by_key
        named = [a for a in living if fold(a.name) == fold(typed) or fold(a.short_name) == fold(typed)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(a.code or a.slug for a in named[:5])
            raise forms.ValidationError(
                _("Có nhiều đơn vị cùng tên. Nhập mã thay cho tên: %(codes)s.") % {"codes": codes}
            )
        raise forms.ValidationError(_("Không có đơn vị nào mang mã hoặc tên này."))


class AppointForm(forms.Form):
    """Who is appointed to what, where, from when (phân công)."""

    agency = AgencyField(
        label=_("Đơn vị"),
        help_text=_("Mã đơn vị hoặc đúng tên, ví dụ H61.01."),
        widget=forms.TextInput({"list": "agencies"}),
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=role_choices)
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    field = forms.CharField(
        label=_("Lĩnh vực hoặc địa bàn"),
        max_length=80,
        required=False,
        help_text=_("Để trống nếu phụ trách cả đơn vị."),
    )
    first = DayField(label=_("Từ ngày"), initial=timezone.localdate)
    last = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa biết."))


class NewOfficialForm(AppointForm):
    """An appointment of somebody who has no account yet (cán bộ mới)."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, dấu chấm, ví dụ lc.tiepnhan."),
        validators=[RegexValidator(r"^[A-Za-z0-9._-]+$", _("Chỉ dùng chữ không dấu, số, dấu chấm, dấu gạch."))],
    )
    email = forms.EmailField(label=_("Thư điện tử công vụ"), help_text=_("Đường dẫn đặt mật khẩu gửi tới đây."))
    phone = forms.CharField(label=_("Số điện thoại"), max_length=20, required=False)
    field_order = ("full_name", "username", "email", "phone")


class EndForm(forms.Form):
    """The last day of an appointment (thôi phân công)."""

    last = DayField(label=_("Ngày làm việc cuối cùng ở vai trò này"), initial=timezone.localdate)


class DelegateForm(forms.Form):
    """What is lent to whom, for how long and why (ủy quyền)."""

    appointment = forms.ModelChoiceField(
        Appointment.objects.none(), label=_("Ủy quyền phần việc của vai trò"), empty_label=None
    )
    to = forms.ModelChoiceField(
        Account.objects.none(),
        label=_("Người nhận ủy quyền"),
        help_text=_("Người cùng cơ quan."),
        empty_label=_("Chọn một người"),
    )
    first = DayField(label=_("Từ ngày"), initial=timezone.localdate)
    last = DayField(label=_("Đến hết ngày"))
    rights = forms.MultipleChoiceField(
        label=_("Chỉ những quyền này"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn gì là ủy quyền mọi quyền của vai trò."),
    )
    reason = forms.CharField(label=_("Lý do"), max_length=200, help_text=_("Ví dụ: đi công tác, nghỉ phép."))

    def __init__(self, *args: Any, own: QuerySet[Appointment], others: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = declared(Role)
        pick = self.fields["appointment"]
        pick.queryset = own  # type: ignore[attr-defined]
        pick.label_from_instance = lambda a: f"{roles[a.role].title}, {a.agency.name}"  # type: ignore[attr-defined]
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        held = set(own.values_list("role", flat=True))
        lendable = [(code, right.title) for code, right in declared(Right).items() if held & right.roles]
        if lendable:
            self.fields["rights"].choices = lendable  # type: ignore[attr-defined]
        else:
            del self.fields["rights"]


class LanguageForm(forms.Form):
    """The language of one's screens and messages (ngôn ngữ)."""

    language = forms.ChoiceField(
        label=_("Ngôn ngữ của trang và tin báo"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class FilterForm(forms.Form):
    """What narrows the list of officials (lọc danh sách)."""

    q = forms.CharField(label=_("Tên, tên đăng nhập, thư điện tử"), required=False)
    agency = AgencyField(label=_("Đơn vị và cấp dưới"), required=False)
    role = forms.ChoiceField(
        label=_("Vai trò"), required=False, choices=lambda: [("", _("Mọi vai trò")), *role_choices()]
    )
    on = forms.DateField(label=_("Vào ngày"), required=False, widget=DayInput)


class ImportForm(forms.Form):
    """A table of officials (danh sách cán bộ)."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc XLSX"), widget=Upload(accept=".csv,.xlsx", capture=False), allow_empty_file=True
    )
