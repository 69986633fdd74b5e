"""The treasury's sheet: what moved in a span of days, and that it adds up (bảng đối soát kho bạc)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from cuulong.lib.dates import Period

from .models import Account, Charge, Posting


@dataclass(frozen=True)
class Book:
    """One place where money is kept, over a period (một tài khoản trong kỳ)."""

    title: str
    opening: int
    came: int
    receipts: int
    refunds: int
    closing: int

    @property
    def adds_up(self) -> bool:
        """Unmatched at the start and what came is receipts, refunds and unmatched at the end (cân đối)."""
        return self.opening + self.came == self.receipts + self.refunds + self.closing


def _moved(rows: QuerySet[Posting], account: Account) -> int:
    sums = rows.aggregate(come=Sum("amount", filter=Q(target=account)), gone=Sum("amount", filter=Q(source=account)))
    return int((sums["come"] or 0) - (sums["gone"] or 0))


def books(period: Period) -> list[Book]:
    """The bank account and the counters' cash (theo tài khoản)."""
    begins, ends = period.instants()
    found = []
    for title, where in (
        (_("Tài khoản %(number)s") % {"number": settings.TREASURY_ACCOUNT}, Q(payment__channel="vietqr")),
        (_("Tiền mặt tại quầy"), ~Q(payment__channel="vietqr")),
    ):
        before, during = Posting.objects.filter(where, at__lt=begins), Posting.objects.filter(where, at__gte=begins)
        during = during.filter(at__lt=ends)
        opening = _moved(before, Account.UNMATCHED)
        found.append(
            Book(
                title,
                opening,
                -_moved(during, Account.OUTSIDE),
                _moved(during, Account.RECEIPTS),
                _moved(during, Account.REFUNDS),
                opening + _moved(during, Account.UNMATCHED),
            )
        )
    return found


def by_fee(period: Period) -> list[dict[str, Any]]:
    """Fees paid in full within the period by agency and kind (theo khoản thu)."""
    begins, ends = period.instants()
    paid = Charge.objects.filter(paid_at__gte=begins, paid_at__lt=ends).values_list("agency__name", "lines")
    times: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for agency, lines in paid.iterator():
        for line in lines:
            times[agency, line["title"]] += 1
            sums[agency, line["title"]] += line["amount"]
    return [
        {"agency": agency, "title": title, "times": times[agency, title], "amount": sums[agency, title]}
        for agency, title in sorted(sums)
    ]
