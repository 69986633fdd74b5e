"""Reads of the outbox (tra cứu hộp sự kiện)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from .deliver import deliver
from .models import Delivery, State


def dead_letters() -> QuerySet[Delivery]:
    """Deliveries that nobody will try again by themselves, oldest first (sự kiện lỗi)."""
    return Delivery.objects.filter(state=State.DEAD).select_related("fact").order_by("pk")


def failed_jobs() -> QuerySet[ProcrastinateJob]:
    """Other jobs that gave up, oldest first; failed deliveries are told as dead letters (việc nền lỗi)."""
    return ProcrastinateJob.objects.filter(status="failed").exclude(task_name=deliver.name).order_by("pk")


def trouble_count() -> int:
    """How many things wait for an administrator."""
    return dead_letters().count() + failed_jobs().count()


def behind(delivery: Delivery) -> int:
    """How many later facts about the same subject wait for this one."""
    later = delivery.chain().filter(fact__sequence__gt=delivery.fact.sequence)
    return later.filter(state__in=(State.WAITING, State.HELD)).count()


@dataclass(frozen=True)
class Pulse:
    """How the worker fares (tình trạng xử lý nền); ages in seconds, None when there is nothing to age."""

    waiting: int
    running: int
    failed: int
    dead: int
    oldest_wait: float | None
    heartbeat_age: float | None


def pulse() -> Pulse:
    """The queue's figures of this moment; four small queries."""
    counts = dict(
        ProcrastinateJob.objects.filter(status__in=("todo", "doing", "failed"))
        .values_list("status")
        .annotate(Count("id"))
        .order_by()
    )
    now = timezone.now()
    oldest = Delivery.objects.filter(state=State.WAITING).aggregate(Min("changed_at"))["changed_at__min"]
    beat = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    return Pulse(
        waiting=counts.get("todo", 0),
        running=counts.get("doing", 0),
        failed=counts.get("failed", 0),
        dead=dead_letters().count(),
        oldest_wait=(now - oldest).total_seconds() if oldest else None,
        heartbeat_age=(now - beat).total_seconds() if beat else None,
    )
