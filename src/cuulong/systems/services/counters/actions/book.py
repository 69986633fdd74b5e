"""Give, cancel and remind of appointments (đặt, hủy, nhắc lịch hẹn)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.design import formats
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop

from ...catalogue.models import ProcedureVersion
from ..booking_rules import OPEN_BOOKINGS, REMIND_BEFORE, NotBooked
from ..models import Visit, VisitState
from ..queries import days_of, plan_of, slots_of


@transaction.atomic
def book(
    counter: Agency,
    starts_at: datetime,
    *,
    name: str,
    phone: str,
    email: str = "",
    language: str = "vi",
    version: ProcedureVersion | None = None,
    acting: Acting,
    at: datetime,
) -> Visit:
    """Take a seat in a slot (đặt lịch hẹn).

    The counter's row is locked, so of two who want the last seat one gets it.

    Raises NotBooked: the slot is full, begun or none, or the number holds enough appointments.
    """
    counter = Agency.objects.select_for_update(no_key=True).get(pk=counter.pk)
    day = local_date(starts_at)
    slot = next((one for one in slots_of(counter, day, at) if one.starts_at == starts_at), None)
    plan = plan_of(counter, day)
    if slot is None or plan is None or day not in days_of(counter, local_date(at)):
        raise NotBooked("no_slot", gettext_noop("Quầy không nhận hẹn vào giờ này. Chọn giờ khác."))
    held = Visit.objects.filter(phone=phone, state=VisitState.BOOKED, starts_at__gt=at)
    if held.count() >= OPEN_BOOKINGS:
        raise NotBooked("enough", gettext_noop("Số điện thoại này đang giữ ba lịch hẹn. Hủy bớt rồi đặt lại."))
    living = Visit.objects.filter(counter=counter, starts_at=starts_at).exclude(state=VisitState.CANCELLED)
    taken = set(living.values_list("seat", flat=True))
    seat = next((n for n in range(1, plan.capacity + 1) if n not in taken), None)
    if seat is None:
        raise NotBooked("full", gettext_noop("Giờ này vừa có người đặt hết chỗ. Chọn giờ khác."))
    visit = Visit.objects.create(
        counter=counter,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        seat=seat,
        version=version,
        account=acting.account if acting.is_citizen else None,
        name=name,
        phone=phone,
        email=email,
        language=language,
    )
    record(acting, "services.visit.booked", visit, agency=counter)
    _tell(visit, "services.visit_booked")
    return visit


@transaction.atomic
def cancel(visit: Visit, *, acting: Acting, at: datetime) -> Visit:
    """Give the seat back; a second time changes nothing (hủy lịch hẹn). Raises NotBooked once the hour has come."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("counter__parent", "version").get(pk=visit.pk)
    if visit.state == VisitState.CANCELLED:
        return visit
    if visit.state != VisitState.BOOKED or visit.starts_at <= at:
        raise NotBooked("over", gettext_noop("Đã đến giờ hẹn nên không hủy được nữa."))
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state", "changed_at"])
    record(acting, "services.visit.cancelled", visit, agency=visit.counter)
    return visit


@transaction.atomic
def note_visit(visit: Visit, *, came: bool, acting: Acting, at: datetime) -> Visit:
    """Whether the person came (ghi nhận người đến). Raises Forbidden, NotBooked."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("counter").get(pk=visit.pk)
    acting.require("services.visit.read", visit.counter)
    if visit.state == VisitState.CANCELLED or (not came and visit.starts_at > at):
        raise NotBooked("not_now", gettext_noop("Lịch hẹn này đã hủy hoặc chưa đến giờ."))
    visit.state = VisitState.CAME if came else VisitState.MISSED
    visit.save(update_fields=["state", "changed_at"])
    record(acting, "services.visit.came" if came else "services.visit.missed", visit, agency=visit.counter)
    return visit


def remind(now: datetime) -> int:
    """Tell once whoever comes within a day; gives how many (nhắc lịch hẹn)."""
    due = Visit.objects.filter(
        state=VisitState.BOOKED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE
    )
    told = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            found = Visit.objects.select_for_update(of=("self",), skip_locked=True).select_related("counter__parent")
            visit = found.filter(pk=pk, state=VisitState.BOOKED, reminded_at=None).first()
            if visit is not None:
                visit.reminded_at = now
                visit.save(update_fields=["reminded_at"])
                _tell(visit, "services.visit_reminder")
                told += 1
    return told


def _tell(visit: Visit, message: str) -> None:
    with override(visit.language):
        moment = formats.moment(timezone.localtime(visit.starts_at))
    parent = visit.counter.parent
    context = {"at": moment, "where": f"{visit.counter.name}, {parent.name}" if parent else visit.counter.name}
    to = Recipient(account=visit.account, email=visit.email, phone=visit.phone, language=visit.language)
    notify(message, to=[to], subject=visit, context=context | {"code": visit.code})
