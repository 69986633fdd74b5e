"""How a result reaches its people: on screen, at the counter, by post with a number (hình thức nhận kết quả)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cuulong.core.notifications.models import Notification
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.published.ports.payments import payments
from cuulong.systems.services.demo import bring, give_certificates
from cuulong.systems.services.dossiers.actions.delivery import choose_way
from cuulong.systems.services.dossiers.actions.guest import ask_code, confirm
from cuulong.systems.services.dossiers.actions.result import hand_over
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.applicants import SESSION_KEY
from cuulong.systems.services.dossiers.delivery import Delivery
from cuulong.systems.services.dossiers.models import Dossier, Posting
from cuulong.systems.services.dossiers.rules import Refused
from cuulong.systems.services.feedback import subscribers

from .conftest import Make, version_of, who
from .test_guests import code_sent
from .test_lookups import sheet
from .test_messages import deliver

HOME = Delivery("post", "Nguyễn Văn Thử", "0900000001", "Khóm Thử Nghiệm, phường Long Châu")
CONTACT = {"applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001"}
POST = {
    "result_way": "post", "post_name": HOME.name, "post_phone": "0900 000 001", "post_address": HOME.address,
}  # fmt: skip
NUMBER = "EA123456785VN"


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def browser(username: str) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def seen(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"services:{name}", args=args)).content.decode()


def by_post(dossier: Dossier, now: datetime) -> Dossier:
    return choose_way(dossier, HOME, acting=who("nguyenvanthu"), at=now)


def issued(dossier: Dossier) -> Dossier:
    """With its result there and its fees paid."""
    give_certificates()
    done = bring(dossier, "issued")
    for charge in payments().find(done.ref):
        if charge.state == "due":
            payments().collected_in_cash(charge.ref, acting=Acting.system("test"))
    return done


def give(dossier: Dossier, now: datetime, **more: object) -> Dossier:
    step = step_of(dossier)
    return hand_over(dossier, step, acting=who("lc.tiepnhan"), at=now, revision=None, **more)  # type: ignore[arg-type]


def test_the_way_is_chosen_with_the_contact_and_stands_before_filing(dossier: Make) -> None:
    draft, mine = dossier("draft"), browser("nguyenvanthu")
    address = reverse("services:page", args=[draft.uuid, "lien-he"])
    answer = mine.post(address, CONTACT | POST | {"post_address": " "})
    assert answer.status_code == 422
    assert "Cần để bưu điện giao được kết quả" in answer.content.decode()
    assert mine.post(address, CONTACT | POST).status_code == 302
    draft.refresh_from_db()
    assert Delivery.of(draft) == HOME
    assert f"Qua bưu chính, tới {HOME.name}" in seen(mine, "page", draft.uuid, "xem-lai")
    # Whoever chooses again leaves no address behind.
    mine.post(address, CONTACT | POST | {"result_way": "counter"})
    draft.refresh_from_db()
    assert Delivery.of(draft) == Delivery("counter")


def test_a_guest_chooses_too(now: datetime) -> None:
    guest = ask_code(version_of("1.013225"), reached_by="phone", address="0900000009", language="vi", at=now)
    draft, _secret = confirm(guest, code_sent(), at=now)
    client = Client()
    session = client.session
    session[SESSION_KEY] = [str(draft.uuid)]
    session.save()
    assert client.post(reverse("services:page", args=[draft.uuid, "lien-he"]), CONTACT | POST).status_code == 302
    draft.refresh_from_db()
    assert draft.result_way == "post"


@pytest.mark.parametrize("person", ["nguyenvanthu", "lc.tiepnhan"])
def test_one_page_at_home_and_at_the_counter_asks_for_it(person: str) -> None:
    name = "one_page" if person == "nguyenvanthu" else "intake"
    page = seen(browser(person), name, version_of("1.013225").procedure.slug)
    assert page.count('name="result_way"') == 3
    assert 'name="post_address"' in page


def test_a_dossier_taken_in_at_the_counter_keeps_the_way_that_was_said() -> None:
    said = sheet("nha-hai-tang", cccd="086099000001") | POST
    answer = browser("lc.tiepnhan").post(reverse("services:intake", args=["giay-phep-xay-dung-nha-o"]), said)
    assert answer.status_code == 302
    assert Delivery.of(Dossier.objects.get(uuid=said["key"])) == HOME


def test_it_is_changed_until_the_result_is_there_and_the_story_says_so(dossier: Make, now: datetime) -> None:
    one, mine = dossier("sent"), browser("nguyenvanthu")
    page = reverse("services:result_way", args=[one.uuid])
    assert "Đang chọn: Bản điện tử trong trang hồ sơ, hoặc tại" in mine.get(page).content.decode()
    assert mine.post(page, POST).status_code == 302
    one.refresh_from_db()
    assert Delivery.of(one) == HOME
    told = one.transitions.get(verb="choose_way")
    assert HOME.address in told.public_note
    by_post(one, now)  # the same again is no change
    assert one.transitions.filter(verb="choose_way").count() == 1
    done = issued(one)
    with pytest.raises(Refused, match="chuyển sang bước khác"):
        choose_way(done, Delivery("counter"), acting=who("nguyenvanthu"), at=now)
    assert reverse("services:result_way", args=[one.uuid]) not in seen(mine, "dossier", one.uuid)


def test_only_what_the_procedure_offers_and_an_address_the_post_can_find(dossier: Make, now: datetime) -> None:
    one = dossier("sent")
    with pytest.raises(Refused, match="tên người nhận, số điện thoại và địa chỉ"):
        choose_way(one, Delivery("post", "Nguyễn Văn Thử"), acting=who("nguyenvanthu"), at=now)
    version = one.version
    version.definition = version.definition | {"result": version.definition["result"] | {"ways": ["counter"]}}
    version.pk, version.n, version.state = None, 99, "draft"
    version.save()
    Dossier.objects.filter(pk=one.pk).update(version=version)
    with pytest.raises(Refused, match="không trả kết quả theo cách đó"):
        choose_way(one, Delivery("screen"), acting=who("nguyenvanthu"), at=now)


def test_the_sheet_and_the_messages_say_it(dossier: Make, now: datetime) -> None:
    one = issued(by_post(dossier("sent"), now))
    counter = browser("lc.tiepnhan")
    assert "6. Nhận kết quả: Qua bưu chính, tới Nguyễn Văn Thử" in seen(counter, "sheet", one.uuid, "tt-03-2025", "01")
    told = Notification.objects.filter(subject_uuid=one.uuid)
    assert "gửi qua bưu chính như ông/bà đã chọn" in told.get(message="services.accepted").body
    assert "báo số hiệu bưu gửi" in told.get(message="services.result_issued").body
    assert "Qua bưu chính, tới Nguyễn Văn Thử" in seen(counter, "counter")


def test_the_counter_gives_it_to_the_post_with_a_number(dossier: Make, now: datetime) -> None:
    one = issued(by_post(dossier("sent"), now))
    with pytest.raises(Refused, match="Ghi số hiệu bưu gửi"):
        give(one, now, receiver="Nguyễn Văn Thử")
    with pytest.raises(Refused, match="tên đơn vị bưu chính"):
        give(one, now, tracking=NUMBER)
    with pytest.raises(Refused, match="6 đến 30 chữ và số"):
        give(one, now, tracking="số 1", carrier="Bưu điện")
    counter, mine = browser("lc.tiepnhan"), browser("nguyenvanthu")
    assert 'name="tracking"' in seen(counter, "workspace", one.uuid)
    step = step_of(one)
    key = reverse("services:act", args=[one.uuid, step.uuid, "hand_over"])
    typed = {"tracking": "ea 123456785 vn", "carrier": "Bưu điện tỉnh", "receiver": one.receiver_name}
    assert counter.post(key, typed | {"revision": step.case.revision}).status_code == 302
    one.refresh_from_db()
    assert one.state == "returned"
    assert (one.posting.tracking, one.posting.address) == (NUMBER, HOME.address)
    assert not hasattr(one, "returning")
    deliver(one, subscribers.facts.ResultReturned, now)
    told = Notification.objects.filter(subject_uuid=one.uuid, message__contains="result_")
    assert NUMBER in told.get(message="services.result_posted").body
    assert not told.filter(message="services.result_returned").exists()
    for page in (seen(mine, "dossier", one.uuid), seen(counter, "workspace", one.uuid), seen(counter, "register")):
        assert NUMBER in page
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Posting.objects.filter(dossier=one).update(tracking="EA000000000VN")


def test_who_chose_the_post_may_come_all_the_same(dossier: Make, now: datetime) -> None:
    one = issued(by_post(dossier("sent"), now))
    done = give(one, now, receiver="Nguyễn Văn Thử", in_person=True)
    assert done.returning.receiver == "Nguyễn Văn Thử"
    other = issued(dossier("sent"))
    with pytest.raises(Refused, match="không chọn nhận qua bưu chính"):
        give(other, now, tracking=NUMBER, carrier="Bưu điện")
