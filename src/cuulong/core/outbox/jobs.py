"""Work done later by the worker, put off within the caller's transaction (việc nền)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from . import rules


class TryAgain(Exception):
    """Raised by a job that wants to run once more after `delay`."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(f"again in {delay.total_seconds():.0f} s")
        self.delay = delay


def after(delay: timedelta) -> RetryDecision:
    """The queue's order to run a job again."""
    return RetryDecision(retry_at=timezone.now() + delay)


class Patience(BaseRetryStrategy):
    """Tries again with growing pauses, then leaves the job failed on the dead-letter screen."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, TryAgain):
            return after(exception.delay)
        tries = job.attempts + 1
        return None if rules.gives_up(tries) else after(rules.delay_after(tries))


def task(
    name: str, *, queue: str = "default", retry: BaseRetryStrategy | None = None
) -> Callable[[Callable[..., None]], Task[..., None, ...]]:
    """Make a function a job of the worker; it runs at least once, so it must be safe to repeat.

    Its arguments are keys and codes, never personal data: they appear in logs.
    """
    return app.task(name=name, queue=queue, retry=retry or Patience())


def defer(task: Task[..., None, ...], *, at: datetime | None = None, lock: str | None = None, **arguments: Any) -> int:
    """Put a job off within the current transaction; it vanishes with a rollback. Returns the job's number."""
    return task.configure(schedule_at=at, lock=lock).defer(**arguments)
