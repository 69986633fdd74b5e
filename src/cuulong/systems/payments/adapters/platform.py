"""A payment platform that reports each payment with a checksum over its fields (nền tảng thanh toán).

Fields of its JSON: orderInfo (our reference), transId, amount, payDate as yyyyMMddHHmmss here, resultCode ("00" = paid),
checksum = HMAC-SHA512 over the others as key=value joined by "&", sorted. Asked at {address}/query.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from cuulong.lib.errors import gettext_noop

from ..rules import Forged
from .asking import MOST_PAGES, ask, no_answer
from .bank import BadMessage

PAID = "00"
MOMENT = "%Y%m%d%H%M%S"


def checksum(said: Mapping[str, Any], key: str) -> str:
    """HMAC-SHA512 over every field but itself (mã kiểm tra)."""
    text = "&".join(f"{name}={said[name]}" for name in sorted(said) if name != "checksum")
    return hmac.new(key.encode(), text.encode(), hashlib.sha512).hexdigest()


class PaymentPlatform:
    """The second gateway: payments of the platform's own pages and apps (nền tảng thanh toán)."""

    code = "platform"

    @property
    def address(self) -> str:
        return str(settings.PAYMENT_PLATFORM_URL).rstrip("/")

    def hear(self, body: bytes, headers: Mapping[str, str], now: datetime) -> dict[str, Any] | None:
        """What `receive_transfer` takes; None for a payment that failed there. Raises Forged or BadMessage."""
        try:
            said = json.loads(body)
        except ValueError as error:
            raise _bad() from error
        return _read(said)

    def ask(self, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
        """What it holds of a span of time; raises NoAnswer, Forged or BadMessage (hỏi giao dịch)."""
        for page in range(1, MOST_PAGES + 1):
            question: dict[str, Any] = {"from": _written(since), "to": _written(until), "page": page}
            question["checksum"] = checksum(question, settings.PAYMENT_PLATFORM_KEY)
            body = json.dumps(question).encode()
            said = ask("POST", f"{self.address}/query", body, {"Content-Type": "application/json"}).json()
            if said.get("resultCode") != PAID or not isinstance(said.get("items"), list):
                raise no_answer()
            for item in said["items"]:
                if (told := _read(item)) is not None:
                    yield told
            if not said.get("more"):
                return
        raise no_answer()


def _read(said: Any) -> dict[str, Any] | None:
    if not isinstance(said, Mapping):
        raise _bad()
    key, signed = settings.PAYMENT_PLATFORM_KEY, str(said.get("checksum", ""))
    if not key or not hmac.compare_digest(checksum(said, key).encode(), signed.encode()):
        raise Forged("forged", gettext_noop("Chữ ký của thông điệp không đúng."))
    if said.get("resultCode") != PAID:
        return None
    try:
        amount, number = int(said["amount"]), str(said["transId"])
        at = timezone.make_aware(datetime.strptime(str(said["payDate"]), MOMENT))
    except (ValueError, KeyError, TypeError) as error:
        raise _bad() from error
    if amount <= 0 or not number:
        raise _bad()
    text = str(said.get("orderInfo", ""))[:300]
    return {"bank_transaction": f"P-{number}"[:80], "amount": amount, "text": text, "received_at": at}


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime(MOMENT)


def _bad() -> BadMessage:
    return BadMessage("bad_message", gettext_noop("Thông điệp của nền tảng thanh toán không đọc được."))
