"""Open an account for an official."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.rules import AppointmentError
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean


@transaction.atomic
def open_account(*, username: str, full_name: str, email: str, phone: str = "", acting: Acting) -> Account:
    """Open an account without a password: its owner sets one by mail (mở tài khoản).

    Raises AppointmentError, IdentityError, Forbidden.
    """
    acting.require("people.manage")
    username, email = username.strip().lower(), email.strip().lower()
    if Account.objects.filter(username__iexact=username).exists():
        raise AppointmentError("username_taken", gettext_noop("Tên đăng nhập này đã có người dùng."))
    if Account.objects.filter(email__iexact=email).exists():
        raise AppointmentError("email_taken", gettext_noop("Thư điện tử này đã có tài khoản khác dùng."))
    account = Account.objects.create_user(
        username, full_name=clean(full_name), email=email, phone=str(parse_phone(phone)) if phone else ""
    )
    record(acting, "people.account.opened", account, person=account.full_name)
    return account
