"""A citizen opens an account: identity number checked, telephone number as user name (đăng ký tài khoản người dân)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.core.parties.actions.consent import give_consent
from cuulong.core.parties.actions.register_citizen import register_citizen
from cuulong.core.parties.models import Citizen
from cuulong.core.parties.rules import may_claim
from cuulong.core.people.acting import Acting
from cuulong.core.people.forms import DayField
from cuulong.core.people.models import Account
from cuulong.core.people.signin_forms import AGAIN, MISMATCH, PASSWORD, PASSWORD_HINT
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.identity import check_citizen_number_matches, parse_citizen_number, parse_phone
from cuulong.lib.vietnamese import clean, title_person

MESSAGES_CONSENT = "messages"
MESSAGES_WORDING = _("Nhắn tin cho tôi qua số điện thoại này khi hồ sơ có thay đổi")


class CitizenSignupForm(forms.Form):
    """Who opens an account, and how they will sign in."""

    by_passkey = False

    full_name = forms.CharField(
        label=_("Họ và tên"),
        help_text=_("Như trên căn cước."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Nhập họ và tên, ví dụ Nguyễn Văn An.")},
    )
    cccd = forms.CharField(
        label=_("Số căn cước"),
        help_text=_("12 chữ số trên căn cước."),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Nhập 12 chữ số trên căn cước.")},
    )
    birth_date = DayField(label=_("Ngày sinh"))
    phone = forms.CharField(
        label=_("Số điện thoại"),
        help_text=_("Dùng làm tên đăng nhập."),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Nhập số điện thoại, ví dụ 0912 345 678.")},
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận kết quả và đặt lại mật khẩu khi quên."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password1 = forms.CharField(
        label=PASSWORD,
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Đặt một mật khẩu.")},
    )
    password2 = forms.CharField(
        label=AGAIN,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Gõ lại mật khẩu vừa đặt.")},
    )
    messages = forms.BooleanField(label=MESSAGES_WORDING, required=False)

    def clean_full_name(self) -> str:
        return title_person(clean(self.cleaned_data["full_name"]))

    def clean_cccd(self) -> str:
        try:
            number = parse_citizen_number(self.cleaned_data["cccd"])
        except InputError as wrong:
            raise ValidationError(say(wrong)) from wrong
        known = Citizen.objects.filter(cccd=number.digits).values_list("assurance", flat=True).first()
        if not may_claim(known, "declared"):
            raise ValidationError(
                _(
                    "Số căn cước này đã có trong hệ thống. Đăng nhập bằng định danh điện tử, "
                    "hoặc mang căn cước đến quầy gần nhất để nhận lại."
                )
            )
        return number.digits

    def clean_phone(self) -> str:
        try:
            phone = str(parse_phone(self.cleaned_data["phone"]))
        except InputError as wrong:
            raise ValidationError(say(wrong)) from wrong
        if Account.objects.filter(username=phone).exists():
            raise ValidationError(_("Số điện thoại này đã có tài khoản. Đăng nhập, hoặc dùng số khác."))
        return phone

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email and Account.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("Địa chỉ thư điện tử này đã có tài khoản."))
        return email

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("cccd") and said.get("birth_date"):
            try:
                check_citizen_number_matches(parse_citizen_number(said["cccd"]), born=said["birth_date"])
            except InputError as wrong:
                self.add_error("birth_date", say(wrong))
        password = said.get("password1")
        if password:
            person = Account(
                username=said.get("phone", ""),
                full_name=said.get("full_name", ""),
                email=said.get("email", ""),
                phone=said.get("phone", ""),
            )
            try:
                get_adapter().clean_password(password, user=person)
            except ValidationError as weak:
                self.add_error("password1", weak)
            if said.get("password2") and said["password2"] != password:
                self.add_error("password2", MISMATCH)
        return said

    def try_save(self, request: HttpRequest) -> tuple[Account, None]:
        """What allauth calls: the account, with its citizen."""
        return self.save(), None

    @transaction.atomic
    def save(self) -> Account:
        said = self.cleaned_data
        account = Account.objects.create_user(
            said["phone"],
            said["password1"],
            full_name=said["full_name"],
            email=said["email"],
            phone=said["phone"],
            language=get_language() or "vi",
        )
        acting = Acting.of(account)
        citizen = register_citizen(
            full_name=said["full_name"],
            cccd=said["cccd"],
            birth_date=said["birth_date"],
            phone=said["phone"],
            email=said["email"],
            account=account,
            acting=acting,
        )
        if said["messages"]:
            give_consent(citizen, MESSAGES_CONSENT, str(MESSAGES_WORDING), acting=acting, at=timezone.now())
        return account
