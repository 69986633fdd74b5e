"""A dossier's fees, asked for through the payments port (phí, lệ phí của hồ sơ)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from cuulong.lib.money import format_dong
from cuulong.published.ports.payments import Charge, Line, payments

from ..catalogue.rules import Fee, fees
from .models import Dossier
from .routing import route

MOMENTS = ("at_filing", "at_intake", "at_result")


@dataclass(frozen=True)
class Account:
    """What falls due at one moment beside what was paid for it (tình hình nộp phí, lệ phí).

    A charge bears the moment as its code; what answers changed later cost more is asked for as "moment.2", "moment.3".
    """

    due: str
    fees: tuple[Fee, ...]
    charges: tuple[Charge, ...]

    @property
    def total(self) -> int:
        return sum(fee.amount for fee in self.fees)

    @property
    def paid(self) -> int:
        return sum(charge.total - charge.refunded for charge in self.settled)

    @property
    def owed(self) -> int:
        return max(0, self.total - self.paid)

    @property
    def surplus(self) -> int:
        """Paid for answers that changed afterwards; to be given back."""
        return max(0, self.paid - self.total)

    @property
    def settled(self) -> list[Charge]:
        return [charge for charge in self.charges if charge.state == "paid"]

    @property
    def names(self) -> str:
        return "; ".join(fee.rule.name for fee in self.fees)

    def lines(self) -> list[Line]:
        """What to ask for: each fee, or in one line what is still missing."""
        if self.paid:
            difference = gettext("Phải nộp %(total)s, đã nộp %(paid)s") % {
                "total": format_dong(self.total),
                "paid": format_dong(self.paid),
            }
            kept = all(f.rule.refundable for f in self.fees)
            return [Line(code=self.due, title=self.names, amount=self.owed, explanation=difference, refundable=kept)]
        return [
            Line(
                code=f.rule.key,
                title=f.rule.name,
                amount=f.amount,
                explanation=why_of(f),
                refundable=f.rule.refundable,
            )
            for f in self.fees
        ]


def charges_of(dossier: Dossier) -> list[Charge]:
    """Every charge of the dossier, for the functions below, so that one reading serves them all."""
    return payments().find(dossier.ref)


def fees_of(dossier: Dossier, due: str | None = None) -> list[Fee]:
    """The fees of this case; `due` keeps those of one moment."""
    return fees(dossier.version.rules, dossier.answers | {"channel": dossier.channel}, due=due)


def why_of(fee: Fee) -> str:
    """Why a fee comes to its sum, with each reduction (giải thích cách tính)."""
    words = [gettext(fee.explanation) % fee.params]
    less = gettext("giảm %(amount)s: %(reason)s")
    words += [less % {"amount": format_dong(amount), "reason": reason} for amount, reason in fee.cuts]
    return "; ".join(words)


def account_of(dossier: Dossier, due: str, charges: Sequence[Charge]) -> Account:
    """What falls due at a moment, and how much of it is there."""
    costing = tuple(fee for fee in fees_of(dossier, due) if fee.amount)
    return Account(due, costing, tuple(charge for charge in charges if charge.code.split(".")[0] == due))


def accounts_of(dossier: Dossier, charges: Sequence[Charge]) -> list[Account]:
    """The same for every moment at which something fell due or was asked for."""
    every = [account_of(dossier, due, charges) for due in MOMENTS]
    return [account for account in every if account.fees or account.charges]


def ask_for_fees(dossier: Dossier, due: str, charges: Sequence[Charge] | None = None) -> Charge | None:
    """Ask for what is missing of all that falls due at a moment; gives the charge that waits, or the last one paid.

    None when nothing falls due and nothing was paid.
    """
    account = account_of(dossier, due, charges_of(dossier) if charges is None else charges)
    for earlier in account.charges:
        # The answers changed after the amount was asked for.
        if earlier.state == "due" and earlier.total != account.owed:
            payments().cancel(earlier.ref, reason=gettext("Số phải nộp đã thay đổi theo tờ khai"))
    if not account.owed:
        return account.settled[-1] if account.settled else None
    agency, counter = dossier.competent_agency, dossier.intake_agency
    if agency is None or counter is None:
        answers = dossier.answers | {"channel": dossier.channel}
        way = route(dossier.version, answers, day=timezone.localdate(), counter=counter)
        agency, counter = way.competent, way.intake
    code = f"{due}.{len(account.settled) + 1}" if account.settled else due
    return payments().request(
        dossier.ref,
        agency=agency.ref,
        payer=dossier.receiver_name,
        code=code,
        lines=account.lines(),
        counter=counter.ref,
    )


def unpaid(dossier: Dossier, *moments: str, charges: Sequence[Charge] | None = None) -> list[str]:
    """Names of the fees of these moments that have not been paid, with the rest where a part has."""
    known = charges_of(dossier) if charges is None else charges
    open_accounts = [account for due in moments if (account := account_of(dossier, due, known)).owed]
    return [name for account in open_accounts for name in _missing(account)]


def _missing(account: Account) -> list[str]:
    if account.paid:
        rest = gettext("%(fees)s (còn thiếu %(rest)s)")
        return [rest % {"fees": account.names, "rest": format_dong(account.owed)}]
    return [fee.rule.name for fee in account.fees]
