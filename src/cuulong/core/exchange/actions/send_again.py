"""Try a packet again that was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop

from ..models import Packet, State, Step
from ..transmitting import put_off
from ..writing_down import hop, log

MANAGE = "exchange.manage"


class CannotSend(InputError):
    """Only what was given up is sent again (không gửi lại được)."""


@transaction.atomic
def send_again(packet: Packet, *, acting: Acting, at: datetime) -> Packet:
    """Hand a dead letter over again, with fresh patience (gửi lại gói tin). Raises CannotSend."""
    acting.require(MANAGE, packet.agency_id)
    row = Packet.objects.select_for_update(of=("self",)).select_related("agency").get(pk=packet.pk)
    if row.state != State.FAILED:
        raise CannotSend("not_failed", gettext_noop("Gói tin này không nằm trong số không gửi được."))
    row.state, row.tries, row.settled_at = State.WAITING, 0, None
    row.save(update_fields=["state", "tries", "settled_at"])
    hop(row, Step.RESENT, at, place=acting.actor_label)
    log(acting, "exchange.packet.resent", row)
    put_off(row)
    return row
