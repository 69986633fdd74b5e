"""Desks, devices and a few numbers at the counter of the demo's ward (hàng chờ mẫu)."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.lib.ids import uuid7

from .actions import queue
from .actions.paper_forms import print_forms
from .actions.saturdays import plan_saturdays
from .actions.slips import give, to_give
from .models import Desk, Device
from .rules import SATURDAY
from .settings import priority_groups


def load_demo_queue() -> None:
    """Every demo counter gets two desks, a kiosk and a board; one that is there is left alone (ô và thiết bị mẫu)."""
    machine = Acting.system("demo")
    held = Appointment.objects.filter(role="intake_officer", account__is_demo=True, agency__kind="centre")
    for agency_post in held.select_related("agency", "account").order_by("agency_id", "pk").distinct("agency_id"):
        agency = agency_post.agency
        if Device.objects.filter(agency=agency).exists():
            continue
        desks = [queue.open_desk(agency, number, acting=machine) for number in (1, 2)]
        kiosk = queue.add_device(agency, Device.Purpose.KIOSK, "Máy lấy số sảnh chính", acting=machine)
        queue.add_device(agency, Device.Purpose.BOARD, "Bảng gọi số sảnh chính", acting=machine)
        print_forms(agency, 2, acting=machine, at=timezone.now())
        _plan_saturdays(agency)
        _give_some(agency, agency_post.account)
        _serve_some(kiosk, desks[0].pk, agency_post.account)


def _plan_saturdays(agency: Agency) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    first = tomorrow + timedelta(days=(SATURDAY - tomorrow.weekday()) % 7)
    hours = {"opens": time(7, 30), "closes": time(11, 30)}
    plan_saturdays(agency, first, 4, desks=[1], acting=Acting.system("demo"), at=timezone.now(), **hours)


def _give_some(counter: Agency, account: Account) -> None:
    one = to_give(counter).first()
    if one is not None:
        give(counter, [one.uuid], note="", acting=Acting.of(account), at=timezone.now())


def _serve_some(kiosk: Device, desk_key: int, account: Account) -> None:
    now = timezone.now()
    # Right after midnight the minutes before belong to another day's numbers.
    begins = max(
        now - timedelta(minutes=10), timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    a_minute = (now - begins) / 10
    groups = [*priority_groups(), ""]
    for n, group in ((1, ""), (3, groups[0]), (5, ""), (7, ""), (9, "")):
        queue.take_ticket(kiosk, priority=group, press=uuid7(), at=begins + n * a_minute)
    officer = Acting.of(account)
    desk = Desk.objects.get(pk=desk_key)
    queue.sit_down(desk, acting=officer)
    served = queue.call_next(desk, acting=officer, at=begins + 6 * a_minute)
    queue.end(served, desk, "finish", acting=officer, at=begins + 8 * a_minute)
    queue.call_next(desk, acting=officer, at=begins + 9 * a_minute)
