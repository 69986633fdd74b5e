"""Handing one fact to one subscriber (giao sự kiện)."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from cuulong.core.audit.trail import request_id
from cuulong.core.registry import Subscription, get

from . import rules
from .jobs import TryAgain, after, defer, task
from .models import Delivery, State

logger = logging.getLogger(__name__)


class _CountedHere(BaseRetryStrategy):
    """Deliveries count their own tries; anything else that breaks a job is the database going away."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return after(exception.delay if isinstance(exception, TryAgain) else timedelta(seconds=5))


@task("outbox.deliver", queue="facts", retry=_CountedHere())
def deliver(fact: int, subscriber: str) -> None:
    """Run the handler and mark the delivery done in one transaction; after the last try leave it dead."""
    try:
        _attempt(fact, subscriber)
    except Exception as error:
        _note_failure(fact, subscriber, error)


@transaction.atomic
def _attempt(fact: int, subscriber: str) -> None:
    delivery = _locked(fact, subscriber)
    if delivery is None:
        return
    if delivery.is_behind_another():
        _move(delivery, State.HELD)
        return
    subscription = get(Subscription, subscriber)
    with request_id(delivery.fact.request_id):
        subscription.handler(subscription.fact.from_json(delivery.fact.payload))
    _move(delivery, State.DONE)
    wake_next(delivery)


def _note_failure(fact: int, subscriber: str, error: Exception) -> None:
    with transaction.atomic():
        delivery = _locked(fact, subscriber)
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.last_error = rules.describe(error)
        dead = rules.gives_up(delivery.attempts)
        _move(delivery, State.DEAD if dead else State.WAITING)
    # The message of an error may quote personal data: the log names the delivery, the screen shows the rest.
    details = {"delivery": str(delivery.uuid), "subscriber": subscriber, "error": type(error).__name__}
    if dead:
        logger.error("delivery given up", extra=details)
        return
    logger.warning("delivery failed", extra=details)
    raise TryAgain(rules.delay_after(delivery.attempts)) from error


def wake_next(delivery: Delivery) -> None:
    """Send on the delivery that was held behind this one, if any."""
    held = delivery.chain().filter(fact__sequence__gt=delivery.fact.sequence, state=State.HELD)
    if following := held.select_related("fact").first():
        send(following)


def send(delivery: Delivery) -> None:
    """Give a delivery a new job within the current transaction."""
    delivery.job_id = defer(deliver, lock=delivery.lock, fact=delivery.fact_id, subscriber=delivery.subscriber)
    _move(delivery, State.WAITING)


def _locked(fact: int, subscriber: str) -> Delivery | None:
    """The delivery, locked, unless it needs no more work."""
    mine = Delivery.objects.select_for_update(of=("self",)).select_related("fact")
    return mine.filter(fact_id=fact, subscriber=subscriber, state__in=(State.WAITING, State.HELD)).first()


def _move(delivery: Delivery, state: State) -> None:
    delivery.state = state
    delivery.changed_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "last_error", "reason", "job_id", "changed_at"])
