"""The worker: jobs, the audit sealer and the rescuer in one process (tiến trình xử lý nền).

It outlives a restart of the database: whatever breaks is begun anew until it is asked to stop.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import close_old_connections
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout

from cuulong.core.audit.sealer import seal_once
from cuulong.core.registry import Job as PeriodicJob
from cuulong.core.registry import declared

from . import rescue
from .metrics import measure

logger = logging.getLogger(__name__)

_GONE = (ConnectorException, psycopg.Error, PoolTimeout, OSError)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How one worker runs; seconds throughout."""

    queues: tuple[str, ...] | None = None
    concurrency: int = 4
    stalled_after: float = rescue.STALLED_SECONDS
    grace: float = 20.0


_WAKE = """
    SELECT pg_notify('procrastinate_any_queue_v1', message), pg_notify('procrastinate_queue_v1#' || queue_name, message)
    FROM (
        SELECT queue_name, json_build_object('type', 'job_inserted', 'job_id', id)::text AS message
        FROM procrastinate_jobs WHERE lock = %(lock)s AND status = 'todo' ORDER BY id LIMIT 1
    ) AS waiting
"""


class _SureManager(JobManager):
    """Does not lose the outcome of a job to a database that is just restarting."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await _until_it_answers(lambda: super(_SureManager, self).finish_job(job, status, delete_job))
        if job.lock:
            # The queue wakes workers for new jobs only; one that waited for this lock would wait for the next poll.
            await _until_it_answers(lambda: self.connector.execute_query_async(_WAKE, lock=job.lock))

    async def retry_job(self, job: Job, *args: Any, **kwargs: Any) -> None:
        await _until_it_answers(lambda: super(_SureManager, self).retry_job(job, *args, **kwargs))


async def _until_it_answers(ask: Callable[[], Any]) -> None:
    while True:
        try:
            await ask()
            return
        except _GONE as error:
            if not isinstance(
                error.__cause__ or error, psycopg.OperationalError | psycopg.InterfaceError | PoolTimeout
            ):
                raise
            await asyncio.sleep(1)


def worker_app() -> DjangoApp:
    """The house's jobs on the worker's own connections, with the declared periodic ones.

    The shared app keeps Django's connector, so that a job defers others within its own transaction.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4, timeout=30)
    own = DjangoApp(connector=connector)
    own.job_manager = _SureManager(connector)
    app.perform_import_paths()
    own.tasks = dict(app.tasks)
    for job in declared(PeriodicJob).values():
        _schedule(own, job)
    return own


def _schedule(own: DjangoApp, job: PeriodicJob) -> None:
    name = f"periodic:{job.code}"

    def run(timestamp: int) -> None:
        job.run()

    # One at a time, and none piling up behind a slow one.
    task = own.task(name=name, queue="periodic", lock=name, queueing_lock=name)(run)
    own.periodic(cron=job.cron, periodic_id=job.code)(task)


async def work(options: Options, stopping: asyncio.Event) -> None:
    """Run jobs until `stopping`; begin anew whenever the database went away."""
    while not stopping.is_set():
        life = asyncio.create_task(_one_life(options, stopping))
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({life, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not life.done():
            life.cancel()
        try:
            await life
        except asyncio.CancelledError:
            pass
        except _GONE as error:
            logger.warning("the database is away", extra={"error": type(error).__name__})
        if not stopping.is_set():
            await asyncio.sleep(1)


async def _one_life(options: Options, stopping: asyncio.Event) -> None:
    own = worker_app()
    async with own.open_async():
        worker = Worker(
            app=own,
            queues=options.queues,
            concurrency=options.concurrency,
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=options.grace,
            update_heartbeat_interval=min(rescue.HEARTBEAT_SECONDS, options.stalled_after / 4),
            stalled_worker_timeout=options.stalled_after,
            task_middleware=[*(own.worker_defaults.get("task_middleware") or []), measure],
        )
        logger.info("worker ready")
        await worker.run()


class Loop(threading.Thread):
    """Calls `act` every `seconds` until stopped, whatever happens to the database in between."""

    def __init__(self, name: str, act: Callable[[], object], seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self._act, self._seconds = act, seconds
        self._stop_asked = threading.Event()
        self._failing = False

    def run(self) -> None:
        while not self._stop_asked.wait(self._seconds):
            try:
                close_old_connections()
                self._act()
            except Exception:
                # Once per trouble, not once per second.
                if not self._failing:
                    logger.exception("%s failed", self.name)
                self._failing = True
            else:
                self._failing = False
        close_old_connections()

    def stop(self) -> None:
        self._stop_asked.set()
        self.join(timeout=10)


async def serve(options: Options) -> None:
    """Run everything a worker does until SIGTERM or SIGINT; jobs under way are finished first."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # A background child of a shell inherits SIGINT ignored, so both are claimed.
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    loops = [
        Loop("sealer", seal_once, 1.0),
        Loop("rescuer", lambda: rescue.rescue(options.stalled_after), options.stalled_after / 2),
    ]
    for loop in loops:
        loop.start()
    try:
        await work(options, stopping)
    finally:
        for loop in loops:
            await asyncio.to_thread(loop.stop)
