"""Ask for money, take it, give up asking (lập, thu, hủy khoản phải thu)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.facts import Ref
from cuulong.published.facts.payments import ChargePaid, PaymentUnmatched
from cuulong.published.ports.payments import Line

from ..models import Charge, ChargeState, Payment, PaymentState
from ..rules import reference_in


class NotDue(InputError):
    """The charge is no longer waiting for money."""


def request_charge(
    subject: Ref, *, agency: Ref, payer: str, code: str, lines: Sequence[Line], counter: Ref | None = None
) -> Charge:
    """One living charge per (subject, code); asking again gives the same one (lập khoản phải thu)."""
    charge, _ = Charge.objects.exclude(state=ChargeState.CANCELLED).get_or_create(
        subject_kind=subject.kind,
        subject_uuid=subject.uuid,
        code=code,
        defaults={
            "agency": Agency.objects.get(uuid=agency.uuid),
            "counter": Agency.objects.get(uuid=counter.uuid) if counter else None,
            "payer": payer,
            "lines": [asdict(line) for line in lines],
            "total": sum(line.amount for line in lines),
        },
    )
    return charge


@transaction.atomic
def receive_transfer(
    *, bank_transaction: str, amount: int, text: str, received_at: datetime, acting: Acting
) -> Payment:
    """Book a transfer once and match it to its charge (ghi nhận tiền về).

    A repeated transaction gives the first booking. Money that no due charge explains, or of another amount, is kept as
    unmatched with the reason, never dropped.
    """
    payment, fresh = Payment.objects.get_or_create(
        bank_transaction=bank_transaction,
        defaults={
            "amount": amount,
            "text": text,
            "received_at": received_at,
            "channel": "vietqr",
            "state": PaymentState.UNMATCHED,
        },
    )
    if not fresh:
        return payment
    reference = reference_in(text)
    charge = Charge.objects.select_for_update().filter(reference=reference).first() if reference else None
    payment.why = _why_unmatched(charge, amount)
    if payment.why or charge is None:
        payment.save(update_fields=["why"])
        record(acting, "payments.payment.unmatched", payment, amount=amount)
        publish(PaymentUnmatched(subject=payment.ref, amount=amount, received_at=received_at))
        return payment
    payment.charge, payment.state = charge, PaymentState.MATCHED
    payment.save(update_fields=["charge", "state"])
    _settle(charge, channel="vietqr", at=received_at, acting=acting)
    return payment


def _why_unmatched(charge: Charge | None, amount: int) -> str:
    if charge is None:
        return gettext_noop("Nội dung chuyển khoản không có mã nào của ta.")
    if charge.state != ChargeState.DUE:
        return gettext_noop("Khoản này đã nộp hoặc đã hủy; cần hoàn trả.")
    if charge.total != amount:
        return gettext_noop("Số tiền khác số phải nộp.")
    return ""


@transaction.atomic
def collect_cash(charge: Charge, *, acting: Acting, at: datetime) -> Charge:
    """A fee collector took the money at the counter (thu tiền mặt). Raises NotDue, people.acting.Forbidden."""
    reach = acting.agency_ids("payments.collect")
    if reach is not None and charge.counter_id not in reach:
        acting.require("payments.collect", charge.agency_id)
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.state != ChargeState.DUE:
        raise NotDue("not_due", gettext_noop("Khoản này không còn chờ nộp."))
    Payment.objects.create(
        bank_transaction=f"cash:{charge.uuid}",
        amount=charge.total,
        received_at=at,
        channel="cash",
        state=PaymentState.MATCHED,
        charge=charge,
    )
    return _settle(charge, channel="cash", at=at, acting=acting)


@transaction.atomic
def cancel_charge(charge: Charge, *, reason: str, acting: Acting) -> Charge:
    """Stop asking; a paid charge is left for refund (hủy khoản phải thu)."""
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.state == ChargeState.DUE:
        charge.state, charge.cancel_reason = ChargeState.CANCELLED, reason
        charge.save(update_fields=["state", "cancel_reason"])
        record(acting, "payments.charge.cancelled", charge, reason=reason)
    return charge


def _settle(charge: Charge, *, channel: str, at: datetime, acting: Acting) -> Charge:
    charge.state, charge.channel, charge.paid_at = ChargeState.PAID, channel, at
    charge.save(update_fields=["state", "channel", "paid_at"])
    record(acting, "payments.charge.paid", charge, total=charge.total, channel=channel)
    publish(
        ChargePaid(
            subject=charge.subject, charge=charge.ref, code=charge.code, total=charge.total, channel=channel, paid_at=at
        )
    )
    return charge
