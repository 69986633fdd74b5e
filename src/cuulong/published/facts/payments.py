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


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeReopened(Fact):
    """A charge taken for paid is due again: its money was another's (gỡ khớp)."""

    name: ClassVar[str] = "payments.charge_reopened"

    subject: Ref
    charge: Ref
    code: str
    total: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeRefunded(Fact):
    """Money of a charge was paid back (đã hoàn trả). `left`: what is still kept of it."""

    name: ClassVar[str] = "payments.charge_refunded"

    subject: Ref
    charge: Ref
    code: str
    amount: int
    left: int
    paid_at: datetime
