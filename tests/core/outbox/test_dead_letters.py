"""What a subscriber cannot take waits for a person, and nothing overtakes it."""

from __future__ import annotations

import pytest
from django.db import transaction

from cuulong.core.audit.models import Event
from cuulong.core.outbox import queries, rules
from cuulong.core.outbox.models import Delivery
from cuulong.core.outbox.publish import publish
from cuulong.core.outbox.replay import NotDead, replay, skip
from cuulong.core.outbox.testing import run_jobs
from cuulong.lib.errors import InputError
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from tests.core.outbox.conftest import states
from tests.core.outbox.probe import Ticked

pytestmark = pytest.mark.django_db


@pytest.fixture
def poisoned(probe, clock, tmp_path):
    """A poisonous tick, two good ones behind it, and one of another clock; the antidote is a file."""
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1, poison=True))
        publish(Ticked(clock=clock, number=2))
        publish(Ticked(clock=clock, number=3))
        publish(Ticked(clock=Ref("probe.clock", uuid7()), number=9))
    run_jobs(ahead=True)
    return tmp_path / "traces.antidote"


def test_a_poisonous_fact_is_tried_eight_times_and_then_left_dead(poisoned, tmp_path):
    dead = queries.dead_letters().get()
    assert dead.attempts == rules.MAX_TRIES == 8
    assert (tmp_path / "traces").read_text().split().count("1") == 8
    assert dead.last_error == "RuntimeError: the tick is poisonous"


def test_later_facts_of_the_same_dossier_wait_and_others_go_on(poisoned, probe):
    assert probe() == [9]
    assert states() == ["dead", "held", "held", "done"]
    assert queries.behind(queries.dead_letters().get()) == 2


def test_after_mending_a_replay_delivers_all_of_them_in_order(poisoned, probe, acting):
    poisoned.touch()
    replay(queries.dead_letters().get(), acting=acting)
    run_jobs()
    assert probe() == [9, 1, 2, 3]
    assert Event.objects.get().action == "outbox.delivery.replayed"


def test_a_replay_that_fails_again_becomes_a_dead_letter_again(poisoned, probe, acting):
    replay(queries.dead_letters().get(), acting=acting)
    run_jobs(ahead=True)
    assert states() == ["dead", "held", "held", "done"]


def test_skipping_with_a_reason_lets_the_others_go_on(poisoned, probe, acting):
    skip(queries.dead_letters().get(), reason="đã báo bằng điện thoại", acting=acting)
    run_jobs()
    assert probe() == [9, 2, 3]
    assert Event.objects.get().details["reason"] == "đã báo bằng điện thoại"


def test_skipping_needs_a_reason(poisoned, acting):
    with pytest.raises(InputError, match="Ghi lý do"):
        skip(queries.dead_letters().get(), reason=" ", acting=acting)


def test_a_delivery_that_is_done_cannot_be_replayed(poisoned, acting):
    with pytest.raises(NotDead):
        replay(Delivery.objects.get(state="done"), acting=acting)


def test_a_fact_for_a_subscriber_that_no_longer_exists_becomes_a_dead_letter(probe, clock):
    with transaction.atomic():
        fact = publish(Ticked(clock=clock, number=1))
        Delivery.objects.filter(fact=fact).update(subscriber="probe.gone")
        from cuulong.core.outbox.deliver import send

        send(Delivery.objects.select_related("fact").get(fact=fact))
    run_jobs(ahead=True)
    assert queries.dead_letters().get().last_error.startswith("Undeclared")


def test_pauses_between_tries_grow_to_an_hour():
    pauses = [rules.delay_after(tries).total_seconds() for tries in range(1, 9)]
    assert pauses[:3] == [2, 6, 18]
    assert pauses == sorted(pauses)
    assert rules.delay_after(99).total_seconds() == 3600
