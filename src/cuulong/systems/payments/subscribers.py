"""What money does when a dossier ends early; safe to repeat (phản ứng với sự kiện)."""

from __future__ import annotations

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.services import DossierEvent

from .actions.charge import cancel_charge
from .actions.refunds import propose_for_subject
from .models import Charge, ChargeState

ENDED = gettext_noop("Hồ sơ đã rút hoặc không được tiếp nhận")


def give_up(fact: DossierEvent) -> None:
    """Stop asking for what is due, and propose to give back what was paid (dừng thu, đề nghị hoàn trả)."""
    acting = Acting.system("payments")
    charges = list(Charge.objects.filter(subject_kind=fact.subject.kind, subject_uuid=fact.subject.uuid).order_by("pk"))
    for charge in charges:
        cancel_charge(charge, reason=ENDED, acting=acting)
    paid = [charge for charge in charges if charge.state == ChargeState.PAID]
    propose_for_subject(paid, note=ENDED, acting=acting)
