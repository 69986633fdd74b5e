"""What happened to money (sự kiện thanh toán)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargePaid(Fact):
    """A charge was paid in full (đã thu đủ). `subject` is what it was owed for; `channel`: vietqr or cash."""

    name: ClassVar[str] = "payments.charge_paid"

    subject: Ref
    charge: Ref
    code: str
    total: int
    channel: str
    paid_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentUnmatched(Fact):
    """Money came that no due charge explains (tiền chưa khớp)."""

    name: ClassVar[str] = "payments.payment_unmatched"

    subject: Ref
    amount: int
    received_at: datetime
