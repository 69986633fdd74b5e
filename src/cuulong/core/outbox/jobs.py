"""Work done later by the worker, put off within the caller's transaction (việc nền)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from . import rules


class TryAgain(Exception):
    """Raised by a job that wants to run once more after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


class Patience(BaseRetryStrategy):
    """Tries again with growing pauses, then leaves the job failed on the dead-letter screen."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, TryAgain):
            return RetryDecision(retry_in={"milliseconds": exception.seconds * 1000})
        if rules.gives_up(job.attempts + 1):
            return None
        return RetryDecision(retry_in={"seconds": rules.delay_after(job.attempts + 1).total_seconds()})


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
