"""Several people file one dossier: named, told, each agrees to what stands there, then it is sent (cùng nộp hồ sơ)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.queries import readings_of
from cuulong.core.notifications.models import Notification
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.catalogue.actions.load_procedures import load_procedures
from cuulong.systems.services.catalogue.actions.set_co_signing import NotSet, set_co_signing
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.catalogue.queries import published
from cuulong.systems.services.dossiers.actions.co_sign import (
    agree,
    name_co_signer,
    open_by_code,
    send_code,
    take_back_agreement,
)
from cuulong.systems.services.dossiers.actions.draft import save_answers
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.co_signing import content_of
from cuulong.systems.services.dossiers.models import CoSigner, Dossier
from cuulong.systems.services.dossiers.rules import Refused

from .conftest import Make, version_of, who

BOAT, PERMIT = "1.004002", "1.013225"
WIFE = {"full_name": "Trần Thị Làm Thử", "cccd": "086195000002", "phone": "0900000002"}
NOBODY = {"full_name": "Phạm Thị Không Tài Khoản", "cccd": "086188000777", "phone": "0900000777"}


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


@pytest.fixture
def draft(dossier: Make) -> Dossier:
    return dossier("draft", "tau-hang")


def name(draft: Dossier, now: datetime, person: dict[str, str] = WIFE) -> CoSigner:
    return name_co_signer(draft, **person, acting=who("nguyenvanthu"), at=now)


def browser(username: str) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def page(one: CoSigner) -> str:
    return reverse("services:co_sign", args=[one.uuid])


def told(message: str) -> Notification:
    return Notification.objects.filter(message=f"services.{message}").latest("pk")


def controller() -> Acting:
    return Acting.of(Appointment.objects.filter(role="procedure_controller").order_by("pk")[0].account)


def test_a_dated_setting_says_whether_people_may_file_together(draft: Dossier, now: datetime) -> None:
    procedure, today = Procedure.objects.get(code=PERMIT), timezone.localdate(now)
    before = version_of(PERMIT)
    assert before.rules.most_co_signers == 0
    with pytest.raises(Forbidden):
        set_co_signing(procedure, 1, acting=who("lc.tiepnhan"), on=today)
    with pytest.raises(NotSet, match="từ hôm nay trở đi"):
        set_co_signing(procedure, 1, acting=controller(), on=today - timedelta(days=1))
    set_co_signing(procedure, 1, acting=controller(), on=today + timedelta(days=3))
    assert version_of(PERMIT) == before
    assert published(today + timedelta(days=3)).get(procedure=procedure).rules.most_co_signers == 1
    # Nobody from then on; what was begun goes on as it was.
    set_co_signing(Procedure.objects.get(code=BOAT), 0, acting=controller(), on=today)
    assert version_of(BOAT).rules.most_co_signers == 0
    assert name(draft, now).dossier == draft


def test_the_controlling_officer_sets_it_on_screen_and_a_new_table_keeps_it(settings: object) -> None:
    from cuulong.lib.province import Province

    office = sign_in(Client(), Account.objects.get(pk=controller().account.pk))  # type: ignore[union-attr]
    address = reverse("services:co_signing", args=[PERMIT])
    assert "một người nộp" in office.get(address).content.decode()
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert office.post(address, {"most": "2", "first": day}).status_code == 302
    load_procedures(Province(settings.PROVINCE_DIR))  # type: ignore[attr-defined]
    assert version_of(PERMIT).rules.most_co_signers == 2


def test_a_dossier_waits_until_everybody_agreed_to_what_stands_there(draft: Dossier, now: datetime) -> None:
    one = name(draft, now)
    with pytest.raises(Refused, match="Còn chờ người cùng nộp đồng ý: Trần Thị Làm Thử"):
        send(draft, acting=who("nguyenvanthu"), at=now)
    agree(one, content_of(draft), by="account", acting=who("tranthilamthu"), at=now)
    assert told("co_sign_agreed").account == draft.account
    save_answers(draft, draft.answers | {"applicant_name": "Nguyễn Văn Thử Lại"}, revision=None)
    with pytest.raises(Refused, match="Còn chờ"):
        send(draft, acting=who("nguyenvanthu"), at=now)
    draft.refresh_from_db()
    agree(one, content_of(draft), by="account", acting=who("tranthilamthu"), at=now)
    assert send(draft, acting=who("nguyenvanthu"), at=now).state == "sent"


def test_nobody_agrees_to_what_they_did_not_read(draft: Dossier, now: datetime) -> None:
    one, read = name(draft, now), content_of(draft)
    save_answers(draft, draft.answers | {"applicant_name": "Nguyễn Văn Thử Lại"}, revision=None)
    with pytest.raises(Refused, match="vừa được sửa"):
        agree(one, read, by="account", acting=who("tranthilamthu"), at=now)


def test_an_agreement_is_taken_back_before_sending_and_not_after(draft: Dossier, now: datetime) -> None:
    one, wife = name(draft, now), who("tranthilamthu")
    agree(one, content_of(draft), by="account", acting=wife, at=now)
    take_back_agreement(one, acting=wife, at=now)
    assert "không còn đồng ý" in told("co_sign_taken_back").body
    with pytest.raises(Refused, match="Còn chờ"):
        send(draft, acting=who("nguyenvanthu"), at=now)
    agree(one, content_of(draft), by="account", acting=wife, at=now)
    send(draft, acting=who("nguyenvanthu"), at=now)
    with pytest.raises(Refused, match="đã nộp rồi"):
        take_back_agreement(one, acting=wife, at=now)


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (WIFE | {"cccd": "086099000001"}, "của chính người nộp"),
        (WIFE | {"cccd": "12"}, "12 chữ số"),
        (WIFE | {"full_name": " "}, "họ và tên"),
    ],
)
def test_whom_one_cannot_name(draft: Dossier, now: datetime, person: dict[str, str], why: str) -> None:
    with pytest.raises(Exception, match=why):
        name(draft, now, person)


def test_not_twice_not_more_than_may_be_and_not_where_one_files_alone(
    draft: Dossier, dossier: Make, now: datetime
) -> None:
    name(draft, now)
    with pytest.raises(Refused, match="Đã ghi tên"):
        name(draft, now)
    for n in (1, 2):
        name(draft, now, NOBODY | {"cccd": f"08618800000{n}"})
    with pytest.raises(Refused, match="tối đa 3 người"):
        name(draft, now, NOBODY)
    with pytest.raises(Refused, match="do một người nộp"):
        name(dossier("draft"), now)


def test_the_filer_names_people_on_a_page_of_filing_and_takes_a_name_off(draft: Dossier) -> None:
    mine, address = browser("nguyenvanthu"), reverse("services:page", args=[draft.uuid, "cung-nop"])
    wrong = mine.post(address, WIFE | {"cccd": "1", "name": "1"})
    assert wrong.status_code == 422
    assert 'value="Trần Thị Làm Thử"' in wrong.content.decode()
    assert mine.post(address, WIFE | {"name": "1"}).status_code == 302
    shown = mine.get(address).content.decode()
    assert "Chưa trả lời" in shown
    assert WIFE["cccd"] not in shown
    review = reverse("services:page", args=[draft.uuid, "xem-lai"])
    assert mine.post(address).headers["Location"] == review
    assert "Còn chờ người cùng nộp" in mine.post(review).content.decode()
    one = draft.co_signers.get()
    assert browser("sonthividu").post(reverse("services:drop_signer", args=[one.uuid])).status_code == 404
    assert mine.post(reverse("services:drop_signer", args=[one.uuid])).status_code == 302
    assert not draft.co_signers.exists()


def test_the_one_who_is_named_reads_and_agrees_with_the_own_account(draft: Dossier, now: datetime) -> None:
    one, wife = name(draft, now), browser("tranthilamthu")
    assert told("co_sign_asked").account == Account.objects.get(username="tranthilamthu")
    assert page(one) in told("co_sign_asked").body
    assert page(one) in wife.get(reverse("services:mine")).content.decode()
    shown = wife.get(page(one)).content.decode()
    assert "086099000001" in shown
    paper = draft.papers.filter(replaced=False)[0]
    assert wife.get(reverse("services:co_sign_paper", args=[one.uuid, paper.uuid])).status_code == 200
    digest = re.findall(r'name="agree" value="(\w{64})"', shown)[0]
    assert wife.post(page(one), {"agree": "0" * 64}).status_code == 409
    assert wife.post(page(one), {"agree": digest}).status_code == 302
    assert "Rút lại đồng ý" in wife.get(page(one)).content.decode()
    wife.post(page(one), {})  # a press that means nothing takes nothing back
    one.refresh_from_db()
    assert (one.agreed_by, one.account) == ("account", Account.objects.get(username="tranthilamthu"))
    # The filer sees who read it.
    filer = Citizen.objects.get(account__username="nguyenvanthu")
    assert readings_of(filer.ref).filter(actor_uuid=one.account.uuid).exists()  # type: ignore[union-attr]
    sent = send(draft, acting=who("nguyenvanthu"), at=now)
    assert sent.code
    assert sent.code in wife.get(page(one)).content.decode()


def test_who_has_no_account_proves_the_telephone_by_a_code(draft: Dossier, now: datetime) -> None:
    one, guest = name(draft, now, NOBODY), Client()
    door = guest.get(page(one)).content.decode()
    assert "086099000001" not in door
    assert NOBODY["phone"] not in door
    paper = draft.papers.filter(replaced=False)[0]
    assert guest.get(reverse("services:co_sign_paper", args=[one.uuid, paper.uuid])).status_code == 404
    assert guest.post(page(one), {"agree": content_of(draft)}).status_code == 302  # only asks for a code
    one.refresh_from_db()
    assert one.agreed_at is None
    code = re.findall(r"\d{6}", told("co_sign_code").title)[0]
    assert told("co_sign_code").phone == NOBODY["phone"]
    wrong = guest.post(page(one), {"code": f"{(int(code) + 1) % 1_000_000:06d}"})
    assert wrong.status_code == 422
    assert "Mã chưa đúng" in wrong.content.decode()
    assert guest.post(page(one), {"code": code}).status_code == 302
    assert "086099000001" in guest.get(page(one)).content.decode()
    assert guest.post(page(one), {"agree": content_of(draft)}).status_code == 302
    one.refresh_from_db()
    assert one.agreed_by == "code"
    # Another device, another code.
    assert Client().post(page(one), {"code": code}).status_code == 422


def test_a_code_is_guessed_five_times_and_not_sent_without_end(draft: Dossier, now: datetime) -> None:
    one = name(draft, now, NOBODY)
    for _time in range(3):
        send_code(one, language="vi", at=now)
    with pytest.raises(Refused, match="Đợi một giờ"):
        send_code(one, language="vi", at=now)
    code = re.findall(r"\d{6}", told("co_sign_code").title)[0]
    for _try in range(5):
        with pytest.raises(Refused, match="chưa đúng"):
            open_by_code(one, "x" * 6, acting=Acting.anonymous(), at=now)
    with pytest.raises(Refused, match="hết hạn"):
        open_by_code(one, code, acting=Acting.anonymous(), at=now)
    send_code(one, language="vi", at=now + timedelta(hours=2))


def test_a_stranger_with_an_account_stays_at_the_door(draft: Dossier, now: datetime) -> None:
    one, stranger = name(draft, now), browser("sonthividu")
    shown = stranger.get(page(one)).content.decode()
    assert "086099000001" not in shown
    assert "Đăng nhập" not in shown.split("<main")[1]
    assert page(one) not in stranger.get(reverse("services:mine")).content.decode()


def test_the_officer_sees_who_agreed_when_and_how(draft: Dossier, now: datetime) -> None:
    wife, other = name(draft, now), name(draft, now, NOBODY)
    for one, by, acting in ((wife, "account", who("tranthilamthu")), (other, "code", Acting.anonymous())):
        agree(one, content_of(draft), by=by, acting=acting, at=now)
    sent = send(draft, acting=who("nguyenvanthu"), at=now)
    assert sent.intake_agency is not None
    officer = Appointment.objects.filter(role="intake_officer", agency=sent.intake_agency).order_by("pk")[0].account
    seen = sign_in(Client(), officer).get(reverse("services:workspace", args=[sent.uuid])).content.decode()
    for words in (WIFE["cccd"], "bằng tài khoản", NOBODY["full_name"], "chưa xác thực danh tính"):
        assert words in seen
    read = readings_of(Citizen.objects.get(cccd=WIFE["cccd"]).ref)
    assert read.filter(actor_uuid=officer.uuid).exists()
