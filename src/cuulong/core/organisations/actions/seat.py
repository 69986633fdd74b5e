"""Give an agency a seat on a body, and take it back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange as Stored

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency, Membership
from cuulong.core.organisations.rules import ArrangementError
from cuulong.core.registry.declarations import Acting
from cuulong.lib.dates import short_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean


@transaction.atomic
def seat(body: Agency, member: Agency, *, part: str, on: date, acting: Acting) -> Membership:
    """From `on` the agency sits on the body (thêm thành viên). Raises Forbidden, ArrangementError."""
    acting.require("organisations.manage")
    if body.memberships.filter(member=member, valid__overlap=Stored(on, None)).exists():
        raise ArrangementError("member", gettext_noop("%(name)s đã là thành viên."), name=member.name)
    made = Membership.objects.create(body=body, member=member, part=clean(part), valid=Stored(on, None))
    record(acting, "organisations.body.seated", body, body, member=member.name, body=body.name, on=short_date(on))
    return made


@transaction.atomic
def end_seat(seat: Membership, *, on: date, acting: Acting) -> None:
    """From `on` the agency no longer sits there (thôi thành viên). Raises Forbidden, ArrangementError."""
    acting.require("organisations.manage")
    if on <= seat.valid.lower:
        raise ArrangementError("on", gettext_noop("Ngày thôi phải sau ngày bắt đầu."))
    seat.valid = Stored(seat.valid.lower, on)
    seat.save(update_fields=["valid"])
    record(
        acting,
        "organisations.body.left",
        seat.body,
        seat.body,
        member=seat.member.name,
        body=seat.body.name,
        on=short_date(on),
    )
