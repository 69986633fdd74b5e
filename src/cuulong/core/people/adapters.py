"""How the house signs people in, where it differs from allauth's own way (đăng nhập, xác thực hai lớp)."""

from __future__ import annotations

import logging
from base64 import urlsafe_b64encode
from functools import cache
from smtplib import SMTPException
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.encoding import force_str
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting

log = logging.getLogger(__name__)

WRONG_LOGIN = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại; quên mật khẩu thì đặt mật khẩu mới.")
TAKEN = _("Tên này đã có tài khoản. Đăng nhập bằng tài khoản đó, hoặc dùng tên khác.")
PASSWORD_SENTENCES = {
    "password_too_short": _("Mật khẩu cần ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
    "password_too_common": _("Mật khẩu này có quá nhiều người dùng, dễ bị đoán. Đặt mật khẩu khác."),
    "password_entirely_numeric": _("Mật khẩu cần có cả chữ, không chỉ có số."),
    "password_too_similar": _("Mật khẩu gần giống tên hoặc số điện thoại, dễ bị đoán. Đặt mật khẩu khác."),
}
INCORRECT_CODE = _("Mã chưa đúng hoặc đã dùng rồi. Chờ mã mới trên điện thoại rồi nhập lại.")
TOO_MANY = _("Đã nhập sai nhiều lần nên tạm khóa 5 phút để giữ an toàn. Chờ rồi thử lại, hoặc đặt mật khẩu mới.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name, telephone number or e-mail with a password (đăng nhập)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã ngừng dùng."),
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "email_taken": _("Địa chỉ thư điện tử này đã có tài khoản."),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": INCORRECT_CODE,
        "invalid_login": WRONG_LOGIN,
        "invalid_or_expired_key": _("Đường dẫn này đã hết hạn hoặc đã dùng rồi."),
        "invalid_password_reset": _("Đường dẫn đặt mật khẩu đã hết hạn hoặc đã dùng rồi."),
        "too_many_login_attempts": TOO_MANY,
        "username_blacklisted": TAKEN,
        "username_taken": TAKEN,
        "same_as_current": _("Giá trị mới phải khác giá trị đang dùng."),
        "rate_limited": _("Thao tác quá nhanh. Chờ một phút rồi thử lại."),
    }

    def clean_password(self, password: str, user: Any = None) -> str:
        """The house's password policy in the house's own words (chính sách mật khẩu)."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as refused:
            raise ValidationError(
                [ValidationError(PASSWORD_SENTENCES.get(e.code or "", e.message), e.code) for e in refused.error_list]
            ) from refused

    def format_email_subject(self, subject: str) -> str:
        return f"Cửu Long: {force_str(subject)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A dead mail server must not turn a sign-in page into an error page; it is logged without the address."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("mail %s could not be sent", template_prefix)


@cache
def _vault() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"people.second-factor").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(key))


class FactorAdapter(DefaultMFAAdapter):
    """The second factor: its secrets lie encrypted in the database (xác thực hai lớp)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": INCORRECT_CODE,
        "cannot_delete_authenticator": _("Vai trò của anh/chị cần xác thực hai lớp nên không tắt được."),
        "cannot_generate_recovery_codes": _("Bật xác thực hai lớp trước, rồi mới tạo mã dự phòng."),
    }

    def get_totp_issuer(self) -> str:
        return "Cửu Long"

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays while a role demands one."""
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        return others.exists() or not Acting.of(authenticator.user).needs_second_factor

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        taken = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Khóa số %(number)d") % {"number": taken + 1}


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in through VNeID, the national portal or another OpenID Connect provider (đăng nhập bằng định danh điện tử).

    Whoever comes is known by what the provider proves, never by an e-mail address.
    """

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "invalid_token": _("Bên định danh trả lời không đọc được. Thử đăng nhập lại."),
        "no_password": _("Tài khoản chưa có mật khẩu. Đặt mật khẩu trước rồi mới gỡ được."),
        "disconnect_last": _("Đây là cách đăng nhập cuối cùng nên chưa gỡ được."),
        "connected_other": _("Định danh này đang gắn với một tài khoản khác."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sociallogin.email_addresses = []

    def get_requests_session(self) -> requests.Session:
        """A provider that is down or misconfigured gives a page that says so, not an error of ours."""
        session: requests.Session = super().get_requests_session()
        ask = session.request

        def ask_or_explain(method: str, *args: Any, **kwargs: Any) -> requests.Response:
            try:
                answer = ask(method, *args, **kwargs)
                if method == "GET":
                    answer.raise_for_status()
            except requests.RequestException as fault:
                log.warning("identity provider does not answer: %s", type(fault).__name__)
                page = render(context.request, "socialaccount/authentication_error.html", status=502)
                raise ImmediateHttpResponse(page) from fault
            return answer

        session.request = ask_or_explain  # type: ignore[method-assign]
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        log.warning("identity provider %s failed: %s %s", provider.app.provider_id, error, type(exception).__name__)
