"""What allauth does with an account goes into the audit log (ghi nhật ký đăng nhập)."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    ways = [str(r.get("method")) for r in get_authentication_records(request, user)]
    record(Acting.of(user), "people.account.signed_in", user, ways=", ".join(ways))


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    account = Account.objects.filter(username__iexact=credentials.get("username") or "").first()
    if account is not None:
        record(Acting.anonymous(), "people.account.sign_in_failed", account)


@receiver(authentication_failed)
def factor_failed(user: Account, **_: Any) -> None:
    record(Acting.anonymous(), "people.account.sign_in_failed", user)


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    """The one who has just shown the new factor has used it in this session."""
    record(Acting.of(user), "people.factor.added", user, type=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user: Account, authenticator: Authenticator, **_: Any) -> None:
    record(Acting.of(user), "people.factor.removed", user, type=authenticator.type)


@receiver([password_changed, password_reset, password_set])
def password_renewed(user: Account, **_: Any) -> None:
    record(Acting.of(user), "people.password.changed", user)
