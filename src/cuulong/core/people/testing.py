"""Officials for tests: appointed, and signed in as the house demands (hỗ trợ kiểm thử)."""

from __future__ import annotations

import time
from datetime import date

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.demo import give_second_factor
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.spans import to_range
from cuulong.lib.dates import DateRange

SINCE = date(2025, 7, 1)


def make_agency(slug: str, *, name: str = "", kind: str = "commune", parent: Agency | None = None) -> Agency:
    """A living agency without history."""
    return Agency.objects.create(
        slug=slug, name=name or slug, kind=kind, parent=parent, valid=to_range(DateRange(SINCE, None))
    )


def make_official(
    username: str, agency: Agency, *roles: str, full_name: str = "", since: date = SINCE, until: date | None = None
) -> Account:
    """An official who holds `roles` at `agency`; `until` is the first day no longer held."""
    account, _ = Account.objects.get_or_create(
        username=username,
        defaults={"full_name": full_name or username, "email": f"{username}@test.example", "is_demo": True},
    )
    for role in roles:
        Appointment.objects.create(account=account, agency=agency, role=role, valid=to_range(DateRange(since, until)))
    return account


def sign_in(client: Client, account: Account) -> Client:
    """Sign in without the pages, second factor shown just now where a role demands one."""
    client.force_login(account)
    if Acting.of(account).needs_second_factor:
        factor = give_second_factor(account)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type, "reauthenticated": True}
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(account)
        session.save()
    return client
