"""Figures for Prometheus (số đo vận hành)."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from cuulong.core.audit.models import Event, Link
from cuulong.core.outbox.queries import pulse

REQUESTS = Counter("cuulong_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("cuulong_request_seconds", "Time to answer a request", ["route"])


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class DatabaseFigures:
    """Gauges read from the database at the moment of asking, the same whichever process answers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = pulse()
        figures = {
            "cuulong_jobs_waiting": ("Jobs waiting for a worker", now.waiting),
            "cuulong_jobs_running": ("Jobs being run", now.running),
            "cuulong_jobs_failed": ("Jobs that gave up", now.failed),
            "cuulong_deliveries_dead": ("Facts a subscriber could not take", now.dead),
            "cuulong_delivery_oldest_wait_seconds": ("Age of the oldest waiting delivery", now.oldest_wait or 0),
            "cuulong_worker_heartbeat_age_seconds": ("Since a worker was last heard of", now.heartbeat_age),
            "cuulong_audit_unsealed": ("Audit rows not yet sealed", _unsealed()),
        }
        for name, (text, value) in figures.items():
            if value is not None:
                yield GaugeMetricFamily(name, text, value=value)


def exposition() -> bytes:
    """All figures in Prometheus' text format.

    With several web processes set PROMETHEUS_MULTIPROC_DIR to an empty folder, else each answers for itself.
    """
    shared = CollectorRegistry()
    shared.register(DatabaseFigures())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(shared)
        return generate_latest(shared)
    return generate_latest(REGISTRY) + generate_latest(shared)


def _unsealed() -> int:
    # Only the newest rows can be unsealed while the sealer lives; a count over the whole log would cost a scan.
    newest = Event.objects.order_by("-pk").values("pk")[:10_000]
    return Event.objects.filter(~Exists(Link.objects.filter(event_id=OuterRef("pk"))), pk__in=newest).count()
