"""Allauth's forms in the house's words: labels, hints, no placeholders (biểu mẫu đăng nhập)."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone

PASSWORD = _("Mật khẩu")
NEW_PASSWORD = _("Mật khẩu mới")
AGAIN = _("Gõ lại mật khẩu")
PASSWORD_HINT = _("Ít nhất 12 ký tự, không giống tên hoặc số điện thoại. Một câu ngắn dễ nhớ là tốt nhất.")
CODE = _("Mã 6 số trên ứng dụng xác thực, hoặc một mã dự phòng")
MISMATCH = _("Hai lần gõ mật khẩu chưa giống nhau.")


class HouseWords(forms.Form):
    """Gives fields the house's labels and hints, and takes the placeholders away."""

    words: dict[str, tuple[Any, Any]] = {}  # field → its label and hint

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]

    def add_error(self, field: str | None, error: Any) -> None:
        """Allauth's own English sentence about two different passwords becomes ours."""
        if field == "password2" and not getattr(error, "error_list", None):
            error = MISMATCH
        super().add_error(field, error)


class LoginForm(HouseWords, account_forms.LoginForm):
    """User name, telephone number or e-mail, and the password (đăng nhập)."""

    words = {
        "login": (_("Tên đăng nhập"), _("Với người dân là số điện thoại. Dùng thư điện tử cũng được.")),
        "password": (PASSWORD, ""),
    }

    def clean_login(self) -> str:
        """A telephone number may be typed with blanks, dots or +84."""
        typed: str = super().clean_login()
        try:
            return str(parse_phone(typed))
        except InputError:
            return typed


class ReauthenticateForm(HouseWords, account_forms.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class ChangePasswordForm(HouseWords, account_forms.ChangePasswordForm):
    words = {
        "oldpassword": (_("Mật khẩu đang dùng"), ""),
        "password1": (NEW_PASSWORD, PASSWORD_HINT),
        "password2": (AGAIN, ""),
    }


class SetPasswordForm(HouseWords, account_forms.SetPasswordForm):
    words = {"password1": (NEW_PASSWORD, PASSWORD_HINT), "password2": (AGAIN, "")}


class ResetPasswordForm(HouseWords, account_forms.ResetPasswordForm):
    words = {"email": (_("Thư điện tử của tài khoản"), "")}


class ResetPasswordKeyForm(HouseWords, account_forms.ResetPasswordKeyForm):
    words = {"password1": (NEW_PASSWORD, PASSWORD_HINT), "password2": (AGAIN, "")}


class _CodeForm(HouseWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "one-time-code"


class AuthenticateForm(_CodeForm, factor_forms.AuthenticateForm):
    words = {"code": (CODE, "")}


class ReauthenticateByCodeForm(_CodeForm, factor_forms.ReauthenticateForm):
    words = {"code": (CODE, "")}


class ActivateTOTPForm(_CodeForm, totp_forms.ActivateTOTPForm):
    words = {"code": (_("Mã 6 số ứng dụng đang hiện"), "")}


class AddKeyForm(HouseWords, key_forms.AddWebAuthnForm):
    words = {
        "name": (_("Tên khóa"), _("Để nhận ra khóa này, ví dụ: Điện thoại của tôi.")),
        "passwordless": (
            _("Dùng khóa này thay cả mật khẩu"),
            _("Khi đó máy hỏi vân tay, khuôn mặt hoặc mã PIN của thiết bị."),
        ),
    }


class EditKeyForm(HouseWords, key_forms.EditWebAuthnForm):
    words = {"name": (_("Tên khóa"), "")}
