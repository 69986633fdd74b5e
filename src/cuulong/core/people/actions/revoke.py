"""Take back what was lent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Delegation


@transaction.atomic
def revoke(delegation: Delegation, *, acting: Acting, at: datetime) -> Delegation:
    """End a delegation at once; a second call changes nothing (thu hồi ủy quyền). Raises Forbidden."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("appointment__account", "appointment__agency", "delegate")
        .get(pk=delegation.pk)
    )
    appointment = delegation.appointment
    if acting.account != appointment.account:
        acting.require("people.manage", appointment.agency)
    if delegation.revoked_at is None:
        delegation.revoked_at = at
        delegation.save(update_fields=["revoked_at"])
        record(
            acting,
            "people.delegation.revoked",
            delegation,
            appointment.agency,
            lender=appointment.account.full_name,
            delegate=delegation.delegate.full_name,
        )
    return delegation
