"""The one port behind which banks and payment platforms stand (cổng thanh toán)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from ..rules import must_be_genuine, signature
from .asking import MOST_PAGES, ask, no_answer
from .bank import SIGNATURE, TIMESTAMP, read_one, read_transfer
from .platform import PaymentPlatform


class Gateway(Protocol):
    """Whoever tells us of money (cổng thanh toán). `address`: where it can be asked; empty: it only tells."""

    @property
    def code(self) -> str: ...

    @property
    def address(self) -> str: ...

    def hear(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any] | None:
        """What `receive_transfer` takes, None where no money moved; raises rules.Forged or BadMessage."""
        ...

    def ask(self, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
        """Every transfer of a span of time, told or not; raises NoAnswer, rules.Forged or BadMessage."""
        ...


class SignedBank:
    """A bank that signs JSON with a shared key (ngân hàng báo có có chữ ký)."""

    code = "bank"

    @property
    def address(self) -> str:
        return str(settings.PAYMENT_BANK_URL).rstrip("/")

    def hear(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any] | None:
        stamp, signed = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        must_be_genuine(body, stamp, signed, settings.PAYMENT_WEBHOOK_KEY, now)
        return read_transfer(body)

    def ask(self, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
        """GET {address}/transactions?from&to&page, signed over path and query; the answer is signed over its body."""
        key = settings.PAYMENT_WEBHOOK_KEY
        for page in range(1, MOST_PAGES + 1):
            query = urlencode({"from": since.isoformat(), "to": until.isoformat(), "page": page})
            address, stamp = f"{self.address}/transactions?{query}", str(int(time.time()))
            what = f"{urlsplit(address).path}?{query}".encode()
            said = ask("GET", address, headers={TIMESTAMP: stamp, SIGNATURE: signature(what, stamp, key)})
            signed = said.header(SIGNATURE)
            must_be_genuine(said.body, said.header(TIMESTAMP), signed, key, timezone.now())
            found = said.json()
            if not isinstance(found.get("transactions"), list):
                raise no_answer()
            for one in found["transactions"]:
                yield read_one(one)
            if not found.get("more"):
                return
        raise no_answer()


GATEWAYS: dict[str, Gateway] = {one.code: one for one in (SignedBank(), PaymentPlatform())}
