"""Telling the house what happened (công bố sự kiện)."""

from __future__ import annotations

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from psycopg.types.json import Jsonb

from cuulong.core.audit.trail import current_request_id
from cuulong.core.registry import Subscription, declared
from cuulong.lib import facts

from .deliver import deliver
from .models import Delivery, Fact, lock_of


def publish(fact: facts.Fact) -> Fact:
    """Write a fact and one job per subscriber into the verb's own transaction (công bố sự kiện).

    Facts about one subject are numbered under the subject's row lock, so they commit in that order.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish() belongs inside the verb's transaction")
    row = Fact(
        name=fact.name,
        version=fact.version,
        subject_kind=fact.subject.kind,
        subject_uuid=fact.subject.uuid,
        payload=fact.to_json(),
        request_id=current_request_id(),
    )
    _write(row)
    _address(row, [one.code for one in declared(Subscription).values() if one.fact is type(fact)])
    return row


# One round trip numbers the fact under its subject's row lock and writes it.
WRITE = """
    WITH subject AS (
        INSERT INTO core_outbox_subject AS s (kind, uuid, last_sequence) VALUES (%(subject_kind)s, %(subject_uuid)s, 1)
        ON CONFLICT (kind, uuid) DO UPDATE SET last_sequence = s.last_sequence + 1 RETURNING last_sequence
    )
    INSERT INTO core_outbox_fact
        (uuid, name, version, subject_kind, subject_uuid, sequence, payload, request_id)
    SELECT %(uuid)s, %(name)s, %(version)s, %(subject_kind)s, %(subject_uuid)s, last_sequence, %(payload)s,
        %(request_id)s
    FROM subject
    RETURNING id, sequence, published_at
"""


def _write(row: Fact) -> None:
    columns = ("uuid", "name", "version", "subject_kind", "subject_uuid", "request_id")
    values = {name: getattr(row, name) for name in columns} | {"payload": Jsonb(row.payload)}
    row.insert_by(WRITE, values, returned=("pk", "sequence", "published_at"))


def _address(row: Fact, subscribers: list[str]) -> None:
    if not subscribers:
        return
    jobs = app.job_manager.batch_defer_jobs(
        [
            Job(
                id=None,
                queue=deliver.queue,
                task_name=deliver.name,
                lock=lock_of(subscriber, row.subject_kind, str(row.subject_uuid)),
                queueing_lock=None,
                task_kwargs={"fact": row.pk, "subscriber": subscriber},
            )
            for subscriber in subscribers
        ]
    )
    Delivery.objects.bulk_create(
        Delivery(fact=row, subscriber=subscriber, job_id=job.id)
        for subscriber, job in zip(subscribers, jobs, strict=True)
    )
