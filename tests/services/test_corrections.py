"""The counter puts answers right as the applicant agrees; every version stays, the applicant is told (đính chính tờ khai)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cuulong.core.notifications.models import Notification
from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.workflow.queries import current_case
from cuulong.systems.services.dossiers.actions.answers import NotYet
from cuulong.systems.services.dossiers.actions.correct_answers import correct_answers
from cuulong.systems.services.dossiers.models import Correction, Dossier
from cuulong.systems.services.dossiers.rules import Refused

from .conftest import Make, who

OFFICER = "lc.tiepnhan"
RIGHT = "Nguyễn Văn Thử Lại"


def put_right(one: Dossier, now: datetime, answers: dict[str, Any] | None = None, **said: Any) -> Correction:
    default: dict[str, Any] = {
        "questions": ["applicant_name"], "reason": "Gõ nhầm họ tên", "consent": "present", "acting": who(OFFICER),
    }  # fmt: skip
    return correct_answers(one, one.answers | (answers or {"applicant_name": RIGHT}), at=now, **(default | said))


def test_an_answer_is_put_right_and_what_stood_there_stays(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    before, due = one.answers, one.due_at
    made = put_right(one, now)
    one.refresh_from_db()
    assert one.answers["applicant_name"] == one.applicant_name == RIGHT
    assert made.changed == {"applicant_name": ["Nguyễn Văn Thử", RIGHT]}
    assert (made.before, one.due_at) == (before, due)
    case = current_case(one.ref)
    assert case is not None
    assert case.context["applicant_name"] == RIGHT
    last = one.transitions.get(verb="correct_answers")
    assert last.public_note.startswith("Gõ nhầm họ tên (")
    put_right(one, now, {"applicant_name": "Nguyễn Văn Thử"})
    assert [each.before["applicant_name"] for each in one.corrections.all()] == ["Nguyễn Văn Thử", RIGHT]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Correction.objects.update(reason="khác")


def test_the_applicant_is_told_and_reads_what_changed(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    put_right(one, now, consent="phone", consent_note="Gọi 0900000001 lúc 9:30")
    told = Notification.objects.get(message="services.answers_corrected")
    assert told.account == one.account
    assert "Gõ nhầm họ tên" in told.body
    page = sign_in(Client(), Account.objects.get(username="nguyenvanthu")).get(
        reverse("services:dossier", args=[one.uuid])
    )
    said = page.content.decode()
    assert f"<ins>{RIGHT}</ins>" in said
    assert "Gọi 0900000001 lúc 9:30" in said


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"consent": ""}, "no_consent"),
        ({"consent": "phone"}, "no_consent_note"),
        ({"questions": ["khong-co"]}, "unknown_questions"),
        ({"questions": ["applicant_id"]}, "not_chosen"),
        ({"answers": {}}, "unchanged"),
        ({"revision": 1}, "changed"),
        ({"answers": {"applicant_name": ""}}, "form"),
    ],
)
def test_without_reason_consent_or_a_right_answer_nothing_changes(
    dossier: Make, now: datetime, said: dict[str, Any], code: str
) -> None:
    one = dossier("assigned")
    answers = said.pop("answers", {"applicant_name": RIGHT})
    with pytest.raises(Refused) as refused:
        put_right(one, now, answers or {"applicant_name": one.answers["applicant_name"]}, **said)
    assert refused.value.code == code
    one.refresh_from_db()
    assert one.answers["applicant_name"] == "Nguyễn Văn Thử"
    assert not Notification.objects.filter(message="services.answers_corrected").exists()


def test_the_form_says_what_is_wrong_with_an_answer(dossier: Make, now: datetime) -> None:
    with pytest.raises(NotYet) as wrong:
        put_right(dossier("sent"), now, {"applicant_name": ""})
    assert wrong.value.errors


def test_only_its_counter_and_only_while_the_work_goes_on(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    for stranger in ("lc.dothi", "cn.tiepnhan", "nguyenvanthu"):
        with pytest.raises(Forbidden):
            put_right(one, now, acting=who(stranger))
    one.state = "returned"
    one.save()
    with pytest.raises(Refused):
        put_right(one, now)


def test_another_agencys_answer_is_another_dossier(dossier: Make, now: datetime) -> None:
    one = dossier("assigned")
    with pytest.raises(Refused, match="thì hồ sơ thuộc"):
        put_right(one, now, {"site_commune": "29641"}, questions=["site_commune"])


def test_on_screen_from_the_choice_to_the_version(dossier: Make) -> None:
    one = dossier("assigned")
    officer = sign_in(Client(), Account.objects.get(username=OFFICER))
    address = reverse("services:correct_answers", args=[one.uuid])
    assert address in officer.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    assert 'name="fields" value="applicant_name"' in officer.get(address).content.decode()
    assert officer.get(address, {"choose": "1"}).status_code == 422
    shown = officer.get(address, {"fields": "applicant_name", "choose": "1"}).content.decode()
    assert 'name="applicant_name"' in shown
    assert 'name="applicant_id"' not in shown
    typed = {"fields": "applicant_name", "applicant_name": RIGHT, "revision": str(one.revision), "reason": "Gõ nhầm"}
    wrong = officer.post(address, typed | {"consent": "written"})
    assert wrong.status_code == 422
    assert "Ghi rõ lần gọi điện hoặc giấy đề nghị" in wrong.content.decode()
    assert RIGHT in wrong.content.decode()
    assert officer.post(address, typed | {"applicant_name": "", "consent": "present"}).status_code == 422
    assert officer.post(address, typed | {"consent": "present"}).status_code == 302
    workspace = officer.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    assert f"<del>Nguyễn Văn Thử</del> <ins>{RIGHT}</ins>" in workspace
    stale = officer.post(address, typed | {"applicant_name": "Khác", "consent": "present"})
    assert "vừa được người khác sửa" in stale.content.decode()
    for stranger, status in (("cn.tiepnhan", 404), ("lc.dothi", 403)):
        assert sign_in(Client(), Account.objects.get(username=stranger)).get(address).status_code == status
