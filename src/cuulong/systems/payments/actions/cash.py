"""Cash at the counter, and counting it at the end of the shift (thu tiền mặt, khóa ca)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.ids import uuid7

from ..models import Account, Charge, ChargeState, Payment, PaymentState, Shift
from ..rules import NotPossible
from .charge import NotDue, settle
from .ledger import post


@transaction.atomic
def collect_cash(charge: Charge, *, acting: Acting, at: datetime) -> Charge:
    """A fee collector took the money at the counter (thu tiền mặt). Raises NotDue, people.acting.Forbidden."""
    reach = acting.agency_ids("payments.collect")
    if reach is not None and charge.counter_id not in reach:
        acting.require("payments.collect", charge.agency_id)
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.state != ChargeState.DUE:
        raise NotDue("not_due", gettext_noop("Khoản này không còn chờ nộp."))
    earlier = charge.payments.filter(rest__gt=0).exclude(refunds__state__in=("requested", "approved"))
    missing = charge.total - (earlier.aggregate(n=Sum("rest"))["n"] or 0)
    payment = Payment.objects.create(
        bank_transaction=f"cash:{uuid7()}",
        amount=missing,
        rest=missing,
        received_at=at,
        channel="cash",
        state=PaymentState.DIFFERING,
        charge=charge,
        told=False,
        shift=shift_of(acting, charge, reach, at),
    )
    post(payment, Account.OUTSIDE, Account.UNMATCHED, missing, at=at, acting=acting)
    settle(charge, acting=acting, at=at)
    return charge


def shift_of(acting: Acting, charge: Charge, reach: frozenset[int] | None, at: datetime) -> Shift | None:
    """The open shift of whoever takes cash, opened by the first note of the day (ca thu đang mở)."""
    if acting.account is None:
        return None
    here = (
        charge.counter_id if charge.counter_id and (reach is None or charge.counter_id in reach) else charge.agency_id
    )
    shift, _ = Shift.objects.get_or_create(
        collector=acting.account, agency_id=here, closed_at=None, defaults={"opened_at": at}
    )
    return Shift.objects.select_for_update().get(pk=shift.pk)


def cash_in(shift: Shift) -> int:
    """What must lie in the drawer: cash taken less cash given back (số tiền phải có)."""
    taken = shift.payments.aggregate(n=Sum("amount"))["n"] or 0
    given: int = shift.refunds.aggregate(n=Sum("amount"))["n"] or 0
    return taken - given


@transaction.atomic
def close_shift(shift: Shift, *, counted: int, reason: str, acting: Acting, at: datetime) -> Shift:
    """Count the drawer and close; a difference needs a reason (khóa ca). Raises NotPossible."""
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    if acting.account is None or acting.account.pk != shift.collector_id:
        raise NotPossible("not_yours", gettext_noop("Chỉ người thu mới khóa được ca của mình."))
    if shift.closed_at:
        raise NotPossible("closed", gettext_noop("Ca này đã khóa."))
    expected = cash_in(shift)
    if counted != expected and not reason.strip():
        raise NotPossible("reason", gettext_noop("Tiền đếm được khác sổ. Đếm lại, hoặc ghi lý do chênh lệch."))
    shift.closed_at, shift.expected, shift.counted, shift.reason = at, expected, counted, reason.strip()[:300]
    shift.save(update_fields=["closed_at", "expected", "counted", "reason"])
    record(acting, "payments.shift.closed", shift, shift.agency, expected=expected, counted=counted)
    return shift
