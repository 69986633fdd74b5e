"""Let a person's role end."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment
from cuulong.core.people.queries import role_title
from cuulong.core.people.rules import span_of
from cuulong.core.people.spans import to_range
from cuulong.lib.dates import short_date


@transaction.atomic
def end_appointment(appointment: Appointment, *, last: date, acting: Acting) -> Appointment:
    """Let the appointment end with the day `last`; raises AppointmentError, Forbidden (thôi phân công)."""
    acting.require("people.manage", appointment.agency)
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("account", "agency").get(pk=appointment.pk)
    )
    appointment.valid = to_range(span_of(appointment.valid.lower, last))
    appointment.save(update_fields=["valid"])
    record(
        acting,
        "people.appointment.ended",
        appointment,
        appointment.agency,
        person=appointment.account.full_name,
        role=role_title(appointment.role),
        agency_name=appointment.agency.name,
        last=short_date(last),
    )
    return appointment
