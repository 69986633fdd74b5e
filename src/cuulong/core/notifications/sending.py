"""The job that sends one message on one way (gửi đi)."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cuulong.core.outbox import rules as outbox_rules
from cuulong.core.outbox.jobs import TryAgain, task

from .adapters import adapter_for
from .models import Delivery, State

logger = logging.getLogger(__name__)


@task("notifications.send", queue="messages")
def send(delivery: str) -> None:
    """Hand one message to its channel's adapter; after the last try it stays failed.

    A mail server cannot share our transaction: a worker killed between its answer and our commit sends once more,
    under the same Message-ID.
    """
    uuid = UUID(delivery)
    with transaction.atomic():
        one = _locked(uuid)
        if one is None:
            return
        try:
            adapter_for(one.channel).send(one)
        except Exception as error:
            # The server's answer may repeat the address, so only its kind is kept.
            one.attempts += 1
            one.last_error = type(error).__name__
            failure: Exception | None = error
        else:
            one.state, one.sent_at, one.last_error, failure = State.SENT, timezone.now(), "", None
        gone = failure is not None and outbox_rules.gives_up(one.attempts)
        if gone:
            one.state = State.FAILED
        one.save(update_fields=["state", "attempts", "last_error", "sent_at"])
    if failure is None:
        return
    details = {"delivery": delivery, "channel": one.channel, "error": one.last_error}
    if gone:
        logger.error("message given up", extra=details)
        return
    logger.warning("message not sent", extra=details)
    raise TryAgain(outbox_rules.delay_after(one.attempts)) from failure


def _locked(uuid: UUID) -> Delivery | None:
    waiting = Delivery.objects.select_for_update(of=("self",)).select_related("notification")
    return waiting.filter(uuid=uuid, state=State.WAITING).first()
