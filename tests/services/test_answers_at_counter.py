"""Questions asked again of who filed in person are answered at the counter (bổ sung tại quầy)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.actions.receive import answer_at_counter
from cuulong.systems.services.dossiers.actions.supplement import NotYet
from cuulong.systems.services.dossiers.models import Channel, Dossier
from cuulong.systems.services.dossiers.rules import Refused

from .conftest import Make, who
from .test_supplement import ask

OFFICER = "lc.tiepnhan"


@pytest.fixture
def asked(dossier: Make, now: datetime) -> Dossier:
    """Filed at the counter; the name and the drawing are asked again."""
    one = dossier("sent")
    Dossier.objects.filter(pk=one.pk).update(channel=Channel.COUNTER, account=None)
    return ask(one, now, fields=("applicant_name",), papers=("ban-ve",))


def page(dossier: Dossier) -> str:
    return reverse("services:answer_here", args=[dossier.uuid])


def browser(username: str) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def test_the_officer_writes_down_the_answer_and_the_paper(asked: Dossier) -> None:
    office = browser(OFFICER)
    assert page(asked) in office.get(reverse("services:workspace", args=[asked.uuid])).content.decode()
    shown = office.get(page(asked)).content.decode()
    assert 'name="applicant_name"' in shown
    assert 'name="applicant_id"' not in shown
    said = {"applicant_name": "Nguyễn Văn Thử Lại", "applicant_id": "086195000002", "handed": ["ban-ve"]}
    assert office.post(page(asked), said).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "sent"
    assert asked.answers["applicant_name"] == "Nguyễn Văn Thử Lại"
    assert asked.answers["applicant_id"] == "086099000001"
    assert asked.papers.get(key="ban-ve", replaced=False).source == "paper"
    assert asked.supplements.get().changed == {"applicant_name": ["Nguyễn Văn Thử", "Nguyễn Văn Thử Lại"]}
    officer = Account.objects.get(username=OFFICER)
    assert Event.objects.filter(action="services.dossier.answered", actor_uuid=officer.uuid).exists()
    assert asked.transitions.get(verb="send_supplement").actor_name == officer.full_name
    assert page(asked) not in office.get(reverse("services:workspace", args=[asked.uuid])).content.decode()
    assert office.get(page(asked)).status_code == 404


def test_what_is_wrong_or_missing_is_said_and_what_was_typed_stays(asked: Dossier) -> None:
    office = browser(OFFICER)
    empty = office.post(page(asked), {"applicant_name": "", "handed": ["ban-ve"]})
    assert empty.status_code == 422
    assert 'value="ban-ve" checked' in empty.content.decode()
    without = office.post(page(asked), {"applicant_name": "Nguyễn Văn Thử Lại"})
    assert without.status_code == 422
    assert "Hồ sơ còn thiếu" in without.content.decode()
    assert 'value="Nguyễn Văn Thử Lại"' in without.content.decode()
    asked.refresh_from_db()
    assert asked.state == "incomplete"
    assert asked.answers["applicant_name"] == "Nguyễn Văn Thử"
    assert asked.papers.get(key="ban-ve", replaced=False).source == "upload"


def test_while_the_clock_stands_it_is_answered_too(dossier: Make, now: datetime) -> None:
    one = dossier("paused")
    Dossier.objects.filter(pk=one.pk).update(channel=Channel.POST)
    one.supplements.update(fields=["applicant_name"])
    answers = one.answers | {"applicant_name": "Nguyễn Văn Thử Lại"}
    later = now + timedelta(minutes=5)
    done = answer_at_counter(one, answers, ["ban-ve"], acting=who(OFFICER), at=later)
    assert (done.state, done.answers["applicant_name"]) == ("paused", "Nguyễn Văn Thử Lại")
    assert done.supplements.get().answered_at == later


def test_only_that_counter_and_only_what_was_asked(asked: Dossier, now: datetime) -> None:
    with pytest.raises(Forbidden):
        answer_at_counter(asked, asked.answers, acting=who("lc.dothi"), at=now)
    assert browser("cn.tiepnhan").get(page(asked)).status_code == 404
    with pytest.raises(Refused, match="Chỉ sửa được nội dung"):
        answer_at_counter(asked, asked.answers | {"applicant_id": "1"}, acting=who(OFFICER), at=now)
    with pytest.raises(NotYet):
        answer_at_counter(asked, asked.answers | {"applicant_name": ""}, ["ban-ve"], acting=who(OFFICER), at=now)


def test_who_filed_on_line_answers_on_line(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, fields=("applicant_name",))
    with pytest.raises(Refused, match="do người nộp tự trả lời"):
        answer_at_counter(one, one.answers, acting=who(OFFICER), at=now)
    office = browser(OFFICER)
    assert office.get(page(one)).status_code == 404
    assert page(one) not in office.get(reverse("services:workspace", args=[one.uuid])).content.decode()
