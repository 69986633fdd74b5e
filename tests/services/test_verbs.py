"""What people do with a dossier, and what they are told when it cannot be done (thao tác trên hồ sơ)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.registers.models import Entry
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.rules import AlreadyMoved
from cuulong.lib.errors import InputError
from cuulong.published.facts.services import FeeOverpaid
from cuulong.published.ports.payments import payments
from cuulong.systems.services.dossiers.actions import draft as drafts
from cuulong.systems.services.dossiers.actions.answers import NotYet
from cuulong.systems.services.dossiers.actions.intake import accept, decline, request_supplement
from cuulong.systems.services.dossiers.actions.receive import receive_papers
from cuulong.systems.services.dossiers.actions.result import hand_over
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.supplement import send_supplement
from cuulong.systems.services.dossiers.actions.withdraw import withdraw
from cuulong.systems.services.dossiers.actions.work import resume_clock, stop_clock, work
from cuulong.systems.services.dossiers.charges import accounts_of, ask_for_fees, charges_of, unpaid
from cuulong.systems.services.dossiers.models import Dossier, Transition
from cuulong.systems.services.dossiers.rules import Refused
from tests.journeys.papers import paper

from .conftest import Make, who

PDF = paper("ban-ve")["buffer"]


def asked_an_hour_ago(dossier: Dossier, now: datetime) -> list[str]:
    """The papers that were asked for; in a test all happens within one transaction, at one moment of the database."""
    dossier.papers.update(added_at=now - timedelta(hours=2))
    dossier.supplements.update(requested_at=now - timedelta(hours=1))
    return dossier.supplements.get().papers


def take_in(dossier: Dossier, at: datetime, by: str = "lc.tiepnhan", revision: int | None = None) -> Dossier:
    return accept(dossier, step_of(dossier), acting=who(by), at=at, revision=revision)


def test_sending_twice_gives_one_dossier_with_one_code(dossier: Make, now: datetime) -> None:
    draft = dossier("draft")
    first = send(draft, acting=who("nguyenvanthu"), at=now)
    second = send(draft, acting=who("nguyenvanthu"), at=now)
    assert first.code == second.code
    assert Entry.objects.filter(series__code="services.dossier").count() == 1


def test_a_sent_dossier_has_a_code_and_no_due_date(dossier: Make) -> None:
    sent = dossier("sent")
    assert sent.code
    assert sent.due_at is None


def test_answers_that_do_not_pass_are_not_sent(dossier: Make, now: datetime) -> None:
    draft = dossier("draft")
    drafts.save_answers(draft, draft.answers | {"applicant_id": "12"}, revision=None)
    with pytest.raises(NotYet, match="Tờ khai còn chỗ chưa đúng"):
        send(draft, acting=who("nguyenvanthu"), at=now)


def test_a_missing_paper_is_named_before_filing(dossier: Make, now: datetime) -> None:
    draft = dossier("draft")
    drafts.detach(draft, draft.papers.get(key="ban-ve"))
    with pytest.raises(Refused) as refused:
        send(draft, acting=who("nguyenvanthu"), at=now)
    assert "Bản vẽ thiết kế xây dựng" in str(refused.value.params)


def test_a_fee_due_at_filing_is_named_while_it_is_unpaid(dossier: Make, now: datetime) -> None:
    draft = dossier("draft", "khai-sinh-be-mau")
    with pytest.raises(Refused) as refused:
        send(draft, acting=who("nguyenvanthu"), at=now)
    assert refused.value.code == "unpaid"


def test_the_fee_follows_the_answers_until_it_is_paid(dossier: Make) -> None:
    draft = dossier("draft", "khai-sinh-be-mau")
    asked = ask_for_fees(draft, "at_filing")
    draft.answers["copies"] = 5
    again = ask_for_fees(draft, "at_filing")
    assert asked is not None
    assert again is not None
    assert (asked.total, again.total) == (16_000, 40_000)
    assert [c.state for c in payments().find(draft.ref)] == ["cancelled", "due"]
    assert unpaid(draft, "at_filing") == ["Phí cấp bản sao Giấy khai sinh"]


def test_a_draft_is_thrown_away_with_what_it_was_asked_to_pay(dossier: Make) -> None:
    draft = dossier("draft", "khai-sinh-be-mau")
    ask_for_fees(draft, "at_filing")
    drafts.drop(draft)
    assert not Dossier.objects.filter(pk=draft.pk).exists()
    assert [c.state for c in payments().find(draft.ref)] == ["cancelled"]


def test_a_draft_that_was_paid_for_is_not_thrown_away(dossier: Make) -> None:
    draft = paid_for(dossier("draft", "khai-sinh-be-mau"), 2)
    with pytest.raises(Refused, match="đã nộp phí"):
        drafts.drop(draft)
    assert Dossier.objects.filter(pk=draft.pk).exists()


def test_the_story_of_a_dossier_can_only_grow(dossier: Make) -> None:
    line = dossier("sent").transitions.get(verb="send")
    for change in (lambda: Transition.objects.filter(pk=line.pk).update(note="x"), line.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def paid_for(draft: Dossier, copies: int) -> Dossier:
    """The citizen asks for so many copies and pays what they cost."""
    draft = drafts.save_answers(draft, draft.answers | {"copies": copies}, revision=None)
    charge = ask_for_fees(draft, "at_filing")
    if charge is not None and charge.state == "due":
        payments().collected_in_cash(charge.ref, acting=Acting.system("test"))
    return draft


def test_after_payment_more_copies_cost_the_difference(dossier: Make, now: datetime) -> None:
    """Whoever pays for two copies and then asks for five is not sent off with less paid than due."""
    draft = paid_for(dossier("draft", "khai-sinh-be-mau"), 2)
    draft = drafts.save_answers(draft, draft.answers | {"copies": 5}, revision=None)
    with pytest.raises(Refused) as refused:
        send(draft, acting=who("nguyenvanthu"), at=now)
    told = refused.value.params["fees"].replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Phí cấp bản sao Giấy khai sinh (còn thiếu 24.000 đồng)"
    draft = paid_for(draft, 5)
    assert [(c.code, c.total, c.state) for c in payments().find(draft.ref)] == [
        ("at_filing", 16_000, "paid"),
        ("at_filing.2", 24_000, "paid"),
    ]
    assert send(draft, acting=who("nguyenvanthu"), at=now).state == "sent"
    assert not Fact.objects.filter(name=FeeOverpaid.name).exists()


def test_whoever_asks_for_fewer_copies_after_paying_is_owed_the_rest(dossier: Make, now: datetime) -> None:
    draft = paid_for(dossier("draft", "khai-sinh-be-mau"), 5)
    draft = paid_for(draft, 2)
    sent = send(draft, acting=who("nguyenvanthu"), at=now)
    (account,) = [one for one in accounts_of(sent, charges_of(sent)) if one.due == "at_filing"]
    assert (account.total, account.paid, account.owed, account.surplus) == (16_000, 40_000, 0, 24_000)
    fact = Fact.objects.get(name=FeeOverpaid.name)
    assert (fact.payload["paid"], fact.payload["surplus"], fact.payload["moment"]) == (40_000, 24_000, "at_filing")


def test_copies_ordered_at_the_counter_are_asked_for_there(dossier: Make, now: datetime) -> None:
    draft = dossier("draft", "khai-sinh-be-mau")
    draft.channel = "counter"
    draft.save()
    sent = send(draft, acting=who("nguyenvanthu"), at=now)
    (charge,) = payments().find(sent.ref)
    assert (charge.code, charge.total, charge.state) == ("at_filing", 16_000, "due")
    assert unpaid(sent, "at_filing", "at_intake") == ["Phí cấp bản sao Giấy khai sinh"]


def test_whoever_wants_no_copies_any_more_is_owed_all(dossier: Make, now: datetime) -> None:
    draft = paid_for(dossier("draft", "khai-sinh-be-mau"), 5)
    sent = send(paid_for(draft, 0), acting=who("nguyenvanthu"), at=now)
    assert [one.surplus for one in accounts_of(sent, charges_of(sent))] == [40_000]


def test_accepting_promises_a_date_and_asks_for_what_is_paid_with_the_result(dossier: Make, now: datetime) -> None:
    accepted = take_in(dossier("sent"), now)
    assert accepted.due_at is not None
    assert accepted.due_at > now
    assert [(c.code, c.total, c.state) for c in payments().find(accepted.ref)] == [("at_result", 75_000, "due")]


def test_the_second_officer_is_told_who_was_faster(dossier: Make, now: datetime) -> None:
    sent = dossier("sent")
    step = step_of(sent)
    take_in(sent, now)
    with pytest.raises(AlreadyMoved) as told:
        accept(sent, step, acting=who("lc.tiepnhan"), at=now, revision=None)
    assert "Lê Thị Mẫu" in str(told.value.params)


def test_a_stale_tab_is_told_even_when_the_step_is_still_open(dossier: Make, now: datetime) -> None:
    sent = dossier("sent")
    step = step_of(sent)
    shown = step.case.revision
    request_supplement(sent, step, papers=["ban-ve"], note="Mờ", acting=who("lc.tiepnhan"), at=now, revision=shown)
    with pytest.raises(AlreadyMoved):
        decline(sent, step, note="Không đúng nơi", acting=who("lc.tiepnhan"), at=now, revision=shown)


def test_nobody_of_another_counter_takes_the_dossier_in(dossier: Make, now: datetime) -> None:
    sent = dossier("sent")
    with pytest.raises(Forbidden):
        take_in(sent, now, by="cn.tiepnhan")
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_declining_needs_a_reason_and_ends_the_dossier(dossier: Make, now: datetime) -> None:
    sent = dossier("sent")
    step = step_of(sent)
    with pytest.raises(Refused, match="Ghi lý do"):
        decline(sent, step, note=" ", acting=who("lc.tiepnhan"), at=now, revision=None)
    done = decline(sent, step, note="Không thuộc thẩm quyền", acting=who("lc.tiepnhan"), at=now, revision=None)
    assert (done.state, done.finished_at) == ("declined", now)
    assert not Step.objects.filter(case__subject_uuid=sent.uuid, left_at=None).exists()


def test_a_paper_the_procedure_does_not_have_is_not_asked_for(dossier: Make, now: datetime) -> None:
    sent, working = dossier("sent"), dossier("assigned")
    asked = {"papers": ["ban-ve", "ho-chieu"], "at": now, "revision": None}
    with pytest.raises(Refused) as refused:
        request_supplement(sent, step_of(sent), note="Mờ", acting=who("lc.tiepnhan"), **asked)
    assert refused.value.params == {"papers": "ho-chieu"}
    with pytest.raises(Refused, match="không có giấy tờ"):
        stop_clock(working, step_of(working), reason="Thiếu", acting=who("lc.dothi"), **asked)


@pytest.mark.parametrize("stage", ["sent", "incomplete", "accepted", "assigned", "paused"])
def test_a_person_may_take_the_dossier_back_until_the_result_is_there(dossier: Make, now: datetime, stage: str) -> None:
    done = withdraw(dossier(stage), acting=who("nguyenvanthu"), at=now)
    assert done.state == "withdrawn"
    assert not Step.objects.filter(case__subject_uuid=done.uuid, left_at=None).exists()
    with pytest.raises(Refused):
        withdraw(done, acting=who("nguyenvanthu"), at=now)


def test_what_was_asked_for_must_come_before_the_counter_looks_again(dossier: Make, now: datetime) -> None:
    waiting = dossier("incomplete")
    asked = asked_an_hour_ago(waiting, now)
    person = who("nguyenvanthu")
    with pytest.raises(Refused):
        send_supplement(waiting, acting=person, at=now)
    for key in asked:
        drafts.attach(waiting, key, PDF, f"{key}.pdf", acting=person)
    assert send_supplement(waiting, acting=person, at=now).state == "sent"


def test_what_was_asked_for_may_also_be_brought_to_the_counter(dossier: Make, now: datetime) -> None:
    waiting = dossier("incomplete")
    asked = asked_an_hour_ago(waiting, now)
    with pytest.raises(Refused, match="Chọn giấy tờ"):
        receive_papers(waiting, [], acting=who("lc.tiepnhan"), at=now)
    assert receive_papers(waiting, asked, acting=who("lc.tiepnhan"), at=now).state == "sent"


def test_papers_asked_for_while_the_clock_stands_still_can_be_sent(dossier: Make, now: datetime) -> None:
    paused = dossier("paused")
    asked_an_hour_ago(paused, now)
    drafts.attach(paused, "ban-ve", PDF, "ban-ve.pdf", acting=who("nguyenvanthu"))
    assert send_supplement(paused, acting=who("nguyenvanthu"), at=now).state == "paused"
    assert paused.supplements.get().answered_at == now


@pytest.mark.parametrize("stage", ["sent", "incomplete", "paused", "accepted"])
def test_answers_of_a_sent_dossier_are_never_changed(dossier: Make, stage: str) -> None:
    one = dossier(stage)
    with pytest.raises(Refused, match="đã nộp rồi"):
        drafts.save_answers(one, {"floors": 1}, revision=None)
    with pytest.raises(Refused, match="đã nộp rồi"):
        drafts.detach(one, one.papers.first())


def test_a_paused_dossier_has_no_due_date_and_gets_a_later_one_when_it_goes_on(dossier: Make, now: datetime) -> None:
    working = dossier("assigned")
    promised = working.due_at
    step, by = step_of(working), who("lc.dothi")
    paused = stop_clock(working, step, reason="Chờ nước rút", acting=by, at=now, revision=None)
    assert (paused.state, paused.due_at) == ("paused", None)
    step.refresh_from_db()
    going = resume_clock(paused, step, acting=by, at=now, revision=None)
    assert going.state == "processing"
    assert going.due_at is not None
    assert promised is not None
    assert going.due_at >= promised


def test_the_clock_is_not_stopped_without_a_reason(dossier: Make, now: datetime) -> None:
    working = dossier("assigned")
    with pytest.raises(Refused, match="Ghi lý do"):
        stop_clock(working, step_of(working), reason="", acting=who("lc.dothi"), at=now, revision=None)


def test_a_proposal_waits_for_the_opinions_the_law_wants(dossier: Make, now: datetime) -> None:
    working = dossier("assigned")
    with pytest.raises(InputError):
        work(working, step_of(working), "propose_issue", acting=who("lc.dothi"), at=now, revision=None)


def test_nothing_is_handed_over_before_there_is_a_result(dossier: Make, now: datetime) -> None:
    accepted = dossier("accepted")
    with pytest.raises(InputError):
        hand_over(accepted, step_of(accepted), acting=who("lc.tiepnhan"), at=now, revision=None)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
