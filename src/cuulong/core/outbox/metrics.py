"""What the worker counts (số đo của việc nền)."""

from __future__ import annotations

import time
from typing import Any

from prometheus_client import Counter, Histogram

JOBS = Counter("cuulong_jobs_total", "Jobs the worker has run", ["task", "outcome"])
SECONDS = Histogram("cuulong_job_seconds", "How long a job took", ["task"])


def measure(call_next: Any, context: Any, worker: Any) -> Any:
    """Count and time every job (task middleware of the queue)."""
    task = context.job.task_name
    started = time.perf_counter()
    outcome = "failed"
    try:
        result = call_next()
        outcome = "done"
    finally:
        JOBS.labels(task, outcome).inc()
        SECONDS.labels(task).observe(time.perf_counter() - started)
    return result
