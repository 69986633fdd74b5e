"""What people type on the screens of signing (biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.rules import Refused, check_size
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.design.errors import say
from cuulong.design.forms import Upload
from cuulong.lib.errors import InputError
from cuulong.lib.ids import parse_receipt_code

from .models import Backend


class UploadForm(forms.Form):
    """The PDF to verify (tệp cần xác minh)."""

    file = forms.FileField(
        label=_("Tệp PDF"),
        help_text=_("Tệp gốc có chữ ký số, không phải ảnh chụp hay bản quét."),
        error_messages={"required": _("Chọn tệp PDF cần xác minh"), "empty": _("Tệp rỗng. Chọn tệp khác.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget = Upload(
            max_bytes=settings.FILES_MAX_BYTES, accept=".pdf,application/pdf", capture=False
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size, settings.FILES_MAX_BYTES)
        except Refused as error:
            raise forms.ValidationError(say(error)) from error
        return file


class CodeForm(forms.Form):
    """The code printed on a paper (mã tra cứu)."""

    code = forms.CharField(
        label=_("Mã in trên giấy"),
        help_text=_("Ví dụ 7K2M-9QXA-4TBC-1D5E; viết thường hay viết liền đều được."),
        max_length=40,
        error_messages={"required": _("Nhập mã in trên giấy, gồm 16 chữ và số")},
    )

    def clean_code(self) -> str:
        try:
            return parse_receipt_code(self.cleaned_data["code"])
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class RegisterForm(forms.Form):
    """A certificate on a token, and whose it is (đăng ký chứng thư số)."""

    username = forms.CharField(label=_("Tên đăng nhập của cán bộ"), required=False)
    agency = forms.CharField(label=_("Mã cơ quan, nếu là con dấu số"), required=False)
    certificate = forms.FileField(
        label=_("Tệp chứng thư số (PEM hoặc DER)"), error_messages={"required": _("Chọn tệp chứng thư số")}
    )
    locator = forms.CharField(
        label=_("Nơi giữ khóa"),
        help_text=_("Dạng pkcs11:token=Tên thiết bị;object=Nhãn khóa"),
        max_length=300,
        error_messages={"required": _("Ghi nơi giữ khóa theo dạng pkcs11:token=Tên;object=Nhãn")},
    )
    image = forms.FileField(label=_("Hình chữ ký hoặc con dấu (PNG nền trong)"), required=False)
    backend = Backend.PKCS11

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        username, code = cleaned.get("username", ""), cleaned.get("agency", "")
        if bool(username) == bool(code):
            raise forms.ValidationError(_("Ghi tên đăng nhập của cán bộ hoặc mã cơ quan, một trong hai"))
        cleaned["account"] = Account.objects.filter(username=username).first() if username else None
        cleaned["owner_agency"] = Agency.objects.filter(code=code).order_by("-pk").first() if code else None
        if username and cleaned["account"] is None:
            self.add_error("username", _("Không có tài khoản mang tên này"))
        if code and cleaned["owner_agency"] is None:
            self.add_error("agency", _("Không có cơ quan mang mã này"))
        return cleaned


class RevokeForm(forms.Form):
    """Why nobody may sign with it any more (lý do thu hồi)."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=200, error_messages={"required": _("Ghi lý do thu hồi")}
    )
