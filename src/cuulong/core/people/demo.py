"""Fictional people to try the house with; never in production (tài khoản thử).

One password for all, and second factors whose codes anyone may read.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import b32encode
from datetime import date, timedelta

from allauth.mfa import app_settings as factor_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.rules import span_of
from cuulong.core.people.spans import to_range
from cuulong.core.registry import Role, declared
from cuulong.lib.dates import DateRange
from cuulong.lib.province import Province

PASSWORD = "ruong lua chin vang"  # noqa: S105  written in the README; demo accounts exist in demo and test only


def secret_of(username: str) -> str:
    """The one-time-code secret of a demo account, the same after every reload."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"people.demo.{username}".encode(), hashlib.sha256)
    return b32encode(digest[:20]).decode()


def code_for(account: Account) -> str:
    """The code a demo account's authenticator shows now; empty where none is needed (mã xác thực)."""
    if not account.is_demo or not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        return ""
    counter = int(time.time()) // factor_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(secret_of(account.username), counter)))


def open_demo_account(username: str, full_name: str, *, password: str, phone: str = "", email: str = "") -> Account:
    """Make or renew one demo account; `password` comes hashed, as hashing is slow."""
    account, _ = Account.objects.update_or_create(
        username=username,
        defaults={"full_name": full_name, "phone": phone, "email": email, "password": password, "is_demo": True},
    )
    return account


def give_second_factor(account: Account) -> Authenticator:
    """The demo account's authenticator app, and its recovery codes (xác thực hai lớp)."""
    factor, _ = Authenticator.objects.update_or_create(
        user=account,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": get_adapter().encrypt(secret_of(account.username))}},
    )
    RecoveryCodes.activate(account)
    return factor


@transaction.atomic
def load_demo_officials(province: Province, day: date | None = None) -> None:
    """Lay in the fictional officials, their appointments and delegations; safe to repeat (cán bộ mẫu)."""
    day = day or timezone.localdate()
    roles, password = declared(Role), make_password(PASSWORD)
    for row in province.table("demo_officials"):
        account = Account.objects.filter(username=row["account"], is_demo=True).first() or open_demo_account(
            row["account"],
            row["full_name"],
            password=password,
            email=f"{row['account']}@{province.settings['slug']}.example",
        )
        agency = Agency.objects.get(slug=row["agency"])
        Appointment.objects.get_or_create(
            account=account,
            agency=agency,
            role=row["role"],
            field=row["field"],
            defaults={"position": row["position"], "valid": to_range(DateRange(agency.valid.lower, None))},
        )
        if row["second_factor"] == "yes" or roles[row["role"]].needs_second_factor:
            give_second_factor(account)
    for row in province.table("demo_delegations"):
        Delegation.objects.get_or_create(
            appointment=Appointment.objects.get(
                account__username=row["from_account"], agency__slug=row["agency"], role=row["role"]
            ),
            delegate=Account.objects.get(username=row["to_account"]),
            reason=row["reason"],
            defaults={
                "valid": to_range(
                    span_of(day + timedelta(days=int(row["valid_from"])), day + timedelta(days=int(row["valid_to"])))
                )
            },
        )
