"""What people type on the screens of the register (biểu mẫu sổ chứng thư số)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError

from ..models import Backend, TokenState
from ..queries import REQUEST

REASON = {"required": _("Ghi lý do đề nghị")}


class AgencyField(forms.ModelChoiceField):
    """The agencies one may ask for (cơ quan)."""

    def __init__(self, acting: Any, **options: Any) -> None:
        reach = acting.agency_ids(REQUEST)
        found = Agency.objects.filter(valid__upper_inf=True).order_by("name")
        found = found if reach is None else found.filter(pk__in=reach)
        super().__init__(found, to_field_name="slug", empty_label=None, **options)


class AskForm(forms.Form):
    """For whom, and why (đề nghị cấp chứng thư số)."""

    username = forms.CharField(
        label=_("Tên đăng nhập của cán bộ"), help_text=_("Để trống nếu đề nghị con dấu số của cơ quan."), required=False
    )
    reason = forms.CharField(label=_("Lý do đề nghị"), max_length=300, error_messages=REASON)

    def __init__(self, *args: Any, acting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = AgencyField(
            acting,
            label=_("Cơ quan"),
            error_messages={"required": _("Chọn cơ quan"), "invalid_choice": _("Chọn cơ quan")},
        )
        self.order_fields(["agency", "username", "reason"])

    def clean_username(self) -> Account | None:
        return find_account(self.cleaned_data["username"])


class DecideForm(forms.Form):
    """Yes or no, with the reason (duyệt đề nghị)."""

    decision = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[("approve", _("Duyệt, đề nghị nơi cấp phát chứng thư")), ("refuse", _("Không duyệt"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn duyệt hoặc không duyệt")},
    )
    answer = forms.CharField(label=_("Lý do, nếu không duyệt"), max_length=300, required=False)


class HandOverForm(forms.Form):
    """The certificate that came, and who took the device (bàn giao chứng thư số)."""

    certificate = forms.FileField(
        label=_("Tệp chứng thư số"),
        help_text=_("PEM, DER hoặc PKCS#12 không kèm khóa. Để trống nếu đọc từ thiết bị cắm trên máy chủ."),
        required=False,
    )
    backend = forms.ChoiceField(
        label=_("Nơi giữ khóa"),
        choices=[
            (each.value, each.label) for each in (Backend.HELPER, Backend.PKCS11, Backend.REMOTE, Backend.RECORDED)
        ],
        initial=Backend.HELPER,
    )
    locator = forms.CharField(
        label=_("Tìm khóa ở đâu"),
        help_text=_("pkcs11:token=Tên thiết bị;object=Nhãn khóa, hoặc csc:credential=Mã. Nơi khác để trống."),
        max_length=300,
        required=False,
    )
    token_serial = forms.CharField(label=_("Số thiết bị"), max_length=64, required=False)
    holder = forms.CharField(
        label=_("Người giữ thiết bị"),
        help_text=_("Tên đăng nhập, ví dụ của văn thư giữ con dấu số. Để trống nếu là người được cấp."),
        required=False,
    )

    def clean_holder(self) -> Account | None:
        return find_account(self.cleaned_data["holder"])


class TokenForm(forms.Form):
    """The device came back or is lost (thiết bị ký)."""

    state = forms.ChoiceField(
        label=_("Thiết bị"),
        choices=[(TokenState.RETURNED, _("Đã trả lại")), (TokenState.LOST, _("Đã mất, thu hồi chứng thư ngay"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đã trả lại hoặc đã mất")},
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class NoticesForm(forms.Form):
    """On which days before the end one is told (mốc báo hết hạn)."""

    days = forms.CharField(
        label=_("Báo trước bao nhiêu ngày"),
        help_text=_("Các mốc cách nhau bằng dấu phẩy, ví dụ 60, 30, 7, 1."),
        max_length=100,
        error_messages={"required": _("Ghi ít nhất một mốc, ví dụ 30")},
    )

    def __init__(self, *args: Any, acting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = AgencyField(
            acting,
            label=_("Cơ quan"),
            error_messages={"required": _("Chọn cơ quan"), "invalid_choice": _("Chọn cơ quan")},
        )
        self.order_fields(["agency", "days"])

    def clean_days(self) -> list[int]:
        parts = [each for each in re.split(r"[\s,;]+", self.cleaned_data["days"]) if each]
        if not parts or not all(re.fullmatch(r"[0-9]{1,4}", each) for each in parts):
            raise forms.ValidationError(_("Ghi các mốc bằng số, cách nhau bằng dấu phẩy"))
        return [int(each) for each in parts]


class DayForm(forms.Form):
    """As of which day (vào ngày)."""

    on = forms.CharField(label=_("Vào ngày"), required=False, max_length=10)

    def clean_on(self) -> date | None:
        text = self.cleaned_data["on"]
        if not text:
            return None
        try:
            return parse_date(text)
        except InputError as wrong:
            raise forms.ValidationError(_("Ghi ngày theo dạng 31/12/2016")) from wrong


class ImportForm(forms.Form):
    """The table to take in (tệp bảng)."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc Excel"),
        error_messages={"required": _("Chọn tệp CSV hoặc Excel"), "empty": _("Tệp rỗng. Chọn tệp khác.")},
    )


def find_account(username: str) -> Account | None:
    """The account of that name; None for an empty one. Raises ValidationError."""
    if not username:
        return None
    found = Account.objects.filter(username=username.lower(), is_active=True).first()
    if found is None:
        raise forms.ValidationError(_("Không có tài khoản mang tên này"))
    return found
