"""Give a person a role at an agency."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.queries import role_title
from cuulong.core.people.rules import must_not_overlap, span_of
from cuulong.core.people.spans import from_range, to_range
from cuulong.core.registry import Role, get
from cuulong.lib.dates import short_date
from cuulong.lib.vietnamese import clean


@transaction.atomic
def appoint(
    account: Account,
    agency: Agency,
    role: str,
    *,
    first: date,
    last: date | None = None,
    position: str = "",
    field: str = "",
    acting: Acting,
) -> Appointment:
    """Appoint `account` from `first` through `last`; raises AppointmentError, Forbidden (bổ nhiệm, phân công)."""
    acting.require("people.manage", agency)
    get(Role, role)
    span = span_of(first, last)
    Account.objects.select_for_update().get(pk=account.pk)
    held = Appointment.objects.filter(account=account, agency=agency, role=role, field=field)
    must_not_overlap(span, (from_range(a.valid) for a in held))
    made = Appointment.objects.create(
        account=account, agency=agency, role=role, position=clean(position), field=field, valid=to_range(span)
    )
    record(
        acting,
        "people.appointment.made",
        made,
        agency,
        person=account.full_name,
        role=role_title(role),
        agency_name=agency.name,
        first=short_date(first),
        last=short_date(last) if last else "",
    )
    return made
