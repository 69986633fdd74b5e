"""The job that hands a packet to whoever carries it, until it is taken or a person must look (truyền gói tin).

A carrier cannot share our transaction: a worker killed between its answer and our commit hands the same bytes over once
more, and the receiver recognises them. Inside one installation both ends are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cuulong.core.outbox.jobs import TryAgain, defer, task
from cuulong.core.outbox.publish import publish
from cuulong.lib.errors import InputError, gettext_noop

from . import rules
from .facts import PacketDelivered, PacketFailed
from .models import Channel, Packet, State, Step
from .writing_down import SYSTEM, hop, log

AT_ONCE = 200
logger = logging.getLogger(__name__)


class Undelivered(InputError):
    """Whoever carries packets did not take this one; the sentence says why (chưa giao được)."""


@dataclass(frozen=True)
class Carrier:
    """One way to carry packets: `give` hands one over and returns the carrier's own number for it (bên vận chuyển).

    `shares`: it works in our database, so handing over and writing it down are one transaction.
    """

    give: Callable[[Packet], str]
    shares: bool = False


_carriers: dict[str, Carrier] = {}


def carry(channel: Channel, carrier: Carrier) -> None:
    """Appoint who carries packets of a channel; adapters do it once when the program starts."""
    _carriers[channel.value] = carrier


def put_off(packet: Packet) -> None:
    """Give a waiting packet a job within the current transaction (xếp hàng gửi)."""
    job = defer(transmit, lock=f"exchange:{packet.uuid}", packet=str(packet.uuid))
    Packet.objects.filter(pk=packet.pk).update(job_id=job)
    packet.job_id = job


@task("exchange.transmit", queue="exchange")
def transmit(packet: str) -> None:
    """Hand one packet over; nothing happens when it is no longer waiting (truyền gói tin)."""
    row = Packet.objects.select_related("agency").filter(uuid=UUID(packet), state=State.WAITING).first()
    if row is None:
        return
    carrier = _carriers[row.channel]
    try:
        with transaction.atomic() if carrier.shares else nullcontext():
            delivered(row, carrier.give(row), at=timezone.now())
    except Exception as error:
        _not_delivered(row, error, at=timezone.now())


@transaction.atomic
def delivered(packet: Packet, remote_id: str, *, at: datetime) -> None:
    """Write down that a packet was taken, once (đã giao)."""
    row = Packet.objects.select_for_update(of=("self",)).select_related("agency").get(pk=packet.pk)
    if row.state != State.WAITING:
        return
    row.state, row.remote_id, row.settled_at, row.last_error = State.DELIVERED, remote_id[:200], at, ""
    row.save(update_fields=["state", "remote_id", "settled_at", "last_error"])
    hop(row, Step.DELIVERED, at, place=str(Channel(row.channel).label), detail=remote_id)
    log(SYSTEM, "exchange.packet.delivered", row, raw=row.raw_sha256, remote=remote_id)
    publish(PacketDelivered(packet=row.ref, about=row.subject, peer_code=row.peer_code, delivered_at=at))


def _not_delivered(packet: Packet, error: Exception, *, at: datetime) -> None:
    sentence = _sentence(error)
    with transaction.atomic():
        row = Packet.objects.select_for_update(of=("self",)).select_related("agency").get(pk=packet.pk)
        if row.state != State.WAITING:
            return
        row.tries += 1
        row.last_error = sentence
        gone = rules.is_given_up(row.tries)
        if gone:
            row.state, row.settled_at = State.FAILED, at
        row.save(update_fields=["tries", "last_error", "state", "settled_at"])
        hop(row, Step.GIVEN_UP if gone else Step.TRIED, at, place=str(Channel(row.channel).label), detail=sentence)
        if gone:
            log(SYSTEM, "exchange.packet.failed", row, error=sentence)
            publish(
                PacketFailed(packet=row.ref, about=row.subject, peer_code=row.peer_code, error=sentence, failed_at=at)
            )
    details = {"packet": str(row.uuid), "channel": row.channel, "error": type(error).__name__}
    if gone:
        logger.error("packet given up", extra=details)
        return
    logger.warning("packet not delivered", extra=details)
    raise TryAgain(rules.wait_after(row.tries)) from error


def _sentence(error: Exception) -> str:
    """What stands on the screen; other errors than our own may quote a packet, so only their kind."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, TimeoutError):
        return NO_ANSWER
    if isinstance(error, OSError):
        return NOT_REACHED
    return type(error).__name__


NO_ANSWER = gettext_noop("Quá lâu không trả lời.")
NOT_REACHED = gettext_noop("Không kết nối được.")


def rescue() -> None:
    """Waiting packets whose job is gone get another: a worker that died at the last try leaves them so (cứu gói tin)."""
    waiting = Packet.objects.filter(state=State.WAITING).order_by("pk")
    rows = list(waiting.values_list("pk", "job_id")[:5000])
    alive = set(
        ProcrastinateJob.objects.filter(
            pk__in=[job for _pk, job in rows if job], status__in=("todo", "doing")
        ).values_list("pk", flat=True)
    )
    for pk, job in [row for row in rows if row[1] not in alive][:AT_ONCE]:
        with transaction.atomic():
            row = (
                Packet.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, job_id=job, state=State.WAITING)
                .first()
            )
            if row is not None:
                put_off(row)
                logger.warning("packet without a job rescued", extra={"packet": str(row.uuid)})
