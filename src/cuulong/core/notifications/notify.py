"""Telling people of an event (gửi thông báo)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cuulong.core.outbox.jobs import defer
from cuulong.core.people.models import Account
from cuulong.core.registry import Message, get
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref

from . import rules
from .models import Channel, Delivery, Notification, QuietHours, State
from .sending import send
from .wording import words

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: an account, or only an address of somebody without one (người nhận)."""

    account: Account | None = None
    email: str | None = None
    phone: str | None = None
    language: str = "vi"

    def address(self, channel: str) -> str:
        """Where this person is reached on a channel; empty when not at all."""
        if channel == Channel.IN_APP:
            return str(self.account.pk) if self.account else ""
        if channel == Channel.EMAIL:
            return self.email or (self.account.email if self.account else "")
        return self.phone or (self.account.phone if self.account else "")


def notify(
    code: str, to: Iterable[Recipient], subject: Ref | Entity | None = None, context: Mapping[str, Any] | None = None
) -> None:
    """Write one message per recipient and put its sending off, within the caller's transaction (gửi thông báo).

    `code` is a declared Message, `context` what its template may say. A verb does not fail because somebody could not
    be told; the log then names the message, not the person. Raises only what has undone the verb itself, such as a
    lost database: a caller who did not hear of it would say "done".
    """
    for recipient in to:
        try:
            with transaction.atomic():
                _tell(code, recipient, subject, context or {})
        except Exception as error:
            if connection.needs_rollback:
                raise
            logger.exception("message not written", extra={"message_code": code, "error": type(error).__name__})


def _tell(code: str, recipient: Recipient, subject: Ref | Entity | None, context: Mapping[str, Any]) -> None:
    message = get(Message, code)
    account = recipient.account
    language = account.language if account else recipient.language
    about = subject.ref if isinstance(subject, Entity) else subject
    title, body = words(code, language, context)
    notification = Notification.objects.create(
        message=code,
        account=account,
        email=recipient.address(Channel.EMAIL),
        phone=recipient.address(Channel.SMS),
        language=language,
        subject_kind=about.kind if about else "",
        subject_uuid=about.uuid if about else None,
        title=title,
        body=body,
    )
    deliveries = [_delivery(notification, channel, recipient, message) for channel in message.channels]
    for delivery in Delivery.objects.bulk_create(deliveries):
        if delivery.state == State.WAITING:
            defer(send, at=delivery.not_before, delivery=str(delivery.uuid))


def _delivery(notification: Notification, channel: str, recipient: Recipient, message: Message) -> Delivery:
    delivery = Delivery(notification=notification, channel=channel)
    if not recipient.address(channel):
        delivery.state = State.NO_ADDRESS
    elif channel == Channel.IN_APP:
        delivery.state, delivery.sent_at = State.SENT, timezone.now()
    elif channel in rules.DISTURBING and not message.urgent:
        now = timezone.localtime()
        quiet = [rules.Quiet(q.begins, q.ends) for q in QuietHours.objects.filter(channel=channel)]
        moment = rules.send_at(now, quiet)
        delivery.not_before = moment if moment > now else None
    return delivery
