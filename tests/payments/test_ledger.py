"""Whatever happens, money in = receipts + refunds + unmatched."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cuulong.systems.payments.actions.cash import collect_cash
from cuulong.systems.payments.actions.charge import NotDue, cancel_charge
from cuulong.systems.payments.actions.receive import assign, undo
from cuulong.systems.payments.actions.refunds import decide, pay_out, request_refund
from cuulong.systems.payments.models import (
    Account,
    Charge,
    ChargeState,
    Payment,
    PaymentState,
    Posting,
    Receipt,
    ReceiptState,
    Refund,
    RefundCause,
    RefundState,
)
from cuulong.systems.payments.rules import NotPossible

from .conftest import BANK, Treasury, ask_for, transfer

AMOUNTS = st.sampled_from([8_000, 16_000, 50_000])
WHICH = st.integers(0, 7)


def balance(account: Account) -> int:
    gone = Posting.objects.filter(source=account).aggregate(n=Sum("amount"))["n"] or 0
    come = Posting.objects.filter(target=account).aggregate(n=Sum("amount"))["n"] or 0
    return int(come - gone)


def total(rows: Any, field: str) -> int:
    return int(rows.aggregate(n=Sum(field))["n"] or 0)


def check_the_books() -> None:
    """The ledger against itself, and against what payments, charges, refunds and receipts say of themselves."""
    receipts, refunds, unmatched = (balance(a) for a in (Account.RECEIPTS, Account.REFUNDS, Account.UNMATCHED))
    money_in = total(Payment.objects.all(), "amount")
    assert money_in == receipts + refunds + unmatched == -balance(Account.OUTSIDE)
    assert min(receipts, refunds, unmatched) >= 0
    assert unmatched == total(Payment.objects.all(), "rest")
    kept = Charge.objects.filter(state__in=(ChargeState.PAID, ChargeState.REFUNDED))
    assert receipts == total(kept, "total") - total(kept, "refunded")
    assert receipts == total(Receipt.objects.filter(state=ReceiptState.VALID), "total")
    assert refunds == total(Refund.objects.filter(state=RefundState.PAID), "amount")
    assert not Payment.objects.filter(state=PaymentState.MATCHED, rest__gt=0).exists()


class Counter(RuleBasedStateMachine):
    """Any sequence of messages, statements, cash, corrections and refunds."""

    treasury: Treasury

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.charges: list[Charge] = []
        self.payments: list[Payment] = []
        self.refunds: list[Refund] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def one(self, rows: list[Any], n: int) -> Any:
        if not rows:
            return None
        row = rows[n % len(rows)]
        row.refresh_from_db()
        return row

    @rule(amount=AMOUNTS)
    def a_fee_is_asked_for(self, amount: int) -> None:
        self.charges.append(ask_for(self.treasury, amount))

    @rule(n=WHICH, off=st.sampled_from([0, 0, 0, -1_000, 2_000]), stated=st.booleans(), loose=st.booleans())
    def money_names_a_fee(self, n: int, off: int, stated: bool, loose: bool) -> None:
        if charge := self.one(self.charges, n):
            text = f"CT {charge.reference[:7]} {charge.reference[7:].lower()} nop"
            self.payments.append(transfer(charge.total + off, text, stated=stated, loose=loose))

    @rule(amount=AMOUNTS, stated=st.booleans())
    def money_names_nothing(self, amount: int, stated: bool) -> None:
        self.payments.append(transfer(amount, "chuyen tien", stated=stated))

    @rule(n=WHICH, stated=st.booleans())
    def the_same_is_told_again(self, n: int, stated: bool) -> None:
        if (old := self.one(self.payments, n)) and old.channel == "vietqr":
            again = transfer(old.amount, old.text, number=old.bank_transaction, at=old.received_at, stated=stated)
            assert again.pk == old.pk

    @rule(n=WHICH)
    def cash_is_taken(self, n: int) -> None:
        if charge := self.one(self.charges, n):
            with suppress(NotDue):
                collect_cash(charge, acting=self.treasury.cashier, at=timezone.now())
                self.payments.append(charge.payments.filter(channel="cash").latest("pk"))

    @rule(n=WHICH)
    def a_fee_is_cancelled(self, n: int) -> None:
        if charge := self.one(self.charges, n):
            cancel_charge(charge, reason="rút hồ sơ", acting=BANK)

    @rule(n=WHICH, m=WHICH)
    def money_is_assigned_by_hand(self, n: int, m: int) -> None:
        payment, charge = self.one(self.payments, n), self.one(self.charges, m)
        if payment and charge:
            with suppress(NotPossible):
                assign(payment, charge, reason="theo điện thoại", acting=self.treasury.accountant)

    @rule(n=WHICH)
    def a_match_is_undone(self, n: int) -> None:
        if payment := self.one(self.payments, n):
            with suppress(NotPossible):
                undo(payment, reason="nhầm người", acting=self.treasury.accountant)

    @rule(n=WHICH, whole=st.booleans(), of_charge=st.booleans())
    def a_refund_is_asked_for(self, n: int, whole: bool, of_charge: bool) -> None:
        if source := self.one(self.charges if of_charge else self.payments, n):
            amount = (source.total if of_charge else source.rest) if whole else 1_000
            with suppress(NotPossible):
                self.refunds.append(
                    request_refund(
                        source, amount=amount, cause=RefundCause.OTHER, note="trả lại", acting=self.treasury.accountant
                    )
                )

    @rule(n=WHICH, approve=st.sampled_from([True, True, False]))
    def a_refund_is_decided(self, n: int, approve: bool) -> None:
        if refund := self.one(self.refunds, n):
            with suppress(NotPossible):
                decide(refund, approve=approve, words="đã xem", acting=self.treasury.chief)

    @rule(n=WHICH, channel=st.sampled_from(["vietqr", "cash"]))
    def a_refund_is_paid(self, n: int, channel: str) -> None:
        if refund := self.one(self.refunds, n):
            with suppress(NotPossible):
                pay_out(refund, channel=channel, acting=self.treasury.accountant, at=timezone.now(), proof_number="FT1")

    @invariant()
    def the_books_are_true(self) -> None:
        check_the_books()


def test_money_in_is_receipts_refunds_and_unmatched_whatever_happens(treasury: Treasury) -> None:
    machine = type("Machine", (Counter,), {"treasury": treasury})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
