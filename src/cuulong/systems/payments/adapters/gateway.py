"""The one port behind which banks and payment platforms stand (cổng thanh toán)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings

from ..rules import must_be_genuine
from .bank import SIGNATURE, TIMESTAMP, read_transfer


class Gateway(Protocol):
    """Whoever tells us of money (cổng thanh toán)."""

    def hear(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
        """What `receive_transfer` takes; raises rules.Forged or BadMessage."""
        ...


class SignedBank:
    """A bank that signs JSON with a shared key (ngân hàng báo có có chữ ký)."""

    def hear(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
        stamp, signed = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        must_be_genuine(body, stamp, signed, settings.PAYMENT_WEBHOOK_KEY, now)
        return read_transfer(body)


GATEWAYS: dict[str, Gateway] = {"bank": SignedBank()}
