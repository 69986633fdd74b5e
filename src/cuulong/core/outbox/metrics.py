"""What the worker counts (số đo của việc nền)."""

from __future__ import annotations

import time
from typing import Any

from opentelemetry import trace
from prometheus_client import Counter, Histogram

JOBS = Counter("cuulong_jobs_total", "Jobs the worker has run", ["task", "outcome"])
SECONDS = Histogram("cuulong_job_seconds", "How long a job took", ["task"])

TRACER = trace.get_tracer("cuulong.outbox")  # records nothing until tracing is switched on


def measure(call_next: Any, context: Any, worker: Any) -> Any:
    """Count, time and trace every job (task middleware of the queue)."""
    task = context.job.task_name
    with TRACER.start_as_current_span(task):
        return _counted(call_next, task)


def _counted(call_next: Any, task: str) -> Any:
    started = time.perf_counter()
    outcome = "failed"
    try:
        result = call_next()
        outcome = "done"
    finally:
        JOBS.labels(task, outcome).inc()
        SECONDS.labels(task).observe(time.perf_counter() - started)
    return result
