"""Facts that systems declared for outside, sent to every address that wants them (báo sự kiện)."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cuulong.core.outbox.jobs import defer, task
from cuulong.core.outbox.models import Fact
from cuulong.core.registry import Announcement, Subscription, declare, declared
from cuulong.lib.facts import Ref

from . import rules
from .feed import may_see
from .models import Push, Webhook, key_of

SECONDS = 10
MOST_ANSWER = 64 * 1024


class NotTaken(Exception):
    """The receiver did not take what was sent; the text names a status or a kind of error."""


@transaction.atomic
def spread(fact: Any) -> None:
    """One push for every address that wants the fact and whose client may see its subject (báo sự kiện)."""
    row = (
        Fact.objects.filter(
            name=fact.name, subject_kind=fact.subject.kind, subject_uuid=fact.subject.uuid, payload=fact.to_json()
        )
        .order_by("sequence")
        .first()
    )
    if row is None:
        return
    wanted = Webhook.objects.filter(stopped_at=None, client__revoked_at=None, events__contains=[fact.name])
    for webhook in wanted.select_related("client__account", "client__credentials"):
        if not _may_hear(webhook, row):
            continue
        made, fresh = Push.objects.get_or_create(webhook=webhook, fact=row.uuid, defaults={"name": row.name})
        if fresh:
            defer(push, lock=f"webhook:{webhook.uuid}:{row.subject_uuid}", number=made.pk)


@task("api.push")
def push(number: int) -> None:
    """Send one fact to one address; what fails is tried again by the queue, at last left for a person (gửi sự kiện)."""
    made = Push.objects.select_related("webhook__client__account", "webhook__client__credentials").get(pk=number)
    if made.arrived_at is not None or made.dropped_at is not None:
        return
    row = Fact.objects.get(uuid=made.fact)
    if made.webhook.stopped_at or made.webhook.client.revoked_at or not _may_hear(made.webhook, row):
        Push.objects.filter(pk=number).update(dropped_at=timezone.now())
        return
    try:
        _post(made.webhook, row, made)
    except (NotTaken, rules.Refused, OSError, http.client.HTTPException) as error:
        reason = str(error) if isinstance(error, NotTaken | rules.Refused) else type(error).__name__
        Push.objects.filter(pk=number).update(attempts=F("attempts") + 1, last_error=reason[:300])
        raise NotTaken(reason) from None
    Push.objects.filter(pk=number).update(attempts=F("attempts") + 1, arrived_at=timezone.now(), last_error="")


def body_of(row: Fact) -> dict[str, Any]:
    """A fact as systems outside read it, in the feed and in a push (nội dung sự kiện)."""
    return {
        "id": str(row.uuid),
        "name": row.name,
        "version": row.version,
        "subject": {"kind": row.subject_kind, "id": str(row.subject_uuid)},
        "sequence": row.sequence,
        "published_at": row.published_at,
        "data": row.payload,
    }


def _may_hear(webhook: Webhook, row: Fact) -> bool:
    client = webhook.client
    announcement = declared(Announcement).get(row.name)
    if announcement is None or announcement.scope not in client.scopes or not client.account.is_active:
        return False
    return may_see(client.acting, Ref(row.subject_kind, row.subject_uuid))


def _post(webhook: Webhook, row: Fact, made: Push) -> None:
    inner = settings.WEBHOOK_INNER_HOSTS
    scheme, host, port, path = rules.check_address(webhook.url, inner)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    address = rules.usable_address(host, found, inner)
    body = json.dumps(body_of(row), ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    signed = rules.signature(key_of(webhook, settings.SECRET_KEY), int(time.time()), body)
    line: http.client.HTTPConnection
    if scheme == "https":
        line = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        line = http.client.HTTPConnection(host, port, timeout=SECONDS)
    # The address that was looked at is the one that is called: a name may lead elsewhere a moment later.
    line._create_connection = lambda _named, *rest, **more: socket.create_connection(  # type: ignore[attr-defined]
        (address, port), SECONDS
    )
    try:
        line.request(
            "POST",
            path,
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "cuulong-webhook/1",
                "Cuulong-Event": row.name,
                "Cuulong-Delivery": str(made.uuid),
                "Cuulong-Signature": signed,
            },
        )
        answer = line.getresponse()
        answer.read(MOST_ANSWER)
        if not 200 <= answer.status < 300:
            raise NotTaken(f"HTTP {answer.status}")
    finally:
        line.close()


for _one in declared(Announcement).values():
    declare(Subscription(code=f"api.{_one.code}", fact=_one.fact, handler=spread))
