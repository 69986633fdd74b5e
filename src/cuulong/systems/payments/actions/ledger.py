"""Write postings: the only place where money moves between accounts (ghi sổ cái)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, F, Sum, When

from cuulong.core.people.acting import Acting

from ..models import Account, Charge, Payment, Posting, Refund


def post(
    payment: Payment,
    source: Account,
    target: Account,
    amount: int,
    *,
    at: datetime,
    acting: Acting,
    charge: Charge | None = None,
    refund: Refund | None = None,
    why: str = "",
) -> Posting:
    """Move an amount (ghi bút toán)."""
    return Posting.objects.create(
        payment=payment,
        charge=charge,
        refund=refund,
        source=source,
        target=target,
        amount=amount,
        at=at,
        by=acting.actor_label,
        why=why,
    )


def received_for(charge: Charge) -> list[tuple[int, int]]:
    """(payment's key, amount still kept) of what pays a charge, first come first (số đã thu của khoản)."""
    signed = Case(When(target=Account.RECEIPTS, then=F("amount")), When(source=Account.RECEIPTS, then=-F("amount")))
    kept = Posting.objects.filter(charge=charge).values_list("payment").annotate(kept=Sum(signed)).order_by("payment")
    return [(payment, amount) for payment, amount in kept if amount]
