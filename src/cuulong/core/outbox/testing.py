"""Running the worker's jobs inside a test, on the test's own connection (chạy việc nền trong kiểm thử)."""

from __future__ import annotations

import asyncio
import json
import logging

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from cuulong.core.registry import Job as PeriodicJob
from cuulong.core.registry import get

logger = logging.getLogger(__name__)


def run_jobs(*, ahead: bool = False, limit: int = 1000) -> int:
    """Run every due job in its order in this thread; returns how many ran.

    `ahead`: also those put off to a later time. A job that fails is put off or left failed just as in the worker.
    Raises RuntimeError after `limit` jobs, which means that jobs breed jobs.
    """
    worker = async_to_sync(app.job_manager.register_worker)()
    try:
        for ran in range(limit):
            if ahead:
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
            job = async_to_sync(app.job_manager.fetch_job)(None, worker)
            if job is None:
                return ran
            # Django's connection gives JSON as text, the worker's own gives it read.
            _run(job.evolve(task_kwargs=json.loads(job.task_kwargs)))  # type: ignore[arg-type]
    finally:
        async_to_sync(app.job_manager.unregister_worker)(worker)
    raise RuntimeError(f"more than {limit} jobs")


def run_periodic(code: str) -> None:
    """Run a declared periodic job once."""
    get(PeriodicJob, code).run()


def _run(job: Job) -> None:
    task = app.tasks[job.task_name]
    assert not asyncio.iscoroutinefunction(task.func)
    try:
        task.func(**job.task_kwargs)
    except Exception as error:
        logger.warning("job %s failed", job.task_name, exc_info=True)
        decision = task.get_retry_exception(exception=error, job=job)
        if decision is None:
            _finish(job, Status.FAILED)
        else:
            async_to_sync(app.job_manager.retry_job)(job, retry_at=decision.retry_decision.retry_at)
    else:
        _finish(job, Status.SUCCEEDED)


def _finish(job: Job, status: Status) -> None:
    async_to_sync(app.job_manager.finish_job)(job, status, delete_job=status == Status.SUCCEEDED)
