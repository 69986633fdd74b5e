"""What an administrator does with a dead letter (xử lý sự kiện lỗi)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cuulong.core.audit.record import record
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.facts import Ref

from .deliver import send, wake_next
from .models import Delivery, State


class NotDead(InputError):
    """The delivery is not a dead letter any more (sự kiện không còn lỗi)."""


@transaction.atomic
def replay(delivery: Delivery, *, acting: Any) -> Delivery:
    """Try a dead letter again from its first attempt; those held behind it follow (gửi lại). Raises NotDead."""
    delivery = _dead(delivery)
    delivery.attempts = 0
    send(delivery)
    record(acting, "outbox.delivery.replayed", delivery, subscriber=delivery.subscriber, fact=delivery.fact.name)
    return delivery


@transaction.atomic
def skip(delivery: Delivery, *, reason: str, acting: Any) -> Delivery:
    """Give a dead letter up for good and let those behind it go on (bỏ qua). Raises NotDead or InputError."""
    if not reason.strip():
        raise InputError("reason", gettext_noop("Ghi lý do bỏ qua, ví dụ: đã xử lý bằng tay."))
    delivery = _dead(delivery)
    delivery.state, delivery.reason, delivery.changed_at = State.SKIPPED, reason.strip()[:300], timezone.now()
    delivery.save(update_fields=["state", "reason", "changed_at"])
    wake_next(delivery)
    what = {"fact": delivery.fact.name, "subscriber": delivery.subscriber}
    record(acting, "outbox.delivery.skipped", delivery, None, reason=delivery.reason, **what)
    return delivery


@transaction.atomic
def retry_job(job: ProcrastinateJob, *, acting: Any) -> None:
    """Run a failed job once more, from its first attempt (chạy lại việc nền)."""
    async_to_sync(app.job_manager.retry_job_by_id_async)(job.id, retry_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 0 WHERE id = %s", [job.id])
    # Jobs of the queue have numbers only; the number fills the identity so that a job can be traced.
    record(acting, "outbox.job.retried", Ref("outbox.job", UUID(int=job.id)), task=job.task_name, job=job.id)


def _dead(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("fact").get(pk=delivery.pk)
    if locked.state != State.DEAD:
        raise NotDead("not_dead", gettext_noop("Sự kiện này không còn nằm trong danh sách lỗi."))
    return locked
