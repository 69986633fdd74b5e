"""Ask for money, take it as paid, give up asking (lập, ghi nhận đã nộp, hủy khoản phải thu)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError
from cuulong.lib.facts import Ref
from cuulong.published.facts.payments import ChargePaid
from cuulong.published.ports.payments import Line

from ..models import Account, Charge, ChargeState, Payment, PaymentState
from ..rules import PAID_TOO_MUCH
from .ledger import post
from .receipts import issue_receipt


class NotDue(InputError):
    """The charge is no longer waiting for money."""


def request_charge(
    subject: Ref, *, agency: Ref, payer: str, code: str, lines: Sequence[Line], counter: Ref | None = None
) -> Charge:
    """One living charge per (subject, code); asking again gives the same one (lập khoản phải thu)."""
    living = Charge.objects.exclude(state__in=(ChargeState.CANCELLED, ChargeState.REFUNDED))
    charge, _ = living.get_or_create(
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
def cancel_charge(charge: Charge, *, reason: str, acting: Acting) -> Charge:
    """Stop asking; a paid charge is left for refund (hủy khoản phải thu)."""
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.state == ChargeState.DUE:
        charge.state, charge.cancel_reason = ChargeState.CANCELLED, reason
        charge.save(update_fields=["state", "cancel_reason"])
        record(acting, "payments.charge.cancelled", charge, reason=reason)
    return charge


def settle(charge: Charge, *, acting: Acting, at: datetime) -> bool:
    """Let the money that names a charge pay it, as soon as there is enough; the rest stays open (ghi nhận đã nộp).

    The caller holds the charge's row. Money on its way back is left alone.
    """
    if charge.state != ChargeState.DUE:
        return False
    naming = Payment.objects.filter(charge=charge, rest__gt=0).exclude(refunds__state__in=("requested", "approved"))
    money = list(naming.select_for_update(of=("self",)).order_by("received_at", "pk"))
    exact = [payment for payment in money if payment.rest == charge.total]
    money = exact[:1] or money
    if sum(payment.rest for payment in money) < charge.total:
        return False
    need = charge.total
    for payment in money:
        if taken := min(payment.rest, need):
            post(payment, Account.UNMATCHED, Account.RECEIPTS, taken, at=at, acting=acting, charge=charge)
        need, payment.rest = need - taken, payment.rest - taken
        payment.state = PaymentState.DIFFERING if payment.rest else PaymentState.MATCHED
        payment.why = PAID_TOO_MUCH if payment.rest else ""
        payment.save(update_fields=["rest", "state", "why"])
    charge.state, charge.channel, charge.paid_at = ChargeState.PAID, money[-1].channel, at
    charge.save(update_fields=["state", "channel", "paid_at"])
    record(acting, "payments.charge.paid", charge, total=charge.total, channel=charge.channel)
    publish(
        ChargePaid(
            subject=charge.subject,
            charge=charge.ref,
            code=charge.code,
            total=charge.total,
            channel=charge.channel,
            paid_at=at,
        )
    )
    issue_receipt(charge, acting=acting, at=at)
    return True
