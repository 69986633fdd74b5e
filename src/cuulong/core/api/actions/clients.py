"""Let a system in, give it a new secret, shut it out (đăng ký, đổi khóa, thu hồi hệ thống kết nối)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils import timezone

from cuulong.core.api.models import ApiClient
from cuulong.core.api.rules import Refused, must_be_a_systems_role, must_be_known
from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.actions.appoint import appoint
from cuulong.core.people.models import Account
from cuulong.core.registry import Role, Scope, declared, get
from cuulong.lib.errors import gettext_noop
from cuulong.lib.ids import uuid7
from cuulong.lib.vietnamese import clean

MANAGE = "api.manage"


@transaction.atomic
def register(
    name: str,
    *,
    agency: Agency,
    role: str,
    scopes: Collection[str],
    per_minute: int = 300,
    contact: str = "",
    acting: Acting,
    at: datetime,
) -> tuple[ApiClient, str]:
    """A new client, appointed like an official from today, and its secret, shown this once (đăng ký hệ thống kết nối).

    Raises Refused, AppointmentError, Forbidden.
    """
    acting.require(MANAGE)
    must_be_a_systems_role(get(Role, role).needs_second_factor)
    allowed = must_be_known(scopes, declared(Scope))
    identity = uuid7()
    account = Account(username=f"he-thong.{identity.hex[-12:]}", full_name=clean(name), is_demo=False)
    account.set_unusable_password()
    account.save()
    appoint(account, agency, role, first=timezone.localtime(at).date(), position="Hệ thống kết nối", acting=acting)
    credentials = Client(name=clean(name), grant_types=Client.GrantType.CLIENT_CREDENTIALS, response_types="")
    credentials.set_scopes(allowed)
    credentials.set_default_scopes(allowed)
    secret = get_adapter().generate_client_secret()
    credentials.set_secret(secret)
    credentials.save()
    client = ApiClient.objects.create(
        uuid=identity,
        name=clean(name),
        account=account,
        credentials=credentials,
        per_minute=per_minute,
        contact=clean(contact),
    )
    told = {"name": client.name, "scopes": ", ".join(allowed)}
    record(acting, "api.client.registered", client, agency=agency, **told)
    return client, secret


@transaction.atomic
def rotate(client: ApiClient, *, acting: Acting, at: datetime) -> str:
    """A new secret; the old one and all tokens end now (đổi khóa bí mật). Raises Refused, Forbidden."""
    acting.require(MANAGE)
    client = _living(client)
    secret: str = get_adapter().generate_client_secret()
    client.credentials.set_secret(secret)
    client.credentials.save(update_fields=["secret"])
    Token.objects.filter(client=client.credentials).delete()
    client.rotated_at = at
    client.save(update_fields=["rotated_at"])
    record(acting, "api.client.rotated", client, name=client.name)
    return secret


@transaction.atomic
def revoke(client: ApiClient, *, acting: Acting, at: datetime) -> None:
    """Shut a client out at once and for good; what it did stays (thu hồi quyền kết nối). Raises Refused, Forbidden."""
    acting.require(MANAGE)
    client = _living(client)
    Token.objects.filter(client=client.credentials).delete()
    client.revoked_at = at
    client.save(update_fields=["revoked_at"])
    client.account.is_active = False
    client.account.save(update_fields=["is_active"])
    client.webhooks.filter(stopped_at=None).update(stopped_at=at)
    record(acting, "api.client.revoked", client, name=client.name)


def _living(client: ApiClient) -> ApiClient:
    found = ApiClient.objects.select_for_update(of=("self",)).select_related("credentials", "account").get(pk=client.pk)
    if found.revoked_at is not None:
        raise Refused("revoked", gettext_noop("Hệ thống này đã bị thu hồi quyền kết nối."))
    return found
