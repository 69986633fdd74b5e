"""Files come with what people send; those of denunciations are opened by the named role only (tệp gửi kèm)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.files.models import StoredFile
from cuulong.core.people.acting import Acting
from cuulong.systems.services.demo_papers import drawing
from cuulong.systems.services.feedback.actions import denounce as denouncing
from cuulong.systems.services.feedback.actions import receive
from cuulong.systems.services.feedback.models import Attachment, Denouncer, Denunciation, Suggestion

from .feedback_people import (
    DENOUNCER,
    NAME,
    PHONE,
    SECRET,
    code_sent,
    complained,
    denounced,
    enter,
    suggested,
    ward,
    who,
)

SAID = {
    "kind": "remark",
    "title": "Đèn đường hỏng",
    "text": "Hỏng ba ngày.",
    "sender_name": NAME,
    "sender_phone": PHONE,
}


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def paper(name: str = "giay-to.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawing("Giấy tờ mẫu", NAME))


def test_a_guest_sends_files_and_the_official_opens_them_while_others_find_nothing() -> None:
    guest = Client()
    sent = guest.post("/gop-y/phan-anh/", SAID | {"files": [paper("a.pdf"), paper("b.pdf")]})
    assert guest.post(sent.headers["Location"], {"code": code_sent()}).status_code == 302
    case = Suggestion.objects.get()
    names = [one.file.name for one in Attachment.objects.filter(subject_uuid=case.uuid)]
    assert names == ["a.pdf", "b.pdf"]
    shown = guest.post("/gop-y/tra-cuu/", {"code": case.code}).content.decode()
    assert "a.pdf" in shown
    desk = enter("tinh.kiemsoat")
    page = desk.get(f"/feedback/suggestions/{case.uuid}/").content.decode()
    address = f"/feedback/suggestions/{case.uuid}/files/{Attachment.objects.first().uuid}/"  # type: ignore[union-attr]
    assert address in page
    answer = desk.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(action="services.suggestion.file_opened", subject_uuid=case.uuid).count() == 1
    assert enter("lc.khieunai").get(address).status_code in (403, 404)
    assert Client().get(address).status_code == 302


def test_a_file_is_judged_by_its_content_counted_and_weighed() -> None:
    sender = enter("nguyenvanthu")
    for files, said in (
        ([SimpleUploadedFile("anh.pdf", b"MZ\x90\x00 not a paper at all")], "chỉ nhận"),
        ([SimpleUploadedFile("trong.pdf", b"")], "Tệp rỗng"),
        ([paper() for _n in range(6)], "nhiều nhất 5 tệp"),
        ([SimpleUploadedFile("nang.pdf", b"%PDF-1.4" + bytes(10 * 1024 * 1024))], "chỉ nhận đến 10 MB"),
    ):
        answer = sender.post("/gop-y/phan-anh/", SAID | {"files": files})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), said
    assert not Suggestion.objects.exists()
    assert not Attachment.objects.exists()


def test_when_something_else_is_wrong_the_person_is_told_to_choose_the_files_again() -> None:
    answer = enter("nguyenvanthu").post("/gop-y/phan-anh/", SAID | {"title": "", "files": [paper()]})
    assert answer.status_code == 422
    assert "Chọn lại tệp" in answer.content.decode()


def test_who_sent_it_opens_it_again_and_nobody_else() -> None:
    case = suggested()
    other = complained()
    receive.keep(case, [("cua-toi.pdf", drawing("Của tôi", NAME))], acting=who("nguyenvanthu"))
    file = Attachment.objects.get()
    own = f"/gop-y/cua-toi/suggestion/{case.uuid}/tep/{file.uuid}/"
    assert enter("nguyenvanthu").get(own).status_code == 200
    assert enter("sonthividu").get(own).status_code == 404
    assert enter("nguyenvanthu").get(f"/gop-y/cua-toi/complaint/{other.uuid}/tep/{file.uuid}/").status_code == 404


def test_files_of_a_denunciation_are_nameless_and_each_opening_is_written_down() -> None:
    case = Denunciation(agency=ward(), title=f"Việc {SECRET}", text="Kể.", against="Ông Mỗ")
    person = Denouncer(name=DENOUNCER, address="99 đường Giấu")
    content = BytesIO(drawing("Chứng cứ", "—"))
    citizen = who("nguyenvanthu")
    denouncing.denounce(case, person, [(f"don cua {DENOUNCER}.pdf", content)], acting=citizen, at=timezone.now())
    file = Attachment.objects.get().file
    assert file.name == "tep-1.pdf"
    assert str(citizen.account.uuid) not in file.stored_by  # type: ignore[union-attr]
    address = f"/feedback/denunciations/{case.uuid}/files/{Attachment.objects.get().uuid}/"
    for name in ("lc.chutich", "lc.khieunai", "tinh.kiemsoat", "quantri", "kiemtoan"):
        assert enter(name).get(address).status_code == 403, name
    assert enter("tinh.tocao").get(address).status_code == 404  # it is handled elsewhere
    opened = Event.objects.filter(action="services.denunciation.file_opened")
    assert not opened.exists()
    desk = enter("lc.tocao")
    for n in (1, 2):
        assert desk.get(address).headers["Cache-Control"] == "private, no-store"
        assert opened.count() == n
    assert file.name not in Client().post("/gop-y/tra-cuu/", {"code": case.code}).content.decode()


def test_a_file_of_another_case_is_not_found_through_mine() -> None:
    case, other = denounced(), suggested()
    receive.keep(case, [("x.pdf", drawing("x", "y"))], acting=Acting.anonymous())
    address = f"/feedback/suggestions/{other.uuid}/files/{Attachment.objects.get().uuid}/"
    assert enter("tinh.kiemsoat").get(address).status_code == 404


def test_what_nobody_confirmed_is_forgotten_with_its_files() -> None:
    Client().post("/gop-y/phan-anh/", SAID | {"files": [paper()]})
    Suggestion.objects.update(created_at=timezone.now() - timedelta(days=3))
    receive.forget_unconfirmed()
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(name="giay-to.pdf").exists()
