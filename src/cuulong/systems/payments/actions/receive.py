"""Book what the bank tells of, once, and match it (ghi nhận tiền về)."""

from __future__ import annotations

import zlib
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.payments import ChargeReopened, PaymentUnmatched

from ..models import LIVING, Account, Charge, ChargeState, Payment, PaymentState, Refund
from ..rules import NO_REFERENCE, TWIN_DAYS, NotPossible, bare, memo_key, references_in, why_not
from .charge import settle
from .ledger import post, received_for
from .receipts import cancel_receipt

# First half of the key of the lock under which equal transfers are booked one after the other.
LOCK_SPACE = 0x4D4F4E59


@transaction.atomic
def receive_transfer(
    *,
    bank_transaction: str,
    amount: int,
    text: str,
    received_at: datetime,
    acting: Acting,
    stated: bool = False,
    loose: bool = False,
) -> Payment:
    """Book a transfer once and match it to its charge (ghi nhận tiền về).

    A repeated transaction gives the first booking, whether a message or a statement (`stated`) tells it. `loose`: the
    number is not the one the bank's messages bear, so a message and a statement line of equal amount, memo and about
    the same day are one transfer. Money that pays nothing is kept open with the reason, never dropped.
    """
    key = memo_key(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(f"{amount}{key}".encode()) >> 1])
    known = Payment.objects.select_for_update().filter(bank_transaction=bank_transaction).first()
    known = known or _twin(amount, key, received_at, stated=stated, loose=loose)
    if known:
        known.told, known.stated = known.told or not stated, known.stated or stated
        known.save(update_fields=["told", "stated"])
        return known
    payment, fresh = Payment.objects.get_or_create(
        bank_transaction=bank_transaction,
        defaults={
            "amount": amount,
            "rest": amount,
            "text": text,
            "memo_key": key,
            "received_at": received_at,
            "channel": "vietqr",
            "state": PaymentState.UNMATCHED,
            "told": not stated,
            "stated": stated,
            "loose": loose,
        },
    )
    if fresh:
        post(payment, Account.OUTSIDE, Account.UNMATCHED, amount, at=received_at, acting=acting)
        _match(payment, acting)
    return payment


def _twin(amount: int, key: str, at: datetime, *, stated: bool, loose: bool) -> Payment | None:
    """The same transfer as the other way of telling had it."""
    near = Payment.objects.select_for_update().filter(
        amount=amount, memo_key=key, channel="vietqr", received_at__range=(at - TWIN_DAYS, at + TWIN_DAYS)
    )
    others = near.filter(told=True, stated=False) if stated else near.filter(told=False, stated=True, loose=True)
    return others.order_by("received_at", "pk").first() if loose or not stated else None


def _match(payment: Payment, acting: Acting) -> None:
    found = Charge.objects.filter(reference__in=references_in(payment.text)).order_by("pk").first()
    charge = found or _by_amount_and_name(payment)
    if charge is None:
        payment.why = NO_REFERENCE
        payment.save(update_fields=["why"])
    else:
        _name(payment, charge, acting, at=payment.received_at)
    if payment.rest:
        record(acting, "payments.payment.unmatched", payment, amount=payment.rest)
        publish(PaymentUnmatched(subject=payment.ref, amount=payment.rest, received_at=payment.received_at))


def _by_amount_and_name(payment: Payment) -> Charge | None:
    """The only due charge of that amount whose payer the memo names, when the reference was lost."""
    same = Charge.objects.filter(state=ChargeState.DUE, total=payment.amount).order_by("pk")[:200]
    memo = bare(payment.text)
    named = [charge for charge in same if len(bare(charge.payer)) >= 6 and bare(charge.payer) in memo]
    return named[0] if len(named) == 1 else None


def _name(payment: Payment, charge: Charge, acting: Acting, *, at: datetime) -> None:
    """Say that a payment is for a charge, and pay it if that is enough."""
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    why = why_not(charge.state, charge.total, payment.rest)
    payment.charge, payment.state, payment.why = charge, PaymentState.DIFFERING, why
    payment.save(update_fields=["charge", "state", "why", "by_hand"])
    settle(charge, acting=acting, at=at)
    payment.refresh_from_db()


@transaction.atomic
def assign(payment: Payment, charge: Charge, *, reason: str, acting: Acting) -> Payment:
    """An accountant says which charge money is for (khớp bằng tay). Raises NotPossible, people.acting.Forbidden."""
    acting.require("payments.reconcile")
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if not reason.strip():
        raise NotPossible("reason", gettext_noop("Ghi lý do để người kiểm tra sau này hiểu."))
    if payment.rest != payment.amount:
        raise NotPossible("matched", gettext_noop("Khoản tiền này đã khớp một phần hoặc toàn bộ. Gỡ khớp trước."))
    if payment.refunds.filter(state__in=LIVING).exists():
        raise NotPossible("refunding", gettext_noop("Khoản tiền này đang được hoàn trả nên không khớp được nữa."))
    if charge.state != ChargeState.DUE:
        raise NotPossible("not_due", gettext_noop("Khoản phải thu đó đã nộp hoặc đã hủy. Tiền này cần hoàn trả."))
    payment.by_hand = reason.strip()[:200]
    record(acting, "payments.payment.assigned", payment, charge.agency, charge=charge.reference, reason=reason)
    _name(payment, charge, acting, at=timezone.now())
    return payment


@transaction.atomic
def undo(payment: Payment, *, reason: str, acting: Acting) -> Payment:
    """Take a match back: the charge is due again and its receipt cancelled (gỡ khớp).

    Raises NotPossible, people.acting.Forbidden.
    """
    acting.require("payments.reconcile")
    if not reason.strip():
        raise NotPossible("reason", gettext_noop("Ghi lý do để người kiểm tra sau này hiểu."))
    payment.refresh_from_db(fields=["charge"])
    if payment.charge_id is None:
        raise NotPossible("nothing", gettext_noop("Khoản tiền này chưa khớp với khoản nào."))
    charge = Charge.objects.select_for_update().get(pk=payment.charge_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.channel != "vietqr":
        raise NotPossible("cash", gettext_noop("Tiền mặt đã thu tại quầy thì không gỡ khớp, chỉ hoàn trả."))
    if Refund.objects.filter(charge=charge).exclude(state="refused").exists():
        raise NotPossible("refunding", gettext_noop("Khoản phải thu này đã hoặc đang hoàn trả nên không gỡ khớp được."))
    kept = dict(received_for(charge))
    if payment.pk in kept:
        _reopen(charge, kept, reason, acting)
        payment.refresh_from_db()
    payment.charge, payment.state, payment.why, payment.by_hand = None, PaymentState.UNMATCHED, reason[:200], ""
    payment.save(update_fields=["charge", "state", "why", "by_hand"])
    record(acting, "payments.payment.undone", payment, charge.agency, charge=charge.reference, reason=reason)
    return payment


def _reopen(charge: Charge, kept: dict[int, int], reason: str, acting: Acting) -> None:
    now = timezone.now()
    for paying in Payment.objects.select_for_update().filter(pk__in=kept).order_by("pk"):
        back = kept[paying.pk]
        post(paying, Account.RECEIPTS, Account.UNMATCHED, back, at=now, acting=acting, charge=charge, why=reason[:200])
        paying.rest += back
        paying.state, paying.why = PaymentState.DIFFERING, why_not("due", charge.total, paying.rest)
        paying.save(update_fields=["rest", "state", "why"])
    charge.state, charge.channel, charge.paid_at = ChargeState.DUE, "", None
    charge.save(update_fields=["state", "channel", "paid_at"])
    cancel_receipt(charge, reason=reason, acting=acting, at=now)
    publish(ChargeReopened(subject=charge.subject, charge=charge.ref, code=charge.code, total=charge.total, at=now))
