"""On a supplement only what was asked opens; all else stands as filed (bổ sung đúng nội dung được yêu cầu)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.workflow.queries import current_case
from cuulong.systems.services.dossiers.actions.answers import NotYet
from cuulong.systems.services.dossiers.actions.draft import attach
from cuulong.systems.services.dossiers.actions.intake import request_supplement
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.supplement import save_supplement, send_supplement
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.dossiers.rules import Refused
from tests.journeys.papers import paper

from .conftest import Make, who

PDF = paper("ban-ve")["buffer"]


def ask(dossier: Dossier, now: datetime, *, papers: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> Dossier:
    """The counter asks again; in a test all happens at one moment of the database, so the past is moved back."""
    request_supplement(
        dossier,
        step_of(dossier),
        papers=papers,
        fields=fields,
        note="Xem lại những chỗ được đánh dấu.",
        acting=who("lc.tiepnhan"),
        at=now,
        revision=None,
    )
    dossier.papers.update(added_at=now - timedelta(hours=2))
    dossier.supplements.update(requested_at=now - timedelta(hours=1))
    dossier.refresh_from_db()
    return dossier


def test_only_the_asked_question_may_be_answered_anew(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, fields=("applicant_name",))
    with pytest.raises(Refused, match="Chỉ sửa được nội dung mà cơ quan yêu cầu"):
        save_supplement(one, one.answers | {"applicant_id": "086195000002"})
    save_supplement(one, one.answers | {"applicant_name": "Nguyễn Văn Thử Lại"})
    sent = send_supplement(one, acting=who("nguyenvanthu"), at=now)
    assert sent.state == "sent"
    assert sent.answers["applicant_name"] == "Nguyễn Văn Thử Lại"
    assert sent.supplements.get().changed == {"applicant_name": ["Nguyễn Văn Thử", "Nguyễn Văn Thử Lại"]}
    case = current_case(sent.ref)
    assert case is not None
    assert case.context["applicant_name"] == "Nguyễn Văn Thử Lại"


def test_a_paper_that_was_not_asked_for_is_refused(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, papers=("ban-ve",))
    with pytest.raises(Refused, match="không yêu cầu bổ sung giấy tờ này"):
        attach(one, "giay-to-dat", PDF, "dat.pdf", acting=who("nguyenvanthu"))
    attach(one, "ban-ve", PDF, "ban-ve.pdf", acting=who("nguyenvanthu"))


def test_a_question_asked_again_must_be_answered_well(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, fields=("applicant_id",))
    with pytest.raises(Refused, match="Khai lại các nội dung"):
        send_supplement(one, acting=who("nguyenvanthu"), at=now)
    save_supplement(one, one.answers | {"applicant_id": "12"})
    with pytest.raises(NotYet):
        send_supplement(one, acting=who("nguyenvanthu"), at=now)
    one.refresh_from_db()
    assert one.answers["applicant_id"] == "086099000001"


def test_an_answer_that_would_move_the_dossier_to_another_agency_is_refused(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent", "khai-sinh-be-mau"), now, fields=("commune",))
    save_supplement(one, one.answers | {"commune": "29242"})
    with pytest.raises(Refused, match="nộp hồ sơ mới"):
        send_supplement(one, acting=who("nguyenvanthu"), at=now)


def test_a_question_the_form_does_not_have_is_not_asked(dossier: Make, now: datetime) -> None:
    with pytest.raises(Refused, match="không có câu hỏi đó"):
        ask(dossier("sent"), now, fields=("mother_of_all",))


def test_the_page_opens_the_asked_part_and_shows_the_rest_to_read(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, fields=("applicant_name",), papers=("ban-ve",))
    client = sign_in(Client(), Account.objects.get(username="nguyenvanthu"))
    page = client.get(reverse("services:dossier", args=[one.uuid])).content.decode()
    assert 'name="applicant_name"' in page
    assert 'name="applicant_id"' not in page
    assert 'id="p-ban-ve"' in page
    assert 'id="p-giay-to-dat"' not in page
    assert "giữ như đã nộp" in page
    assert "086099000001" in page
    # A form that was tampered with changes nothing that was not asked.
    address = reverse("services:supplement", args=[one.uuid])
    answer = client.post(address, {"applicant_name": "", "applicant_id": "086195000002"})
    assert answer.status_code == 302 or answer.status_code == 422
    one.refresh_from_db()
    assert one.answers["applicant_id"] == "086099000001"
    assert one.state == "incomplete"


def test_the_officer_sees_what_was_changed_and_the_sheet_names_the_question(dossier: Make, now: datetime) -> None:
    one = ask(dossier("sent"), now, fields=("applicant_name",))
    officer = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    sheet = officer.get(reverse("services:sheet", args=[one.uuid, "tt-03-2025", "02"])).content.decode()
    assert "Khai lại: Họ" in sheet
    save_supplement(one, one.answers | {"applicant_name": "Nguyễn Văn Thử Lại"})
    send_supplement(one, acting=who("nguyenvanthu"), at=now)
    page = officer.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    assert "<del>Nguyễn Văn Thử</del> <ins>Nguyễn Văn Thử Lại</ins>" in page
