"""A suggestion is sent, answered in time and published without its sender (phản ánh, kiến nghị)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cuulong.core.audit.models import Event
from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.feedback import limits
from cuulong.systems.services.feedback.actions import receive, suggest
from cuulong.systems.services.feedback.models import CaseStep, Suggestion
from cuulong.systems.services.feedback.rules import HIDDEN, Refused, hidden

from .feedback_people import NAME, PHONE, code_sent, enter, suggested, ward, who

FORM = {
    "kind": "remark",
    "title": "Đèn đường hỏng",
    "text": "Hỏng ba ngày.",
    "sender_name": NAME,
    "sender_phone": PHONE,
}


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def confirmed_by_guest() -> tuple[Client, Suggestion]:
    guest = Client()
    sent = guest.post("/gop-y/phan-anh/", FORM)
    assert guest.post(sent.headers["Location"], {"code": code_sent()}).status_code == 302
    return guest, Suggestion.objects.get()


def test_a_guest_confirms_the_contact_and_gets_a_code() -> None:
    guest = Client()
    sent = guest.post("/gop-y/phan-anh/", FORM)
    waiting = Suggestion.objects.get()
    assert (waiting.state, waiting.number) == ("unconfirmed", "")
    assert not Suggestion.objects.visible_to(who("tinh.kiemsoat")).exists()
    done = guest.post(sent.headers["Location"], {"code": code_sent()})
    case = Suggestion.objects.get()
    assert (case.state, case.agency.slug) == ("received", "van-phong-ubnd")
    assert case.code in guest.get(done.headers["Location"]).content.decode()
    told = Notification.objects.get(message="services.suggestion_received")
    assert (told.phone, case.code in told.body) == (PHONE, True)


def test_a_wrong_code_is_refused_and_five_of_them_end_it() -> None:
    guest = Client()
    page = guest.post("/gop-y/phan-anh/", FORM).headers["Location"]
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    said = [guest.post(page, {"code": wrong}).content.decode() for _n in range(5)]
    assert "Mã chưa đúng" in said[0]
    assert "sai quá nhiều lần" in guest.post(page, {"code": right}).content.decode()
    assert Suggestion.objects.get().state == "unconfirmed"


def test_a_code_is_good_for_half_an_hour(now: datetime) -> None:
    Client().post("/gop-y/phan-anh/", FORM)
    case = Suggestion.objects.get()
    with pytest.raises(Refused, match="hết hạn"):
        receive.confirm(case, code_sent(), acting=Acting.anonymous(), at=now + timedelta(minutes=31))


def test_who_is_signed_in_needs_no_code_and_without_contact_nobody_is_heard() -> None:
    done = enter("nguyenvanthu").post("/gop-y/phan-anh/", FORM)
    assert done.headers["Location"] == "/gop-y/da-gui/"
    assert Suggestion.objects.get().state == "received"
    silent = Client().post("/gop-y/phan-anh/", FORM | {"sender_phone": ""})
    assert "Ghi số điện thoại hoặc thư điện tử" in silent.content.decode()


def test_pressing_twice_sends_once_and_what_nobody_confirms_is_forgotten(now: datetime) -> None:
    guest, case = confirmed_by_guest()
    again = guest.post(f"/gop-y/xac-nhan/suggestion/{case.uuid}/", {"code": "123456"})
    assert again.headers["Location"] == "/gop-y/da-gui/"
    Client().post("/gop-y/phan-anh/", FORM)
    Suggestion.objects.update(created_at=now - timedelta(days=3))
    receive.forget_unconfirmed()
    assert Suggestion.objects.get() == case


def test_five_a_day_from_one_contact() -> None:
    for n in range(5):
        suggested(title=f"Lần {n}", by="nguyenvanthu")
    with pytest.raises(Refused, match="Hôm nay đã gửi 5 lần"):
        suggested(title="Lần nữa")


def test_it_is_due_after_fifteen_working_days_of_the_province() -> None:
    # From Monday 3/8: Saturday 22/8 is worked in place of a day beside the National Day.
    case = suggested(datetime(2026, 8, 3, 9, tzinfo=VIETNAM))
    assert case.due_at == datetime(2026, 8, 22, 17, tzinfo=VIETNAM)
    assert limits.limit("suggestion_answer", datetime(2015, 1, 1).date()) is None


def test_it_is_forwarded_answered_and_followed_by_code(now: datetime) -> None:
    guest, case = confirmed_by_guest()
    suggest.forward(case, ward(), note="Đèn do phường quản lý", acting=who("tinh.kiemsoat"), at=now)
    case.refresh_from_db()
    with pytest.raises(Forbidden):
        suggest.answer(case, note="x", acting=who("cn.truongphong"), at=now)
    suggest.answer(case, note="Đã thay bóng đèn.", acting=who("lc.chanhvp"), at=now)
    page = guest.post("/gop-y/tra-cuu/", {"code": case.code.lower().replace("-", " ")}).content.decode()
    assert "Đã thay bóng đèn." in page
    assert "Đèn do phường quản lý" not in page
    assert [one.verb for one in CaseStep.objects.order_by("pk")] == ["confirm", "forward", "answer"]
    guest.post("/gop-y/tra-cuu/", {"code": case.code, "satisfied": "yes"})
    case.refresh_from_db()
    assert case.satisfied is True
    with pytest.raises(Refused, match="đã được đánh giá"):
        suggest.rate_answer(case, False, acting=Acting.anonymous())


def test_a_code_nobody_bears_and_one_that_is_none_are_told() -> None:
    assert "Mã tra cứu chưa đúng" in Client().post("/gop-y/tra-cuu/", {"code": "ABC"}).content.decode()
    case = suggested()
    other = Suggestion(agency=ward()).code
    assert other != case.code
    assert "Không có ý kiến" in Client().post("/gop-y/tra-cuu/", {"code": other}).content.decode()


def test_a_published_answer_hides_who_asked(now: datetime) -> None:
    case = suggested(text=f"Tôi là trần văn  hỏi, gọi tôi {PHONE} hoặc hoi@example.vn. Quầy đóng sớm.")
    suggest.answer(case, note=f"Kính gửi ông {NAME}: đã nhắc quầy.", acting=who("lc.giamdoc"), at=now)
    case.refresh_from_db()
    with pytest.raises(Forbidden):
        suggest.publish(case, title="a", text="b", reply="c", acting=who("lc.kinhte"), at=now)
    desk = enter("lc.giamdoc")
    words = {"title": case.title, "text": case.text, "reply": case.answer}
    assert desk.post(f"/feedback/suggestions/{case.uuid}/publish/", words).status_code == 302
    pages = [
        Client().get(url).content.decode() for url in ("/gop-y/", "/gop-y/tra-loi/", f"/gop-y/tra-loi/{case.uuid}/")
    ]
    assert "Quầy đóng sớm" in pages[0]
    assert "đã nhắc quầy" in pages[2]
    for page in pages:
        for secret in (NAME, "trần văn", PHONE, "hoi@example.vn", "Nguyễn Văn Thử", case.code, case.number):
            assert secret not in page
    desk.post(f"/feedback/suggestions/{case.uuid}/unpublish/", {"note": "Sai tên đường"})
    assert Client().get(f"/gop-y/tra-loi/{case.uuid}/").status_code == 404


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["Lê Văn Năm", "ĐỖ THỊ BÉ"]))
def test_a_name_and_a_number_are_hidden_wherever_they_stand(before: str, after: str, name: str) -> None:
    text = hidden(f"{before} {name.upper()} {after} 0912 345 678 {name.lower()}", [name])
    assert "0912 345 678" not in text
    assert name.lower() not in text.lower()
    assert HIDDEN in text


def test_each_act_is_offered_and_done_only_where_the_right_is_held(now: datetime) -> None:
    case = suggested()
    allowed = {"lc.chanhvp", "lc.giamdoc", "lc.kinhte", "tinh.kiemsoat", "tinh.chanhvp"}
    everybody = {*allowed, "lc.tiepnhan", "lc.dothi", "cn.truongphong", "lc.chutich", "quantri", "lc.tocao"}
    seen = {one for one in everybody if Suggestion.objects.visible_to(who(one)).exists()}
    assert seen == allowed
    for name in everybody:
        answer = enter(name).post(f"/feedback/suggestions/{case.uuid}/answer/", {"note": ""})
        assert answer.status_code == (422 if name in allowed else 404 if name == "cn.truongphong" else 403), name
    # Who reads for the whole province forwards what came to its own desk, and answers for nobody else.
    assert "Trả lời người gửi" not in enter("tinh.kiemsoat").get(f"/feedback/suggestions/{case.uuid}/").content.decode()
    assert "Trả lời người gửi" in enter("lc.giamdoc").get(f"/feedback/suggestions/{case.uuid}/").content.decode()


def test_own_suggestions_open_for_their_sender_only() -> None:
    case = suggested()
    page = f"/gop-y/cua-toi/suggestion/{case.uuid}/"
    assert enter("nguyenvanthu").get(page).status_code == 200
    assert enter("tranthilamthu").get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_what_was_done_can_only_grow_and_the_log_bears_numbers_only(now: datetime) -> None:
    case = suggested()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseStep.objects.update(note="x")
    suggest.refuse(case, note="Đây là khiếu nại, gửi ở mục Khiếu nại.", acting=who("lc.giamdoc"), at=now)
    told = [str(event.details) for event in Event.objects.filter(subject_uuid=case.uuid)]
    assert len(told) == 2
    assert not any(case.title in one or NAME in one or case.code in one for one in told)


def test_the_list_asks_as_often_however_many_there_are() -> None:
    def cost() -> int:
        desk = enter("lc.giamdoc")
        desk.get("/feedback/suggestions/")
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("/feedback/suggestions/").status_code == 200
        return len(asked)

    suggested()
    few = cost()
    for n in range(4):
        suggested(title=f"Thêm {n}")
    assert cost() == few


def test_the_office_above_may_be_written_to_and_rooms_may_not() -> None:
    page = Client().get("/gop-y/phan-anh/").content.decode()
    assert ward().short_name in page
    rooms = Agency.objects.filter(parent=ward()).values_list("name", flat=True)
    assert not any(f">{name}<" in page for name in rooms)
