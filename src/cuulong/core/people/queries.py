"""Reads over accounts, appointments and delegations (tra cứu cán bộ)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.registry import Role, get


def appointments_visible_to(acting: Acting) -> QuerySet[Appointment]:
    """One's own appointments, and those at agencies where one may see people (phân công được xem)."""
    reach = acting.agency_ids("people.see")
    every = Appointment.objects.select_related("account", "agency")
    if reach is None:
        return every
    return every.filter(Q(agency_id__in=reach) | Q(account=acting.account))


def delegations_visible_to(acting: Acting) -> QuerySet[Delegation]:
    """What one lent, what one was lent, and that of people one may see (ủy quyền được xem)."""
    every = Delegation.objects.select_related("appointment__account", "appointment__agency", "delegate")
    reach = acting.agency_ids("people.see")
    if reach is None:
        return every
    return every.filter(
        Q(appointment__agency_id__in=reach) | Q(appointment__account=acting.account) | Q(delegate=acting.account)
    )


def colleagues(account: Account, day: date | None = None) -> QuerySet[Account]:
    """Officials at the agencies where `account` works and right above, beside and below: whom one may lend work to."""
    day = day or timezone.localdate()
    own = Agency.objects.filter(appointments__account=account, appointments__valid__contains=day)
    near = Q(appointments__agency__in=own) | Q(appointments__agency__parent__in=own)
    near |= Q(appointments__agency__in=own.values("parent"))
    near |= Q(appointments__agency__parent__in=own.exclude(parent=None).values("parent"))
    return (
        Account.objects.filter(near, appointments__valid__contains=day, is_active=True)
        .exclude(pk=account.pk)
        .distinct()
        .order_by("name_key")
    )


def holders(role: str, agency: Agency, day: date | None = None) -> QuerySet[Account]:
    """Who holds `role` at `agency` on `day`, by appointment or delegation (người giữ vai trò)."""
    day = day or timezone.localdate()
    own = Appointment.objects.filter(role=role, agency=agency, valid__contains=day)
    lent = Delegation.objects.filter(appointment__in=own, valid__contains=day, revoked_at=None)
    return Account.objects.filter(
        Q(pk__in=own.values("account")) | Q(pk__in=lent.values("delegate")), is_active=True
    ).order_by("name_key")


def role_title(code: str) -> str:
    """What the role is called in the language of the log (tên vai trò)."""
    with override("vi"):
        return str(get(Role, code).title)
