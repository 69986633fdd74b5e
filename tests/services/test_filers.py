"""Filing for a business or another person, and who then sees the dossier (nộp thay, đại diện)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.parties.actions.represent import end_representation, represent
from cuulong.core.parties.models import Business, Citizen, Representation, RepresentationKind
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.actions.draft import attach, file_for, open_draft, save_answers, save_contact
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.filers import filer_by, filers_of
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.dossiers.rules import Refused
from tests.journeys.papers import paper

from .conftest import sample, version_of, who

HOUSE = "1.001266"  # closing a household business: its form asks for the business
SYSTEM = Acting.system("test")


def account(username: str) -> Account:
    return Account.objects.get(username=username)


def cares_for(username: str, other: str, kind: RepresentationKind) -> Representation:
    return represent(
        Citizen.objects.get(account__username=username),
        Citizen.objects.get(account__username=other),
        kind=kind,
        first=date(timezone.localdate().year, 1, 1),
        basis="Giấy ủy quyền số 01",
        acting=SYSTEM,
    )


def filed_for(username: str, key: str, now: datetime) -> Dossier:
    """A building permit filed by `username` for the one that `key` names."""
    case = sample("nha-hai-tang")
    acting = who(username)
    draft = open_draft(version_of(case["procedure"]), acting=acting, filer=filer_by(account(username), key))
    save_answers(draft, case["answers"], revision=None)
    save_contact(draft, {"applicant_name": "Người Nộp Thay", "applicant_phone": "0900000001"})
    for name in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
        attach(draft, name, paper(name)["buffer"], f"{name}.pdf", acting=acting)
    return send(draft, acting=acting, at=now)


def seen_by(username: str, dossier: Dossier) -> bool:
    return Dossier.objects.filed_by(who(username)).filter(pk=dossier.pk).exists()


def test_a_person_chooses_among_oneself_and_whom_one_represents(province: None) -> None:
    mine = filers_of(account("nguyenvanthu"))
    assert [one.title for one in mine] == [
        "Cho chính mình",
        "Cơ sở Chế biến Khoai lang Mẫu (Đại diện theo pháp luật)",
    ]
    assert [one.title for one in filers_of(account("tranthilamthu"))] == ["Cho chính mình"]
    with pytest.raises(Refused, match="Chọn lại nộp cho ai"):
        filer_by(account("tranthilamthu"), mine[1].key)


def test_filing_for_the_business_fills_in_the_business_and_keeps_what_was_typed(province: None) -> None:
    acting = who("nguyenvanthu")
    version = version_of(HOUSE)
    draft = open_draft(version, acting=acting, filer=filers_of(account("nguyenvanthu"))[0])
    draft = save_answers(draft, {"applicant_name": "Nguyễn Văn Thử", "filed_by": "chu-ho"}, revision=None)
    draft = file_for(draft, filers_of(account("nguyenvanthu"))[1])
    assert draft.answers["business_name"] == "Cơ sở Chế biến Khoai lang Mẫu"
    assert draft.answers["business_code"] == "1599999998"
    assert draft.answers["applicant_name"] == "Nguyễn Văn Thử"
    assert draft.answers["filed_by"] == "chu-ho"
    assert draft.receiver_name == "Cơ sở Chế biến Khoai lang Mẫu"
    back = file_for(draft, filers_of(account("nguyenvanthu"))[0])
    assert back.business is None
    assert "business_name" not in back.answers
    assert back.answers["filed_by"] == "chu-ho"


def test_a_dossier_of_the_business_is_seen_by_all_who_speak_for_it_while_they_do(province: None, now: datetime) -> None:
    first = Representation.objects.get(representative__account__username="nguyenvanthu")
    one = filed_for("nguyenvanthu", str(first.uuid), now)
    business = Business.objects.get(tax_code="1599999998")
    assert one.business == business
    represent(
        Citizen.objects.get(account__username="tranthilamthu"),
        business,
        kind=RepresentationKind.AUTHORISED,
        first=timezone.localdate(),
        basis="Giấy ủy quyền",
        acting=SYSTEM,
    )
    assert [seen_by(name, one) for name in ("nguyenvanthu", "tranthilamthu", "cosokhoailang", "sonthividu")] == [
        True,
        True,
        True,
        False,
    ]
    end_representation(first, acting=SYSTEM, at=now)
    assert not seen_by("nguyenvanthu", one)
    assert seen_by("tranthilamthu", one)


def test_whoever_is_authorised_sees_only_what_they_filed_and_a_guardian_all(province: None, now: datetime) -> None:
    lent = cares_for("tranthilamthu", "sonthividu", RepresentationKind.AUTHORISED)
    own = filed_for("sonthividu", "", now)
    one = filed_for("tranthilamthu", str(lent.uuid), now)
    assert one.receiver_name == "Sơn Thị Ví Dụ"
    assert seen_by("sonthividu", one)
    assert seen_by("tranthilamthu", one)
    assert not seen_by("tranthilamthu", own)
    cares_for("nguyenvanthu", "sonthividu", RepresentationKind.GUARDIAN)
    assert seen_by("nguyenvanthu", own)


def test_a_ground_that_ended_before_filing_is_told(province: None, now: datetime) -> None:
    lent = cares_for("tranthilamthu", "sonthividu", RepresentationKind.AUTHORISED)
    case = sample("nha-hai-tang")
    acting = who("tranthilamthu")
    draft = open_draft(version_of(case["procedure"]), acting=acting, filer=filer_by(acting.account, str(lent.uuid)))
    save_answers(draft, case["answers"], revision=None)
    save_contact(draft, {"applicant_name": "Trần Thị Làm Thử", "applicant_phone": "0900000002"})
    for name in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
        attach(draft, name, paper(name)["buffer"], f"{name}.pdf", acting=acting)
    end_representation(lent, acting=SYSTEM, at=now - timedelta(minutes=1))
    with pytest.raises(Refused, match="đã chấm dứt"):
        send(draft, acting=acting, at=now)


def test_the_page_asks_for_whom_and_refuses_strangers(province: None) -> None:
    client = sign_in(Client(), account("nguyenvanthu"))
    door = client.post(reverse("services:begin", args=["giay-phep-xay-dung-nha-o"]))["Location"]
    assert "Cơ sở Chế biến Khoai lang Mẫu" in client.get(door).content.decode()
    lent = Representation.objects.get(representative__account__username="nguyenvanthu")
    typed = {"applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001", "filer": str(lent.uuid)}
    assert client.post(door, typed).status_code == 302
    draft = Dossier.objects.latest("pk")
    assert draft.representation == lent
    end_representation(lent, acting=SYSTEM, at=timezone.now())
    assert client.get(door).status_code == 404
    stranger = sign_in(Client(), account("tranthilamthu"))
    door = stranger.post(reverse("services:begin", args=["giay-phep-xay-dung-nha-o"]))["Location"]
    assert "Nộp cho ai" not in stranger.get(door).content.decode()
