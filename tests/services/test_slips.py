"""Papers go from the counter to the room and both sign (phiếu bàn giao)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.counters import rules
from cuulong.systems.services.counters.actions.slips import give, receive, to_give, visible
from cuulong.systems.services.counters.models import Slip, SlipLine
from cuulong.systems.services.dossiers.models import Dossier, Paper
from cuulong.systems.services.dossiers.models.paper import PaperSource

from .conftest import Make, who

GIVER, RECEIVER = "lc.tiepnhan", "lc.dothi"


def given(*dossiers: Dossier, at: datetime) -> list[Slip]:
    counter = dossiers[0].intake_agency
    assert counter is not None
    return give(counter, [one.uuid for one in dossiers], note="", acting=who(GIVER), at=at)


def test_both_sign_and_the_papers_of_that_moment_stay(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    Paper.objects.create(dossier=one, key="ban-ve", source=PaperSource.PAPER, quantity=2)
    [slip] = given(one, at=now)
    assert (slip.number, slip.receiver) == ("01/BG", one.room)
    assert slip.lines.get().papers.endswith("(2)")
    with pytest.raises(Forbidden):
        receive(slip, remark="", acting=who(GIVER), at=now)
    got = receive(slip, remark="Đủ", acting=who(RECEIVER), at=now)
    assert got.received_by == who(RECEIVER).actor_label
    with pytest.raises(rules.Refused, match="đã được ký nhận"):
        receive(slip, remark="", acting=who(RECEIVER), at=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SlipLine.objects.update(papers="khác")


def test_what_was_handed_over_is_not_handed_over_again(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    assert one.intake_agency is not None
    assert list(to_give(one.intake_agency)) == [one]
    given(one, at=now)
    assert not to_give(one.intake_agency).exists()
    with pytest.raises(rules.Refused, match="không còn trong danh sách"):
        given(one, at=now)


def test_dossiers_of_two_rooms_take_two_slips(dossier: Make, now: datetime) -> None:
    first, second = dossier("accepted"), dossier("accepted")
    second.room = None
    second.save(update_fields=["room"])
    assert {slip.receiver_id for slip in given(first, second, at=now)} == {first.room_id, second.competent_agency_id}


def test_a_slip_is_seen_where_it_was_given_and_where_it_is_received(dossier: Make, now: datetime) -> None:
    [slip] = given(dossier("accepted"), at=now)
    seen = {name: slip in visible(who(name)) for name in (GIVER, RECEIVER, "cn.truongphong", "nguyenvanthu")}
    assert seen == {GIVER: True, RECEIVER: True, "cn.truongphong": False, "nguyenvanthu": False}
    stranger = sign_in(Client(), Account.objects.get(username="cn.truongphong"))
    assert stranger.get(reverse("services:slip", args=[slip.uuid])).status_code == 404


def test_on_screen_from_the_list_to_the_signed_sheet(dossier: Make) -> None:
    made = [dossier("accepted"), dossier("assigned")]
    counter = sign_in(Client(), Account.objects.get(username=GIVER))
    page = reverse("services:slips")
    assert counter.post(page, {}).status_code == 422
    with CaptureQueriesContext(connection) as two:
        counter.get(page)
    counter.post(page, {"dossier": [str(made[0].uuid)]})
    [slip] = Slip.objects.all()
    with CaptureQueriesContext(connection) as one:
        counter.get(page)
    assert abs(len(two) - len(one)) <= 1
    room = sign_in(Client(), Account.objects.get(username=RECEIVER))
    address = reverse("services:slip", args=[slip.uuid])
    assert "Ký nhận" in room.get(address).content.decode()
    room.post(address, {"remark": "Thiếu một bản vẽ"})
    sheet = room.get(reverse("services:slip_sheet", args=[slip.uuid])).content.decode()
    assert "PHIẾU BÀN GIAO HỒ SƠ" in sheet
    assert "Thiếu một bản vẽ" in sheet
    assert str(who(RECEIVER).actor_label) in sheet
