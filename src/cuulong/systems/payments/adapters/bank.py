"""A bank that tells us of transfers by signed webhook; the simulator speaks the same way (ngân hàng giả lập)."""

from __future__ import annotations

import json
import time
import urllib.request
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cuulong.core.outbox.jobs import task
from cuulong.lib.errors import InputError, gettext_noop

from ..models import Charge, ChargeState
from ..rules import signature

TIMESTAMP, SIGNATURE = "X-Bank-Timestamp", "X-Bank-Signature"


class BadMessage(InputError):
    """A genuine message that does not say what it must."""


def read_transfer(body: bytes) -> dict[str, Any]:
    """{bank_transaction, amount, text, received_at} of a webhook's JSON. Raises BadMessage."""
    try:
        data = json.loads(body)
        received_at = parse_datetime(data["receivedAt"])
        amount = int(data["amount"])
        found = {
            "bank_transaction": str(data["transactionId"])[:80],
            "amount": amount,
            "text": str(data.get("description", ""))[:300],
            "received_at": received_at,
        }
    except (ValueError, KeyError, TypeError) as error:
        raise BadMessage("bad_message", gettext_noop("Thông điệp của ngân hàng không đọc được.")) from error
    if not isinstance(received_at, datetime) or received_at.tzinfo is None or amount <= 0:
        raise BadMessage("bad_message", gettext_noop("Thông điệp của ngân hàng không đọc được."))
    return found


def simulate_transfer(amount: int, text: str, *, at: datetime, url: str, transaction_id: str = "") -> int:
    """Be the bank: post a signed transfer to the webhook and give its HTTP status (ngân hàng giả lập báo có)."""
    body = json.dumps(
        {
            "transactionId": transaction_id or f"SIM{uuid4().hex}",
            "amount": amount,
            "description": f"MBVCB.{text}.CT tu 0000000000",
            "receivedAt": at.isoformat(),
        }
    ).encode()
    stamp = str(int(time.time()))
    request = urllib.request.Request(  # noqa: S310 the address is this installation's own
        url,
        data=body,
        headers={
            "Content-Type": "application/json",
            TIMESTAMP: stamp,
            SIGNATURE: signature(body, stamp, settings.PAYMENT_WEBHOOK_KEY),
        },
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        return int(response.status)


@task("payments.simulate")
def simulate_later(*, charge: str, url: str) -> None:
    """The simulated bank does its part in the worker: a web worker that waited for its own door could block it."""
    due = Charge.objects.filter(uuid=charge, state=ChargeState.DUE).first()
    if due is not None:
        simulate_transfer(due.total, due.reference, at=timezone.now(), url=url, transaction_id=f"SIM{due.uuid.hex}")
