"""Where a client wants to be told (đăng ký địa chỉ nhận sự kiện)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cuulong.core.api.feed import announced
from cuulong.core.api.models import ApiClient, Webhook
from cuulong.core.api.rules import Refused, check_address, must_be_known
from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

MOST = 10


@transaction.atomic
def subscribe(client: ApiClient, *, url: str, events: Collection[str], acting: Acting) -> Webhook:
    """Tell the client of these facts at this address from now on (đăng ký nhận sự kiện). Raises Refused."""
    check_address(url, settings.WEBHOOK_INNER_HOSTS)
    wanted = must_be_known(events, [one.code for one in announced(client.scopes)])
    client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if client.webhooks.filter(stopped_at=None).count() >= MOST:
        raise Refused("too_many", gettext_noop("Mỗi hệ thống đăng ký nhiều nhất 10 địa chỉ nhận."))
    webhook = Webhook.objects.create(client=client, url=url, events=wanted)
    record(acting, "api.webhook.subscribed", webhook, name=client.name, events=", ".join(wanted))
    return webhook


@transaction.atomic
def unsubscribe(webhook: Webhook, *, acting: Acting, at: datetime) -> None:
    """Tell nothing more at this address; what is under way is dropped (thôi nhận sự kiện)."""
    if Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=at):
        record(acting, "api.webhook.stopped", webhook, name=webhook.client.name)
