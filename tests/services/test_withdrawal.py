"""Taking a dossier back: with a reason, while there is no result, with agreement where the procedure wants it (rút hồ sơ)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.notifications.models import Notification
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.published.facts.services import DossierWithdrawn
from cuulong.systems.services.demo import official_for
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.withdraw import ask_to_withdraw, decide_withdrawal
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.dossiers.rules import Refused, withdraws_alone

from .conftest import Make, who

BOAT = "ghe-nho"  # its procedure wants an official to agree once the dossier was accepted


def owner(dossier: Dossier) -> Acting:
    assert dossier.account is not None
    return Acting.of(dossier.account)


def test_a_withdrawal_needs_a_reason_which_officers_then_read(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    with pytest.raises(Refused, match="Ghi lý do"):
        ask_to_withdraw(one, "  ", acting=who("nguyenvanthu"), at=now)
    done = ask_to_withdraw(one, "Đổi ý, chưa xây năm nay.", acting=who("nguyenvanthu"), at=now)
    assert done.state == "withdrawn"
    assert done.transitions.get(verb="withdraw").note == "Đổi ý, chưa xây năm nay."
    assert Fact.objects.filter(name=DossierWithdrawn.name, subject_uuid=done.uuid).count() == 1


@pytest.mark.parametrize("state", ["draft", "issued", "returned", "declined", "withdrawn"])
def test_a_draft_or_a_dossier_that_ended_is_not_withdrawn(dossier: Make, now: datetime, state: str) -> None:
    one = dossier("accepted")
    Dossier.objects.filter(pk=one.pk).update(state=state)
    with pytest.raises(Refused, match="chuyển sang bước khác"):
        ask_to_withdraw(one, "Đổi ý.", acting=who("nguyenvanthu"), at=now)


@pytest.mark.parametrize(
    ("state", "agreement", "alone"),
    [
        ("sent", True, True),
        ("incomplete", True, True),
        ("accepted", True, False),
        ("processing", True, False),
        ("paused", True, False),
        ("accepted", False, True),
    ],
)
def test_agreement_is_wanted_only_after_acceptance(state: str, agreement: bool, alone: bool) -> None:
    assert withdraws_alone(state, agreement=agreement) is alone


def test_an_official_agrees_and_only_then_it_is_withdrawn(dossier: Make, now: datetime) -> None:
    one = dossier("assigned", BOAT)
    asked = ask_to_withdraw(one, "Bán ghe rồi.", acting=owner(one), at=now)
    assert asked.state == "processing"
    with pytest.raises(Refused, match="đang chờ cơ quan trả lời"):
        ask_to_withdraw(one, "Bán ghe rồi.", acting=owner(one), at=now)
    assert Notification.objects.filter(message="services.withdrawal_asked", subject_uuid=one.uuid).exists()
    request = one.withdrawals.get()
    with pytest.raises(Forbidden):
        decide_withdrawal(request, agree=True, answer="", acting=owner(one), at=now)
    done = decide_withdrawal(request, agree=True, answer="", acting=official_for(step_of(one)), at=now)
    assert done.state == "withdrawn"
    with pytest.raises(Refused, match="đã được trả lời"):
        decide_withdrawal(request, agree=True, answer="", acting=Acting.system("test"), at=now)


def test_an_official_refuses_with_a_reason_and_the_work_goes_on(dossier: Make, now: datetime) -> None:
    one = dossier("assigned", BOAT)
    ask_to_withdraw(one, "Bán ghe rồi.", acting=owner(one), at=now)
    officer = official_for(step_of(one))
    request = one.withdrawals.get()
    with pytest.raises(Refused, match="Ghi lý do"):
        decide_withdrawal(request, agree=False, answer="", acting=officer, at=now)
    decide_withdrawal(request, agree=False, answer="Số đăng ký đã cấp.", acting=officer, at=now)
    one.refresh_from_db()
    assert one.state == "processing"
    again = ask_to_withdraw(one, "Bán ghe thật rồi.", acting=owner(one), at=now)
    assert again.withdrawals.filter(decided_at=None).count() == 1


def test_the_screens_ask_for_the_reason_and_the_answer(dossier: Make, now: datetime) -> None:
    one = dossier("assigned", BOAT)
    account = one.account
    assert account is not None
    citizen, door = sign_in(Client(), account), reverse("services:take_back", args=[one.uuid])
    assert "cơ quan phải đồng ý" in citizen.get(door).content.decode()
    assert citizen.post(door, {"reason": ""}).status_code == 422
    citizen.post(door, {"reason": "Bán ghe rồi."})
    page = citizen.get(reverse("services:dossier", args=[one.uuid])).content.decode()
    assert "đang chờ cơ quan trả lời" in page
    official = official_for(step_of(one)).account
    assert official is not None
    office = sign_in(Client(), Account.objects.get(pk=official.pk))
    desk = office.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    assert "Bán ghe rồi." in desk
    answer = reverse("services:decide_withdrawal", args=[one.uuid])
    assert office.post(answer, {"agree": "no", "answer": ""}).status_code == 409
    assert office.post(answer, {"agree": "yes"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"
