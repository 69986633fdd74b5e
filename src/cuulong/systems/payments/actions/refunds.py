"""Give money back: ask, decide, pay out (hoàn trả)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.payments import ChargeRefunded

from ..models import LIVING, Account, Charge, ChargeState, Payment, PaymentState, Refund, RefundCause, RefundState
from ..rules import NotPossible
from .cash import shift_of
from .ledger import post, received_for
from .receipts import cancel_receipt, issue_receipt


def available(charge: Charge | None, payment: Payment | None) -> int:
    """What can still be given back: kept money without what is already on its way (số còn hoàn trả được)."""
    if payment is not None:
        kept, going = payment.rest, payment.refunds
    else:
        assert charge is not None
        kept, going = sum(amount for _payment, amount in received_for(charge)), charge.refunds
    promised: int = going.filter(state__in=LIVING).aggregate(n=Sum("amount"))["n"] or 0
    return kept - promised


@transaction.atomic
def request_refund(
    source: Charge | Payment,
    *,
    amount: int,
    cause: RefundCause,
    note: str,
    acting: Acting,
    payee: str = "",
    bank: str = "",
    account: str = "",
) -> Refund:
    """Ask that money goes back; nothing moves until another person agrees (đề nghị hoàn trả).

    Raises NotPossible, people.acting.Forbidden.
    """
    if isinstance(source, Charge):
        reach = acting.agency_ids("payments.refund")
        if reach is not None and source.counter_id not in reach:
            acting.require("payments.refund", source.agency_id)
        charge, payment = Charge.objects.select_for_update().get(pk=source.pk), None
    else:
        acting.require("payments.reconcile")
        charge, payment = None, Payment.objects.select_for_update().get(pk=source.pk)
    left = available(charge, payment)
    if not 0 < amount <= left:
        raise NotPossible(
            "too_much",
            gettext_noop("Chỉ hoàn trả được từ 1 đến %(left)s đồng cho khoản này."),
            left=f"{left:,}".replace(",", "."),
        )
    if not note.strip():
        raise NotPossible("reason", gettext_noop("Giải thích vì sao hoàn trả."))
    refund = Refund.objects.create(
        charge=charge,
        payment=payment,
        amount=amount,
        cause=cause,
        note=note.strip()[:300],
        payee=(payee or (charge.payer if charge else ""))[:150],
        bank=bank[:100],
        account=account[:30],
        requested_by=acting.account,
    )
    record(acting, "payments.refund.requested", refund, charge.agency if charge else None, amount=amount)
    return refund


@transaction.atomic
def decide(refund: Refund, *, approve: bool, words: str, acting: Acting) -> Refund:
    """Agree or refuse, by someone other than who asked (duyệt hoàn trả). Raises NotPossible, Forbidden."""
    acting.require("payments.approve_refund")
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if refund.state != RefundState.REQUESTED:
        raise NotPossible("decided", gettext_noop("Đề nghị này đã được xử lý."))
    if refund.requested_by_id and acting.account and refund.requested_by_id == acting.account.pk:
        raise NotPossible("same_person", gettext_noop("Người đề nghị không tự duyệt. Chuyển cho người khác."))
    if not approve and not words.strip():
        raise NotPossible("reason", gettext_noop("Ghi lý do không duyệt."))
    refund.state = RefundState.APPROVED if approve else RefundState.REFUSED
    refund.decided_by, refund.decided_at, refund.decision = acting.account, timezone.now(), words.strip()[:300]
    refund.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    record(acting, "payments.refund.decided", refund, decision=refund.get_state_display(), amount=refund.amount)
    return refund


@transaction.atomic
def pay_out(
    refund: Refund,
    *,
    channel: str,
    acting: Acting,
    at: datetime,
    proof: StoredFile | None = None,
    proof_number: str = "",
) -> Refund:
    """The money left: by transfer with the bank's number or a file as proof, or in cash (chi hoàn trả).

    Raises NotPossible, people.acting.Forbidden.
    """
    acting.require("payments.pay_refund")
    first = Refund.objects.get(pk=refund.pk)
    charge = Charge.objects.select_for_update().get(pk=first.charge_id) if first.charge_id else None
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if refund.state != RefundState.APPROVED:
        raise NotPossible("not_approved", gettext_noop("Khoản hoàn trả này chưa được duyệt hoặc đã chi."))
    if channel == "vietqr" and proof is None and not proof_number.strip():
        raise NotPossible("proof", gettext_noop("Ghi số giao dịch của ngân hàng hoặc gửi kèm chứng từ chi."))
    refund.state, refund.paid_at, refund.paid_by, refund.channel = RefundState.PAID, at, acting.account, channel
    refund.proof, refund.proof_number = proof, proof_number.strip()[:80]
    if channel == "cash" and charge is not None:
        refund.shift = shift_of(acting, charge, acting.agency_ids("payments.collect"), at)
    refund.save()
    if charge is not None:
        _from_charge(refund, charge, acting, at)
    else:
        assert refund.payment_id
        _from_rest(refund, Payment.objects.select_for_update().get(pk=refund.payment_id), acting, at)
    record(acting, "payments.refund.paid", refund, charge.agency if charge else None, amount=refund.amount)
    return refund


def _from_rest(refund: Refund, payment: Payment, acting: Acting, at: datetime) -> None:
    post(payment, Account.UNMATCHED, Account.REFUNDS, refund.amount, at=at, acting=acting, refund=refund)
    payment.rest -= refund.amount
    if not payment.rest:
        whole = payment.amount == sum(payment.refunds.filter(state=RefundState.PAID).values_list("amount", flat=True))
        payment.state, payment.why = PaymentState.RETURNED if whole else PaymentState.MATCHED, ""
    payment.save(update_fields=["rest", "state", "why"])


def _from_charge(refund: Refund, charge: Charge, acting: Acting, at: datetime) -> None:
    need = refund.amount
    for payment_id, kept in received_for(charge):
        if taken := min(kept, need):
            payment = Payment.objects.get(pk=payment_id)
            post(payment, Account.RECEIPTS, Account.REFUNDS, taken, at=at, acting=acting, charge=charge, refund=refund)
            need -= taken
    charge.refunded += refund.amount
    charge.state = ChargeState.REFUNDED if charge.refunded == charge.total else charge.state
    charge.save(update_fields=["refunded", "state"])
    left = charge.total - charge.refunded
    ended = cancel_receipt(charge, reason=refund.note, acting=acting, at=at, replaced=left > 0)
    if ended and left:
        back = {"code": "refund", "title": refund.get_cause_display(), "amount": -refund.amount, "explanation": ""}
        issue_receipt(
            charge, acting=acting, at=at, replaces=ended, payer=ended.payer, lines=[*ended.lines, back], total=left
        )
    publish(
        ChargeRefunded(
            subject=charge.subject, charge=charge.ref, code=charge.code, amount=refund.amount, left=left, paid_at=at
        )
    )


def propose_for_subject(charges: list[Charge], *, note: str, acting: Acting) -> list[Refund]:
    """A withdrawn subject: what its paid charges allow to give back is put before the approver (đề nghị khi rút hồ sơ)."""
    proposed = []
    for charge in charges:
        lines = sum(line["amount"] for line in charge.lines if line.get("refundable", True))
        amount = min(lines, available(charge, None))
        if amount > 0 and not charge.refunds.exclude(state=RefundState.REFUSED).exists():
            proposed.append(
                request_refund(charge, amount=amount, cause=RefundCause.WITHDRAWN, note=note, acting=acting)
            )
    return proposed
