"""Let another person do one's work for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.queries import role_title
from cuulong.core.people.rules import Held, must_be_lendable, span_of
from cuulong.core.people.spans import from_range, to_range
from cuulong.core.registry import Right, get
from cuulong.lib.dates import short_date
from cuulong.lib.vietnamese import clean


@transaction.atomic
def delegate(
    appointment: Appointment,
    to: Account,
    *,
    first: date,
    last: date | None,
    rights: Collection[str] = (),
    reason: str,
    acting: Acting,
) -> Delegation:
    """Lend the work of `appointment` (only `rights`, or all) to `to`; raises AppointmentError, Forbidden (ủy quyền).

    Everyone lends only what is theirs; an administrator may do it for somebody who is away.
    """
    if acting.account != appointment.account:
        acting.require("people.manage", appointment.agency)
    span = span_of(first, last)
    must_be_lendable(Held(from_range(appointment.valid), appointment.account_id), span, to=to.pk, reason=reason)
    made = Delegation.objects.create(
        appointment=appointment,
        delegate=to,
        rights=sorted(get(Right, code).code for code in rights),
        reason=clean(reason),
        valid=to_range(span),
    )
    record(
        acting,
        "people.delegation.given",
        made,
        appointment.agency,
        lender=appointment.account.full_name,
        delegate=to.full_name,
        role=role_title(appointment.role),
        first=short_date(first),
        last=short_date(last) if last else "",
        reason=made.reason,
    )
    return made
