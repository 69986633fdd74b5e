"""Let the posts at an agency end with it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.actions.appoint import appoint
from cuulong.core.people.actions.end_appointment import end_appointment
from cuulong.core.people.models import Appointment
from cuulong.core.people.queries import role_title
from cuulong.core.people.spans import to_range
from cuulong.core.registry import Role, get
from cuulong.lib.dates import DateRange, short_date

DAY = timedelta(days=1)


@transaction.atomic
def end_with_agency(agency: Agency, successor: Agency | None, *, on: date, acting: Acting) -> int:
    """End all appointments at an agency that ended on `on`, and in its inner rooms; gives how many (kết thúc phân công).

    Whoever does not sign goes on in the same role at `successor`, or in its room of the same name; leaders and clerks
    are appointed anew. What was to begin later is cancelled. A second time nothing is left to do.
    """
    ended = Agency.objects.filter(Q(pk=agency.pk) | Q(profiles__parent=agency, profiles__valid__endswith=on))
    held = (
        Appointment.objects.filter(agency__in=ended.filter(valid__endswith=on), valid__overlap=to_range(_from(on)))
        .select_related("account", "agency")
        .order_by("pk")
    )
    posts = list(held)
    for post in posts:
        heir = _heir(post.agency, agency, successor, on)
        if heir is not None and not get(Role, post.role).signs:
            _carry_over(post, heir, on=on, acting=acting)
        if post.valid.lower < on:
            end_appointment(post, last=on - DAY, acting=acting)
        else:
            _cancel(post, acting=acting)
    return len(posts)


def _from(on: date) -> DateRange:
    return DateRange(on, None)


def _heir(place: Agency, agency: Agency, successor: Agency | None, on: date) -> Agency | None:
    """Where work done at `place` goes on: the successor, or its room that does the same."""
    if successor is None or place.pk == agency.pk:
        return successor
    rooms = Agency.objects.filter(profiles__parent=successor, profiles__valid__contains=on, valid__contains=on)
    return rooms.filter(key=place.key).exclude(key="").first()


def _carry_over(post: Appointment, heir: Agency, *, on: date, acting: Acting) -> None:
    span = DateRange(max(on, post.valid.lower), post.valid.upper)
    there = Appointment.objects.filter(account=post.account, agency=heir, role=post.role, field=post.field)
    if there.filter(valid__overlap=to_range(span)).exists():
        return
    appoint(
        post.account,
        heir,
        post.role,
        first=span.start,
        last=span.end - DAY if span.end else None,
        position=post.position,
        field=post.field,
        acting=acting,
    )


def _cancel(post: Appointment, *, acting: Acting) -> None:
    """Take back an appointment that has not begun, with what was to be lent from it (hủy phân công)."""
    record(
        acting,
        "people.appointment.cancelled",
        post,
        post.agency,
        person=post.account.full_name,
        role=role_title(post.role),
        agency_name=post.agency.name,
        first=short_date(post.valid.lower),
    )
    post.delegations.all().delete()
    post.delete()
