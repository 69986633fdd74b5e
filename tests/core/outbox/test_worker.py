"""The real worker, killed and starved: nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from cuulong.core.audit.models import Event, Link
from cuulong.core.audit.record import record
from cuulong.core.outbox.models import Delivery
from cuulong.core.outbox.publish import publish
from cuulong.core.outbox.rescue import rescue
from cuulong.core.outbox.testing import run_jobs
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from tests.core.outbox.conftest import states, wait_until
from tests.core.outbox.probe import Ticked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def begun(tmp_path: Path) -> list[str]:
    traces = tmp_path / "traces"
    return traces.read_text().split() if traces.exists() else []


def test_a_worker_killed_in_mid_job_loses_nothing_and_does_nothing_twice(probe, clock, workers, tmp_path):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1, seconds=2))
        publish(Ticked(clock=clock, number=2))
    worker = workers.start()
    wait_until(lambda: begun(tmp_path) == ["1"])
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert probe() == []
    workers.start()
    wait_until(lambda: len(probe()) == 2)
    assert probe() == [1, 2]
    assert begun(tmp_path) == ["1", "1", "2"]
    wait_until(lambda: not ProcrastinateJob.objects.filter(queue_name="facts").exists())


def test_a_worker_killed_between_the_handler_and_the_queue_does_not_handle_again(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    run_jobs()
    delivery = Delivery.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('facts', 'outbox.deliver',"
            " jsonb_build_object('fact', %s::bigint, 'subscriber', 'probe.handle'), 'doing')",
            [delivery.fact_id],
        )
    assert rescue() == 1
    run_jobs()
    assert probe() == [1]


def test_a_worker_asked_to_stop_finishes_what_it_began(probe, clock, workers, tmp_path):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1, seconds=1.5))
    worker = workers.start()
    wait_until(lambda: begun(tmp_path) == ["1"])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    assert probe() == [1]
    assert not ProcrastinateWorker.objects.exists()


def test_many_jobs_at_a_time_keep_the_order_of_each_dossier(probe, workers, tmp_path):
    clocks = [Ref("probe.clock", uuid7()) for _ in range(3)]
    for number in range(8):
        for offset, clock in enumerate(clocks):
            with transaction.atomic():
                publish(Ticked(clock=clock, number=offset * 100 + number, seconds=0.02))
    workers.start("--concurrency", "4")
    workers.start("--concurrency", "4")
    wait_until(lambda: len(probe()) == 24)
    handled = probe()
    for offset in range(3):
        assert [n for n in handled if n // 100 == offset] == [offset * 100 + n for n in range(8)]


def test_a_worker_outlives_the_database_dropping_all_connections(probe, clock, workers, tmp_path, acting):
    worker = workers.start()
    wait_until(ProcrastinateWorker.objects.exists)
    time.sleep(1)
    connection.close()
    with psycopg.connect(os.environ["CUULONG_ADMIN_DATABASE_URL"], autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database_name()])
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
        record(acting, "outbox.job.retried", clock, task="x", job=1)
    wait_until(lambda: probe() == [1])
    wait_until(lambda: Link.objects.count() == Event.objects.count() == 1)
    assert worker.poll() is None


def test_a_delivery_whose_job_vanished_gets_a_new_one(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert rescue() == 1
    run_jobs()
    assert probe() == [1]


def test_a_job_that_kills_its_worker_each_time_becomes_a_dead_letter(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 7")
    rescue()
    assert states() == ["dead"]


def database_name() -> str:
    return str(connection.settings_dict["NAME"])
