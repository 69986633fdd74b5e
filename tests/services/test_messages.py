"""A message at every event of a dossier: eighteen kinds, each sent by what it names (thông báo)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Message, declared
from cuulong.published.facts import services as facts
from cuulong.published.facts.payments import ChargePaid
from cuulong.published.ports.payments import payments
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.actions.intake import decline
from cuulong.systems.services.dossiers.actions.move import event_fields
from cuulong.systems.services.dossiers.actions.result import hand_over
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.withdraw import withdraw
from cuulong.systems.services.dossiers.actions.work import ask_opinion, resume_clock, stop_clock
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.feedback import subscribers
from cuulong.systems.services.steering.warnings import warn_of_deadlines

from .conftest import Make, who

KINDS = {
    "sent", "accepted", "supplement_requested", "supplement_received", "declined", "withdrawn", "fee_paid", "fee_overpaid",
    "assigned", "opinion_asked", "clock_stopped", "clock_resumed", "step_due_soon", "overdue", "result_issued",
    "refusal_issued", "result_returned", "please_rate",
}  # fmt: skip


@pytest.fixture(autouse=True)
def certificates(province: None) -> None:
    give_certificates()


def told(dossier: Dossier) -> list[str]:
    """The kinds of messages about a dossier, in the order they went."""
    found = Notification.objects.filter(subject_uuid=dossier.uuid).order_by("pk")
    return [code.removeprefix("services.") for code in found.values_list("message", flat=True)]


def deliver(dossier: Dossier, fact: type[facts.DossierEvent], at: datetime, **more: object) -> None:
    """What the worker does with a fact of the dossier."""
    handlers = {
        facts.DossierSent: subscribers.tell_sent,
        facts.DossierWithdrawn: subscribers.tell_withdrawn,
        facts.ClockStopped: subscribers.tell_stopped,
        facts.ResultIssued: subscribers.tell_issued,
        facts.ResultReturned: subscribers.tell_returned,
        facts.FeeOverpaid: subscribers.tell_overpaid,
    }
    handlers[fact](fact(**event_fields(dossier, at), **more))  # type: ignore[operator]


def test_there_are_eighteen_kinds_and_each_has_words() -> None:
    assert len(KINDS) == 18
    assert {f"services.{kind}" for kind in KINDS} <= set(declared(Message))


def test_filing_is_told_and_a_supplement_is_told_as_one(dossier: Make, now: datetime) -> None:
    one = dossier("sent")
    deliver(one, facts.DossierSent, now, channel="online")
    assert told(one) == ["sent"]
    other = dossier("incomplete")
    deliver(other, facts.DossierSent, now, channel="online")
    assert told(other) == ["supplement_requested"]


def test_acceptance_and_assignment_are_told(dossier: Make) -> None:
    assert told(dossier("assigned"))[:2] == ["accepted", "assigned"]


def test_declining_and_withdrawing_are_told(dossier: Make, now: datetime) -> None:
    one, other = dossier("sent"), dossier("sent")
    decline(one, step_of(one), note="Sai nơi nộp.", acting=who("lc.tiepnhan"), at=now, revision=None)
    assert told(one) == ["declined"]
    withdraw(other, acting=who("nguyenvanthu"), at=now)
    deliver(other, facts.DossierWithdrawn, now)
    assert told(other) == ["withdrawn"]


def test_a_pause_and_its_end_are_told_and_a_request_for_papers_once(dossier: Make, now: datetime) -> None:
    one, asked = dossier("assigned"), dossier("paused")
    acting = who("lc.dothi")
    stop_clock(one, step_of(one), reason="Chờ đo đạc.", acting=acting, at=now, revision=None)
    deliver(one, facts.ClockStopped, now, reason="Chờ đo đạc.")
    resume_clock(one, step_of(one), acting=acting, at=now + timedelta(hours=1), revision=None)
    assert told(one)[-2:] == ["clock_stopped", "clock_resumed"]
    deliver(asked, facts.ClockStopped, now, reason="Thiếu bản vẽ")
    assert told(asked).count("supplement_requested") == 1
    assert "clock_stopped" not in told(asked)


def test_asking_another_agency_is_told(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    agency = Agency.objects.get(slug="so-xay-dung")
    ask_opinion(
        one,
        step_of(one),
        agency=agency,
        question="Lộ giới?",
        due_at=now + timedelta(days=2),
        acting=who("lc.dothi"),
        at=now,
    )
    assert told(one)[-1] == "opinion_asked"
    assert agency.name in Notification.objects.get(message="services.opinion_asked").body


def test_the_result_its_handing_over_and_the_invitation_to_rate_once(dossier: Make, now: datetime) -> None:
    one = dossier("issued")
    deliver(one, facts.ResultIssued, now, outcome="issue", number="1/GPXD", verify_code="ABCD")
    for charge in payments().find(one.ref):
        if charge.state == "due":
            payments().collected_in_cash(charge.ref, acting=Acting.system("test"))
    hand_over(one, step_of(one), acting=who("lc.tiepnhan"), at=now, revision=None)
    deliver(one, facts.ResultReturned, now)
    assert told(one)[-3:] == ["result_issued", "please_rate", "result_returned"]
    assert f"/danh-gia/?ma={one.code}" in Notification.objects.get(message="services.please_rate").body


def test_a_refusal_is_told_as_one(dossier: Make, now: datetime) -> None:
    one = dossier("issued")
    deliver(one, facts.ResultIssued, now, outcome="refusal", number="2/UBND", verify_code="ABCD")
    assert "refusal_issued" in told(one)


def test_money_is_told(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    paid = ChargePaid(subject=one.ref, charge=one.ref, code="at_intake", total=75_000, channel="cash", paid_at=now)
    subscribers.tell_paid(paid)
    deliver(one, facts.FeeOverpaid, now, moment="at_filing", paid=40_000, surplus=8_000)
    assert told(one)[-2:] == ["fee_paid", "fee_overpaid"]
    assert "8.000" in Notification.objects.get(message="services.fee_overpaid").title


def test_an_apology_is_made_once_for_each_promise(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    Dossier.objects.filter(pk=one.pk).update(due_at=now - timedelta(hours=1))
    for _n in range(2):
        subscribers.apologise()
    assert told(one).count("overdue") == 1
    Dossier.objects.filter(pk=one.pk).update(due_at=now - timedelta(days=30))
    subscribers.apologise()
    assert told(one).count("overdue") == 1


def test_officials_are_told_before_a_step_is_due(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    step = step_of(one)
    step.due_at = now + timedelta(minutes=20)
    step.save(update_fields=["due_at"])
    warn_of_deadlines()
    assert "step_due_soon" in told(one)


@pytest.mark.parametrize("kind", ["sent", "assigned", "overdue", "please_rate"])
def test_the_address_of_the_applicant_is_written_to(dossier: Make, now: datetime, kind: str) -> None:
    one = dossier("issued" if kind == "please_rate" else "sent")
    subscribers._tell(one, kind, due="mai", address="https://cuulong.example")
    last = Notification.objects.latest("pk")
    assert last.account == one.account
    assert one.code in last.title
