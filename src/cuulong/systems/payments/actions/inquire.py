"""Ask gateways for the transfers that their messages missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.outbox.jobs import task
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop

from ..adapters.gateway import GATEWAYS
from ..models import Inquiry, Payment
from ..rules import NotPossible
from .receive import receive_transfer

OVERLAP = timedelta(hours=2)
FIRST_LOOK = timedelta(days=3)
LONGEST = timedelta(days=92)


def inquire(gateway: str, since: datetime, until: datetime, *, acting: Acting) -> Inquiry:
    """Ask one gateway for a span of time and book what is new; every transfer once (hỏi lại cổng thanh toán).

    Nothing is held open while the gateway thinks; what came before it fell silent stays booked. Raises NotPossible.
    """
    door = GATEWAYS.get(gateway)
    if door is None or not door.address:
        raise NotPossible("no_address", gettext_noop("Cổng này chưa khai địa chỉ để hỏi lại."))
    if not since < until or until - since > LONGEST:
        raise NotPossible("span", gettext_noop("Chọn khoảng từ ngày đến ngày, nhiều nhất ba tháng."))
    numbers: set[str] = set()
    fresh, error = 0, ""
    try:
        for told in door.ask(since, until):
            number = told["bank_transaction"]
            if number in numbers:
                continue
            numbers.add(number)
            known = Payment.objects.filter(bank_transaction=number).exists()
            booked = receive_transfer(**told, acting=acting)
            fresh += not known and booked.bank_transaction == number
    except InputError as wrong:
        error = wrong.message
    row = Inquiry.objects.create(
        gateway=gateway,
        since=since,
        until=until,
        asked_by=acting.actor_label,
        seen=len(numbers),
        fresh=fresh,
        error=error,
    )
    if fresh:
        record(acting, "payments.gateway.asked", row, gateway=gateway, seen=len(numbers), fresh=fresh)
    return row


def catch_up() -> None:
    """Ask every gateway for the time since it last answered, a little overlapping (hỏi lại theo lịch)."""
    now, acting = timezone.now(), Acting.system("gateway")
    for code, door in GATEWAYS.items():
        if not door.address:
            continue
        last = Inquiry.objects.filter(gateway=code, error="").order_by("-until").first()
        since = last.until - OVERLAP if last else now - FIRST_LOOK
        Inquiry.objects.filter(gateway=code, fresh=0, error="", until__lt=now - LONGEST).delete()
        inquire(code, max(since, now - LONGEST), now, acting=acting)


@task("payments.inquire")
def inquire_later(*, gateway: str, since: str, until: str) -> None:
    """An accountant's question, asked by the worker: a gateway may take its time (hỏi lại theo yêu cầu)."""
    inquire(gateway, datetime.fromisoformat(since), datetime.fromisoformat(until), acting=Acting.system("gateway"))
