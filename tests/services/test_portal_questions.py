"""Questions of the portal are answered as suggestions, its lists stand beside ours, national states come in (Cổng)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cuulong.core.organisations.models import Agency
from cuulong.systems.services.catalogue.models import Listing, Procedure, Sector
from cuulong.systems.services.dossiers.actions.national import take_in_for_nation
from cuulong.systems.services.dossiers.models import Dossier, NationalCase
from cuulong.systems.services.feedback.actions import suggest
from cuulong.systems.services.feedback.models import Suggestion
from cuulong.systems.services.portal.actions.questions import tell_answers
from cuulong.systems.services.portal.actions.take_in import take
from cuulong.systems.services.portal.actions.tell import send
from cuulong.systems.services.portal.client import NotTaken
from cuulong.systems.services.portal.messages import sync_of
from cuulong.systems.services.portal.models import Asked, Crossing, NationalEntry, Standing, Way
from cuulong.systems.services.portal.rules import AGENCIES, PROGRESS, QUESTIONS, SECTORS, moment, signature
from cuulong.systems.services.portal.simulator import Portal, connected

from .conftest import Make
from .feedback_people import NAME, PHONE, enter, ward, who

CODE = "HD-2026-000123"


@pytest.fixture
def portal(province: None) -> Iterator[Portal]:
    """Over HTTP; what it sends is posted by `come_in`, in the transaction of the test."""
    cache.clear()
    with connected("http://127.0.0.1:1") as one:
        yield one


def come_in(portal: Portal, service: str, entry: dict[str, Any], key: str = "") -> str:
    body = json.dumps({"service": service, "data": [entry]}, ensure_ascii=False).encode()
    headers = {"X-Signature": signature(body, key or portal.key)}
    answer = Client().post("/portal/messages/", body, content_type="application/json", headers=headers)
    for code in dict.fromkeys(
        Crossing.objects.filter(way=Way.IN, standing=Standing.WAITING).values_list("code", flat=True)
    ):
        take(code)
    return str(answer.json()["error_code"])


def question(**changes: Any) -> dict[str, Any]:
    return {"MaCauHoi": CODE, "TieuDe": "Hỏi về hạn nộp", "NoiDung": "Nộp hồ sơ khai sinh ở đâu?", "NguoiHoi": NAME,
            "SoDienThoai": PHONE, "Email": "", "MaCoQuan": ward().code} | changes  # fmt: skip


def test_a_question_is_one_suggestion_and_its_answer_goes_out_once(portal: Portal, now: datetime) -> None:
    assert [come_in(portal, QUESTIONS, question()) for _n in range(2)] == ["0", "0"]
    case = Suggestion.objects.get()
    assert (case.state, case.agency, case.sender_phone) == ("received", ward(), PHONE)
    assert case.number.startswith("PA-")
    assert tell_answers() == 0  # nobody has answered yet
    suggest.answer(case, note="Nộp ở trung tâm nào cũng được.", acting=who("lc.chanhvp"), at=now)
    portal.trouble = ["down", "lost_answer"]
    assert (tell_answers(), tell_answers()) == (1, 0)
    for _n in range(2):
        with pytest.raises(NotTaken):
            send(CODE)
    send(CODE)
    told = portal.answers[CODE]
    assert (told["NoiDungTraLoi"], told["CoQuanTraLoi"]) == ("Nộp ở trung tâm nào cũng được.", ward().name)
    assert not Crossing.objects.exclude(standing=Standing.DONE).exists()


def test_what_was_published_goes_out_in_its_public_words(portal: Portal, now: datetime) -> None:
    come_in(portal, QUESTIONS, question())
    case = suggest.answer(Suggestion.objects.get(), note=f"Chào {NAME}.", acting=who("lc.chanhvp"), at=now)
    suggest.publish(case, **suggest.public_draft(case), acting=who("lc.chanhvp"), at=now)
    tell_answers()
    send(CODE)
    assert (NAME in portal.answers[CODE]["NoiDungTraLoi"], portal.answers[CODE]["CongKhai"]) == (False, "1")


def test_an_unknown_agency_means_the_common_desk_and_a_forged_question_nobody(portal: Portal) -> None:
    assert come_in(portal, QUESTIONS, question(), key="sai") == "400"
    assert come_in(portal, QUESTIONS, question(MaCauHoi="")) == "400"
    assert not Suggestion.objects.exists()
    come_in(portal, QUESTIONS, question(MaCoQuan="H99.99"))
    assert Suggestion.objects.get().agency.slug == "van-phong-ubnd"


def test_a_complaint_or_denunciation_is_sent_to_its_own_door_and_not_kept(portal: Portal) -> None:
    come_in(portal, QUESTIONS, question(Loai="3", NoiDung="Ông Mỗ nhận tiền"))
    assert not Suggestion.objects.exists()
    assert "Ông Mỗ" not in str(list(Crossing.objects.values_list("body", flat=True)))
    send(CODE)
    assert "trang Góp ý" in portal.answers[CODE]["NoiDungTraLoi"]


def test_a_question_without_words_waits_for_a_person_who_refuses_it(portal: Portal) -> None:
    come_in(portal, QUESTIONS, question(NoiDung=" "))
    stuck = Crossing.objects.get(standing=Standing.STUCK)
    assert "Ghi nội dung" in stuck.last_error
    done = enter("quantri").post(f"/dossiers/portal/{stuck.uuid}/refuse/", {"reason": "Câu hỏi trống"})
    assert done.status_code == 302
    send(CODE)
    assert portal.answers[CODE]["NoiDungTraLoi"] == "Câu hỏi trống"
    assert not Asked.objects.exists()


def test_the_state_in_a_national_system_comes_in_once_and_late_news_turn_nothing_back(
    portal: Portal, now: datetime
) -> None:
    procedure = Procedure.objects.create(code="1.000894", slug="ket-hon-mau")
    listing = Listing.objects.create(procedure=procedure, name="Kết hôn", national_system="Hệ thống hộ tịch")
    counter = Agency.objects.get(pk=who("lc.tiepnhan").grants[0].agency_id)
    case = NationalCase(applicant_name=NAME, applicant_phone=PHONE, theirs="HT-000001")
    take_in_for_nation(case, listing, counter=counter, acting=who("lc.tiepnhan"), at=now - timedelta(days=9))
    later, sooner = now - timedelta(days=1), now - timedelta(days=3)
    done = {"MaHoSo": "HT-000001", "TrangThai": "9", "NoiDungXuLy": "Đã cấp.", "ThoiDiemXuLy": moment(later)}
    for entry in (done, done, done | {"TrangThai": "4", "ThoiDiemXuLy": moment(sooner)}):
        assert come_in(portal, PROGRESS, entry) == "0"
    case.refresh_from_db()
    assert case.state == "issued"
    assert [one.state for one in case.steps.all()] == ["accepted", "processing", "issued"]
    odd = (
        ({"TrangThai": "77"}, "Không rõ trạng thái"),
        ({"MaHoSo": "LA-000001"}, "Không có hồ sơ"),
        ({"ThoiDiemXuLy": "x"}, "Thời điểm"),
    )
    for wrong, said in odd:
        come_in(portal, PROGRESS, done | wrong)
        assert said in Crossing.objects.filter(standing=Standing.STUCK).latest("pk").last_error


def test_agencies_and_sectors_of_the_portal_stand_beside_ours(portal: Portal, dossier: Make) -> None:
    made = dossier("sent")
    ministry = Sector.objects.create(key="bo-xd", name="Bộ Xây dựng")
    sector = Sector.objects.create(key="xd", name="Hoạt động xây dựng", parent=ministry)
    Listing.objects.filter(procedure=made.version.procedure).delete()
    Listing.objects.create(procedure=made.version.procedure, name="x", sector=sector)
    portal.lists = {
        AGENCIES: [
            {"MaCoQuan": ward().code, "TenCoQuan": "Phường Long Châu"},
            {"MaCoQuan": "H61.99", "TenCoQuan": "Lạ"},
        ],
        SECTORS: [
            {"MaLinhVuc": "G09-XD04", "TenLinhVuc": "HOẠT ĐỘNG XÂY DỰNG"},
            {"MaLinhVuc": "", "TenLinhVuc": "Không mã"},
        ],
    }
    desk = enter("quantri")
    assert desk.post("/dossiers/portal/lists/").status_code == 302
    page = desk.get("/dossiers/portal/lists/?matched=no").content.decode()
    assert "H61.99" in page
    assert "G09-XD04" not in page
    assert NationalEntry.objects.get(code="G09-XD04").sector == sector
    assert sync_of(Dossier.objects.get(pk=made.pk), "1")["MaLinhVuc"] == "G09-XD04"
    portal.lists[AGENCIES].pop()
    desk.post("/dossiers/portal/lists/")
    assert NationalEntry.objects.get(code="H61.99").gone
    assert NationalEntry.objects.count() == 3
    portal.lists[SECTORS] = []
    assert "danh mục rỗng" in desk.post("/dossiers/portal/lists/", follow=True).content.decode()
    assert not NationalEntry.objects.get(code="G09-XD04").gone
    assert enter("lc.tiepnhan").get("/dossiers/portal/lists/").status_code == 403
