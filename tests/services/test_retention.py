"""What people sent is erased when its term is over, and what is counted stays (lưu giữ, xóa dữ liệu cá nhân)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cuulong.core.audit.models import Event
from cuulong.core.files.models import StoredFile
from cuulong.core.notifications.models import Notification
from cuulong.core.people.acting import Forbidden
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.demo_papers import drawing
from cuulong.systems.services.feedback import limits
from cuulong.systems.services.feedback.actions import complain, denounce, receive, retain, suggest
from cuulong.systems.services.feedback.models import (
    Attachment,
    CaseStep,
    Complaint,
    Denouncer,
    Hold,
    Rating,
    Suggestion,
)
from cuulong.systems.services.feedback.queries import denunciations_in
from cuulong.systems.services.feedback.rules import Refused, years_before
from cuulong.systems.services.portal.models import Crossing, Standing, Way

from .feedback_people import DENOUNCER, NAME, PHONE, SECRET, complained, denounced, enter, said_back, suggested, who

SENT = datetime(2026, 3, 2, 9, tzinfo=VIETNAM)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def after(years: int, days: int = 2) -> datetime:
    return SENT.replace(year=SENT.year + years) + days * DAY


def answered(**fields: Any) -> Suggestion:
    case = suggested(SENT, **fields)
    receive.keep(case, [("anh.pdf", drawing("Ảnh", NAME))], acting=who("nguyenvanthu"))
    return suggest.answer(case, note=f"Trả lời {NAME}.", acting=who("lc.chanhvp"), at=SENT + DAY)


def words_of(row: Any) -> str:
    row.refresh_from_db()
    return " ".join(str(value) for value in vars(row).values())


def test_terms_are_dated_settings_with_their_source() -> None:
    row = limits.row_of("terms", "complaint", SENT.date())
    assert row is not None
    assert row["years"] > 0
    assert row["basis"]
    assert limits.row_of("terms", "complaint", datetime(2010, 1, 1).date()) is None


def test_a_year_back_from_the_last_day_of_february() -> None:
    assert years_before(datetime(2028, 2, 29, tzinfo=VIETNAM), 1) == datetime(2027, 2, 28, tzinfo=VIETNAM)


def test_a_suggestion_loses_words_sender_files_and_messages_and_is_still_counted() -> None:
    case = answered()
    assert retain.erase_due(after(5, -2)) == 0
    assert retain.erase_due(after(5)) == 1
    left = words_of(case)
    for word in (NAME, PHONE, "Quầy", "16 giờ"):
        assert word not in left
    assert (case.state, case.number[:3], case.agency.slug) == ("answered", "PA-", "commune-29551")
    assert (case.received_at, case.closed_at, case.account_id) == (SENT, SENT + DAY, None)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(name="anh.pdf").exists()
    told = Notification.objects.filter(subject_uuid=case.uuid)
    assert told.exists()
    assert not told.exclude(body="", title="", phone="", email="", account=None).exists()
    steps = CaseStep.objects.filter(subject_uuid=case.uuid)
    assert [(one.verb, one.note) for one in steps] == [("confirm", ""), ("answer", "")]
    erased = Event.objects.get(action="services.suggestion.erased")
    assert (erased.details, erased.subject_uuid) == ({"number": case.number}, case.uuid)
    assert retain.erase_due(after(5)) == 0
    shown = enter("lc.chanhvp").get(f"/feedback/suggestions/{case.uuid}/").content.decode()
    assert "đã xóa ngày" in shown


def test_what_was_published_without_its_sender_stays_public() -> None:
    case = answered()
    suggest.publish(case, **suggest.public_draft(case), acting=who("lc.chanhvp"), at=SENT + 2 * DAY)
    retain.erase_due(after(5))
    case.refresh_from_db()
    assert "Quầy đóng cửa" in case.public_text
    assert enter("nguyenvanthu").get(f"/gop-y/tra-loi/{case.uuid}/").status_code == 200


def test_a_denunciation_loses_who_denounced_and_the_count_of_the_year_stays() -> None:
    case = denounced(SENT)
    denounce.refuse(case, note=f"Không rõ {SECRET}", acting=who("lc.tocao"), at=SENT + DAY)
    assert retain.erase_due(after(14)) == 0
    retain.erase_due(after(15))
    assert SECRET not in words_of(case)
    assert not Denouncer.objects.exists()
    assert denunciations_in(SENT.year) == 1
    assert DENOUNCER not in str(list(Event.objects.values_list("details", flat=True)))
    assert enter("lc.tocao").get(f"/feedback/denunciations/{case.uuid}/").status_code == 200


def test_what_is_open_is_never_erased() -> None:
    complained(SENT)
    assert retain.erase_due(after(90)) == 0


def test_a_comment_goes_and_the_score_stays(dossier: Any) -> None:
    said_back(dossier("assigned"), SENT)
    Rating.objects.update(comment=f"Chị {NAME} ở quầy")
    retain.erase_due(after(2))
    one = Rating.objects.get()
    assert (one.comment, one.score in (1, 2, 3)) == ("", True)


def test_messages_of_the_portal_keep_codes_and_states() -> None:
    one = Crossing.objects.create(
        way=Way.IN, service="DongBoHoSoMC", code="H61.00-260302-0001", digest="x", standing=Standing.DONE,
        body={"MaHoSo": "H61.00-260302-0001", "ChuHoSo": NAME, "TrangThaiHoSo": "1"}, settled_at=SENT,
    )  # fmt: skip
    waiting = Crossing.objects.create(
        way=Way.IN,
        service="DongBoHoSoMC",
        code="H61.00-260302-0002",
        digest="x",
        standing=Standing.STUCK,
        body={"ChuHoSo": NAME},
    )
    retain.erase_due(after(2))
    one.refresh_from_db()
    waiting.refresh_from_db()
    assert one.body == {"MaHoSo": "H61.00-260302-0001", "TrangThaiHoSo": "1"}
    assert waiting.body == {"ChuHoSo": NAME}
    assert enter("quantri").get(f"/portal/crossings/{one.uuid}/").status_code in (200, 404)


def test_a_hold_stops_it_until_it_is_lifted() -> None:
    case = answered()
    office = who("tinh.kiemsoat")
    retain.hold(case, note="Đang thanh tra việc này", acting=office, at=after(4))
    with pytest.raises(Refused, match="đang được giữ lại"):
        retain.hold(case, note="Lần nữa", acting=office, at=after(4))
    assert retain.erase_due(after(6)) == 0
    retain.lift(case, note="Thanh tra xong", acting=office, at=after(6))
    assert retain.erase_due(after(6)) == 1
    assert [(one.reason, one.lifted_why) for one in Hold.objects.all()] == [("", "")]
    assert Event.objects.filter(action__in=("services.suggestion.hold", "services.suggestion.lift")).count() == 2
    with pytest.raises(Refused, match="đã xóa"):
        retain.hold(case, note="Muộn", acting=office, at=after(6))


def test_of_denunciations_only_their_handler_holds() -> None:
    case = denounced(SENT)
    denounce.refuse(case, note="Không thụ lý", acting=who("lc.tocao"), at=SENT + DAY)
    with pytest.raises(Forbidden):
        retain.hold(case, note="Xem", acting=who("tinh.kiemsoat"), at=after(1))
    desk = enter("lc.tocao")
    done = desk.post(f"/feedback/denunciations/{case.uuid}/hold/", {"note": "Tòa đang xét xử"})
    assert done.status_code == 302
    assert "Dữ liệu đang được giữ lại" in desk.get(f"/feedback/denunciations/{case.uuid}/").content.decode()
    assert retain.erase_due(after(20)) == 0
    screen = enter("tinh.kiemsoat").get("/feedback/retention/").content.decode()
    assert case.number not in screen
    assert enter("tinh.kiemsoat").get("/feedback/retention/?kind=denunciation").status_code == 404
    assert enter("tinh.kiemsoat").get(f"/feedback/retention/denunciation/{case.uuid}/").status_code == 404


def test_the_screen_lists_what_is_due_by_number_and_holds_it(now: datetime) -> None:
    case = suggested(now - 2000 * DAY)
    suggest.answer(case, note="Đã sửa.", acting=who("lc.chanhvp"), at=now - 1990 * DAY)
    desk = enter("tinh.kiemsoat")
    screen = desk.get("/feedback/retention/").content.decode()
    assert case.number in screen
    assert NAME not in screen
    assert "Quầy đóng sớm" not in screen
    page = f"/feedback/retention/suggestion/{case.uuid}/"
    assert desk.post(page, {"note": ""}).status_code == 422
    assert desk.post(page, {"note": "Đang có khiếu kiện"}).status_code == 302
    assert "Đang giữ lại" in desk.get("/feedback/retention/").content.decode()
    assert "Đang có khiếu kiện" in desk.get(page).content.decode()
    assert enter("lc.khieunai").get("/feedback/retention/").status_code == 403


def test_the_screen_asks_as_often_however_much_is_due(now: datetime) -> None:
    desk = enter("tinh.kiemsoat")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get("/feedback/retention/").status_code == 200
        return len(caught)

    asked()  # what is read once
    many = []
    for n in (1, 4):
        for _n in range(n):
            case = suggested(now - 2000 * DAY, sender_phone=f"09{_n:08d}", by="nguyenvanthu")
            Suggestion.objects.filter(pk=case.pk).update(
                state="answered", closed_at=now - 1990 * DAY, created_at=now - 1990 * DAY
            )
        many.append(asked())
    assert many[0] == many[1]


def test_the_story_gives_up_its_words_and_nothing_else() -> None:
    case = answered()
    for change in ({"verb": "refuse"}, {"note": "khác"}, {"agency_name": ""}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            CaseStep.objects.filter(subject_uuid=case.uuid).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseStep.objects.filter(subject_uuid=case.uuid).delete()


def test_a_complaint_is_still_a_complaint_without_its_words() -> None:
    case = complained(SENT)
    complain.refuse(case, note=f"Vì {SECRET}", acting=who("lc.khieunai"), at=SENT + DAY)
    retain.erase_due(after(15))
    assert SECRET not in words_of(case)
    assert Complaint.objects.filter(state="refused", closed_at=SENT + DAY).count() == 1
