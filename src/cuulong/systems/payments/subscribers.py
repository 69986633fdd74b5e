"""What money does when a dossier ends early; safe to repeat (phản ứng với sự kiện)."""

from __future__ import annotations

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.published.facts.services import DossierEvent, FeeOverpaid

from .actions.charge import cancel_charge
from .actions.refunds import available, propose_for_subject, request_refund
from .models import LIVING, Charge, ChargeState, Refund, RefundCause

LOWERED = gettext_noop("Tờ khai đổi sau khi nộp nên số phải nộp giảm")
ENDED = gettext_noop("Hồ sơ đã rút hoặc không được tiếp nhận")


def give_up(fact: DossierEvent) -> None:
    """Stop asking for what is due, and propose to give back what was paid (dừng thu, đề nghị hoàn trả)."""
    acting = Acting.system("payments")
    charges = _of(fact.subject)
    for charge in charges:
        cancel_charge(charge, reason=ENDED, acting=acting)
    paid = [charge for charge in charges if charge.state == ChargeState.PAID]
    propose_for_subject(paid, note=ENDED, acting=acting)


def give_surplus_back(fact: FeeOverpaid) -> None:
    """Answers that cost less after payment: propose to give the difference back, newest charge first (nộp thừa)."""
    paid = [one for one in _of(fact.subject) if one.code.split(".")[0] == fact.moment and one.state == ChargeState.PAID]
    proposed = Refund.objects.filter(charge__in=paid, cause=RefundCause.LOWERED)
    if proposed.filter(requested_at__gte=fact.at).exists():
        return  # this fact came before
    left = fact.surplus - sum(proposed.filter(state__in=LIVING).values_list("amount", flat=True))
    acting = Acting.system("payments")
    for charge in reversed(paid):
        amount = min(left, available(charge, None))
        if amount > 0:
            request_refund(charge, amount=amount, cause=RefundCause.LOWERED, note=LOWERED, acting=acting)
            left -= amount


def _of(subject: Ref) -> list[Charge]:
    return list(Charge.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid).order_by("pk"))
