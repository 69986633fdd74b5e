"""The ways out of the house, one adapter per channel (kênh gửi)."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cuulong.core.notifications.models import Delivery

DEFAULT = {
    "email": "cuulong.core.notifications.adapters.mail.Mail",
    "sms": "cuulong.core.notifications.adapters.file.File",
    "zalo": "cuulong.core.notifications.adapters.file.File",
}


class Adapter(Protocol):
    """Sends one message on one channel; raises when the other side did not take it."""

    def send(self, delivery: Delivery) -> None: ...


def adapter_for(channel: str) -> Adapter:
    """The channel's adapter: settings.NOTIFICATION_ADAPTERS names another class than the one that comes with us."""
    return _made(getattr(settings, "NOTIFICATION_ADAPTERS", {}).get(channel) or DEFAULT[channel])


@cache
def _made(path: str) -> Adapter:
    adapter: Adapter = import_string(path)()
    return adapter
