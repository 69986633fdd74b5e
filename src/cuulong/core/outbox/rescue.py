"""Work of dead workers is found and given to living ones (cứu việc bị bỏ dở)."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from . import rules
from .deliver import send
from .models import Delivery, State

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 10.0

_LOST = """
    SELECT d.id, coalesce(j.status::text, '') FROM core_outbox_delivery d
    LEFT JOIN procrastinate_jobs j ON j.id = d.job_id
    WHERE d.state IN ('waiting', 'held') AND (j.id IS NULL OR j.status NOT IN ('todo', 'doing'))
    ORDER BY d.id LIMIT 500
"""


def rescue(stalled_seconds: float = STALLED_SECONDS) -> int:
    """Put back jobs whose worker has not been heard of for `stalled_seconds`, and deliveries that lost their job."""
    return _rescue_jobs(stalled_seconds) + _rescue_deliveries()


def _rescue_jobs(stalled_seconds: float) -> int:
    manager = app.job_manager
    stalled = list(async_to_sync(manager.get_stalled_jobs)(seconds_since_heartbeat=stalled_seconds))
    for job in stalled:
        assert job.id is not None
        # A job that kills its worker each time must not be handed on for ever.
        if rules.gives_up(job.attempts + 1):
            async_to_sync(manager.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=False)
        else:
            async_to_sync(manager.retry_job)(job)
        logger.warning("job of a dead worker rescued", extra={"job": job.id, "task": job.task_name})
    async_to_sync(manager.prune_stalled_workers)(stalled_seconds)
    return len(stalled)


def _rescue_deliveries() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOST)
        lost = cursor.fetchall()
    return sum(_rescue_delivery(pk, job_status == "failed") for pk, job_status in lost)


@transaction.atomic
def _rescue_delivery(pk: int, worker_died: bool) -> bool:
    found = Delivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("fact").filter(pk=pk)
    delivery = found.filter(state__in=(State.WAITING, State.HELD)).first()
    if delivery is None or (delivery.state == State.HELD and delivery.is_behind_another()):
        return False
    if worker_died:
        Delivery.objects.filter(pk=pk).update(state=State.DEAD, last_error="the worker died each time it tried")
    else:
        send(delivery)
    logger.warning("delivery without a job rescued", extra={"delivery": str(delivery.uuid)})
    return True
