"""Facts leave with the verb's transaction, or not at all."""

from __future__ import annotations

import random
import threading
import time

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cuulong.core.audit.trail import request_id
from cuulong.core.outbox.models import Delivery, Fact
from cuulong.core.outbox.publish import publish
from cuulong.core.outbox.testing import run_jobs
from tests.core.outbox.probe import Ticked

pytestmark = pytest.mark.django_db


def test_a_fact_reaches_its_subscriber_after_the_verb(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    assert probe() == []
    assert run_jobs() == 1
    assert probe() == [1]
    assert Delivery.objects.get().state == "done"


def test_a_verb_that_fails_leaves_no_fact_and_no_job(probe, clock):
    @transaction.atomic
    def verb() -> None:
        publish(Ticked(clock=clock, number=1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        verb()
    assert not Fact.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(clock):
    with pytest.raises(transaction.TransactionManagementError):
        publish(Ticked(clock=clock, number=1))


def test_a_fact_remembers_the_request_it_came_from(probe, clock):
    with request_id("request-1"), transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    assert Fact.objects.get().request_id == "request-1"


def test_the_same_delivery_run_again_changes_nothing(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1))
    run_jobs()
    from cuulong.core.outbox.deliver import deliver

    delivery = Delivery.objects.get()
    deliver.func(fact=delivery.fact_id, subscriber=delivery.subscriber)
    assert probe() == [1]


def test_publishing_costs_the_same_few_queries_each_time(probe, clock, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):
        publish(Ticked(clock=clock, number=1))


@pytest.mark.django_db(transaction=True)
def test_twenty_officers_on_one_dossier_number_their_facts_without_gap_and_in_commit_order(probe, clock):
    commits: list[int] = []

    def verb(number: int) -> None:
        try:
            with transaction.atomic():
                fact = publish(Ticked(clock=clock, number=number))
                time.sleep(random.random() / 50)
                commits.append(fact.sequence)
        finally:
            connection.close()

    threads = [threading.Thread(target=verb, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert commits == list(range(1, 21))
    in_order = [fact.payload["number"] for fact in Fact.objects.order_by("sequence")]
    run_jobs()
    assert probe() == in_order
