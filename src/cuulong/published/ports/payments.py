"""Asking for money, without knowing how it is collected (thu phí, lệ phí)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cuulong.lib.facts import Ref

from .base import Port


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fee in đồng (khoản thu). `refundable`: given back when the subject is withdrawn."""

    code: str
    title: str
    amount: int
    explanation: str = ""
    refundable: bool = True


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What is owed for one subject, and how to pay it (khoản phải thu).

    `qr_payload`: the VietQR text; `pay_url`: the page that shows it; `state`: due, paid, cancelled or refunded;
    `refunded`: what has been given back of a paid one.
    """

    ref: Ref
    code: str
    subject: Ref
    total: int
    state: str
    pay_url: str
    qr_payload: str
    paid_at: datetime | None = None
    refunded: int = 0


class Payments(Protocol):
    """Answered by the payment system."""

    def request(
        self, subject: Ref, *, agency: Ref, payer: str, code: str, lines: Sequence[Line], counter: Ref | None = None
    ) -> Charge:
        """Ask for money once per (subject, code): repeating gives the same charge.

        `payer` is a name for the receipt; `counter` may take cash for `agency`.
        """
        ...

    def find(self, subject: Ref) -> list[Charge]:
        """All charges of a subject, oldest first; one query."""
        ...

    def cancel(self, charge: Ref, *, reason: str) -> None:
        """Withdraw a charge that is still due. A paid one is left for refund."""
        ...

    def give_back(self, charge: Ref, *, amount: int, reason: str) -> None:
        """Ask that a part of a paid charge goes back, because less is owed; a person approves it before it is paid.

        Asking twice for the same reason asks once.
        """
        ...

    def paid_elsewhere(self, subject: Ref, *, transaction: str, amount: int, acting: object) -> None:
        """Another platform of the state collected the money; each `transaction` counts once.

        It pays the charge of the subject that waits; with none it is kept open for a person, never dropped.
        """
        ...

    def collected_in_cash(self, charge: Ref, *, acting: object) -> Charge:
        """A fee collector took the money at the counter."""
        ...


payments: Port[Payments] = Port("payments")
