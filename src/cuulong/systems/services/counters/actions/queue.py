"""Take a number, call it, end it (lấy số, gọi số)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.lib.errors import gettext_noop

from .. import rules, settings
from ..models import Desk, Device, Ticket, TicketState

SERVE = "services.dossier.accept"
MANAGE = "services.queue.manage"


@transaction.atomic
def take_ticket(device: Device, *, priority: str, press: UUID, at: datetime) -> Ticket:
    """The next number of the day; pressing once gives one number however often it is sent (lấy số). Raises Refused."""
    before = Ticket.objects.filter(press=press, agency=device.agency).first()
    if before is not None:
        return before
    if priority and priority not in settings.priority_groups():
        raise rules.Refused("unknown_group", gettext_noop("Không có nhóm ưu tiên đó. Chọn lại trên màn hình."))
    day = timezone.localtime(at).date()
    ticket = Ticket(agency=device.agency, day=day, priority=priority, press=press, taken_at=at)
    machine = Acting.system("kiosk")
    ticket.n = take("services.ticket", agency=device.agency, day=day, subject=ticket, acting=machine).n
    try:
        with transaction.atomic():
            ticket.save()
    except IntegrityError:  # the same press came on another connection and waited for the series
        return Ticket.objects.get(press=press)
    return ticket


@transaction.atomic
def call_next(desk: Desk, *, acting: Acting, at: datetime) -> Ticket:
    """Call who is next: priority first, an ordinary number after a run of them (gọi số tiếp theo).

    What two desks call at the same moment is never the same number. Raises Refused when nobody waits.
    """
    desk = _mine(desk, acting)
    if Ticket.objects.filter(desk=desk, state=TicketState.CALLED).exists():
        raise rules.Refused("busy", gettext_noop("Ô này đang phục vụ một số. Bấm Xong hoặc Vắng mặt trước đã."))
    day = timezone.localtime(at).date()
    today = Ticket.objects.filter(agency=desk.agency, day=day)
    run = int(settings.queue().get("priority_run", 0))
    newest = today.exclude(called_at=None).order_by("-called_at", "-n").values_list("priority", flat=True)[: run or 1]
    ordinary_first = rules.ordinary_is_due([bool(group) for group in newest], run)
    # One of another desk's hands is passed over, so nobody waits for anybody.
    waiting = today.filter(state=TicketState.WAITING).select_for_update(skip_locked=True).order_by("n")
    first, second = (waiting.filter(priority=""), waiting.exclude(priority=""))
    ticket = (first.first() or second.first()) if ordinary_first else (second.first() or first.first())
    if ticket is None:
        raise rules.Refused("nobody", gettext_noop("Không còn ai chờ."))
    ticket.state = rules.next_ticket_state("call", ticket.state)
    ticket.desk, ticket.called_at = desk, at
    return _called(ticket, acting, at)


@transaction.atomic
def call_again(ticket: Ticket, desk: Desk, *, acting: Acting, at: datetime) -> Ticket:
    """Call the number at this desk once more, or one that was absent (gọi lại). Raises Refused."""
    desk = _mine(desk, acting)
    ticket = _locked(ticket, desk)
    act = "bring_back" if ticket.state == TicketState.ABSENT else "call_again"
    if act == "call_again" and ticket.desk_id != desk.pk:
        raise rules.Refused("other_desk", gettext_noop("Số này đang ở ô khác."))
    if act == "bring_back" and Ticket.objects.filter(desk=desk, state=TicketState.CALLED).exists():
        raise rules.Refused("busy", gettext_noop("Ô này đang phục vụ một số. Bấm Xong hoặc Vắng mặt trước đã."))
    ticket.state = rules.next_ticket_state(act, ticket.state)
    ticket.desk, ticket.ended_at = desk, None
    if act == "bring_back":
        ticket.called_at = at
    return _called(ticket, acting, at)


@transaction.atomic
def end(ticket: Ticket, desk: Desk, act: str, *, acting: Acting, at: datetime) -> Ticket:
    """The person was served (`finish`), or did not come (`absent`) (xong, vắng mặt). Raises Refused."""
    desk = _mine(desk, acting)
    ticket = _locked(ticket, desk)
    if ticket.desk_id != desk.pk:
        raise rules.Refused("other_desk", gettext_noop("Số này đang ở ô khác."))
    ticket.state = rules.next_ticket_state(act, ticket.state)
    ticket.ended_at = at
    ticket.save(update_fields=["state", "ended_at"])
    return ticket


@transaction.atomic
def sit_down(desk: Desk, *, acting: Acting) -> Desk:
    """Serve at this desk; one leaves the desk one sat at before (ngồi ô). Raises Refused while another serves there."""
    acting.require(SERVE, desk.agency)
    assert acting.account is not None
    Desk.objects.filter(officer=acting.account).exclude(pk=desk.pk).update(officer=None)
    desk = Desk.objects.select_for_update(of=("self",)).select_related("agency", "officer").get(pk=desk.pk)
    if desk.closed_at:
        raise rules.Refused("desk_closed", gettext_noop("Ô này đã đóng."))
    if desk.officer_id not in (None, acting.account.pk) and desk.tickets.filter(state=TicketState.CALLED).exists():
        raise rules.Refused("desk_taken", gettext_noop("Người khác đang phục vụ ở ô này. Chọn ô khác."))
    if desk.officer_id != acting.account.pk:
        desk.officer = acting.account
        desk.save(update_fields=["officer"])
        record(acting, "services.desk.taken", desk, agency=desk.agency, number=desk.number)
    return desk


@transaction.atomic
def open_desk(agency: Agency, number: int, *, acting: Acting) -> Desk:
    """A new desk of a centre, or one that was closed (mở ô). Raises Refused for a number in use."""
    acting.require(MANAGE, agency)
    desk, made = Desk.objects.get_or_create(agency=agency, number=number)
    if not made and desk.closed_at is None:
        raise rules.Refused("desk_there", gettext_noop("Ô số %(number)d đã có."), number=number)
    desk.closed_at = None
    desk.save(update_fields=["closed_at"])
    record(acting, "services.desk.opened", desk, agency=agency, number=number)
    return desk


@transaction.atomic
def close_desk(desk: Desk, *, acting: Acting, at: datetime) -> Desk:
    """Nobody is served there any more (đóng ô). Raises Refused while a number is there."""
    acting.require(MANAGE, desk.agency)
    desk = Desk.objects.select_for_update(of=("self",)).select_related("agency").get(pk=desk.pk)
    if desk.tickets.filter(state=TicketState.CALLED).exists():
        raise rules.Refused("desk_taken", gettext_noop("Người khác đang phục vụ ở ô này. Chọn ô khác."))
    desk.closed_at, desk.officer = at, None
    desk.save(update_fields=["closed_at", "officer"])
    record(acting, "services.desk.closed", desk, agency=desk.agency, number=desk.number)
    return desk


@transaction.atomic
def add_device(agency: Agency, purpose: str, name: str, *, acting: Acting) -> Device:
    """A kiosk or a board; its address holds a code that nobody can guess (thêm thiết bị)."""
    acting.require(MANAGE, agency)
    device = Device.objects.create(agency=agency, purpose=Device.Purpose(purpose), name=name)
    record(acting, "services.device.added", device, agency=agency, name=name)
    return device


@transaction.atomic
def revoke_device(device: Device, *, acting: Acting, at: datetime) -> Device:
    """Its address stops working at once (thu hồi thiết bị)."""
    acting.require(MANAGE, device.agency)
    device.revoked_at = device.revoked_at or at
    device.save(update_fields=["revoked_at"])
    record(acting, "services.device.revoked", device, agency=device.agency, name=device.name)
    return device


def _mine(desk: Desk, acting: Acting) -> Desk:
    """The desk, locked, if this person sits there."""
    desk = Desk.objects.select_for_update(of=("self",)).select_related("agency").get(pk=desk.pk)
    acting.require(SERVE, desk.agency)
    if acting.account is None or desk.officer_id != acting.account.pk:
        raise rules.Refused("not_here", gettext_noop("Anh/chị không còn ngồi ở ô này. Chọn lại ô rồi gọi số."))
    return desk


def _locked(ticket: Ticket, desk: Desk) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk, agency=desk.agency)


def _called(ticket: Ticket, acting: Acting, at: datetime) -> Ticket:
    ticket.last_called_at, ticket.calls = at, ticket.calls + 1
    ticket.served_by = str(acting.actor_ref)
    ticket.save()
    return ticket
