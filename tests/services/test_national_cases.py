"""A procedure that a national system runs: here are the counter and the state, nothing else (hồ sơ hệ thống quốc gia)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cuulong.core.audit.models import Event
from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.workflow.models import Case
from cuulong.systems.services.catalogue.models import Listing, Procedure
from cuulong.systems.services.dossiers.actions.national import note_state, take_in_for_nation
from cuulong.systems.services.dossiers.models import Dossier, Issuance, NationalCase, NationalStep
from cuulong.systems.services.dossiers.rules import Refused

from .feedback_people import enter, who

PHONE = "0912345678"


@pytest.fixture(autouse=True)
def listing(province: None) -> Listing:
    cache.clear()
    procedure = Procedure.objects.create(code="1.000894", slug="dang-ky-ket-hon-mau")
    return Listing.objects.create(
        procedure=procedure, name="Đăng ký kết hôn", national_system="Hệ thống đăng ký và quản lý hộ tịch"
    )


def counter() -> Agency:
    return Agency.objects.get(pk=who("lc.tiepnhan").grants[0].agency_id)


def taken(listing: Listing, at: datetime, **fields: str) -> NationalCase:
    case = NationalCase(**{"applicant_name": "Trần Thị Nộp", "applicant_phone": PHONE} | fields)
    return take_in_for_nation(case, listing, counter=counter(), acting=who("lc.tiepnhan"), at=at)


def test_it_is_taken_in_at_the_counter_and_has_neither_process_nor_result(listing: Listing) -> None:
    desk = enter("lc.tiepnhan")
    assert "Hồ sơ của hệ thống quốc gia" in desk.get("/counter/").content.decode()
    form = {"listing": listing.pk, "applicant_name": "Trần Thị Nộp", "applicant_phone": PHONE, "theirs": "HT-0001"}
    assert desk.post("/counter/national/new/", form | {"applicant_phone": "12"}).status_code == 422
    done = desk.post("/counter/national/new/", form)
    case = NationalCase.objects.get()
    assert done.headers["Location"] == f"/counter/national/{case.uuid}/"
    assert (case.state, case.agency, case.system) == ("accepted", counter(), listing.national_system)
    assert case.code.startswith(counter().code)
    assert not Dossier.objects.exists()
    assert not Case.objects.exists()
    assert not Issuance.objects.exists()
    page = desk.get(done.headers["Location"]).content.decode()
    assert "việc giải quyết nằm trong hệ thống quốc gia" in page
    assert Event.objects.filter(action="services.national_case.taken_in").count() == 1


def test_a_procedure_that_is_worked_on_here_is_not_taken_in_so(now: datetime) -> None:
    procedure = Procedure.objects.create(code="1.000895", slug="thu-tuc-tai-tinh")
    ours = Listing.objects.create(procedure=procedure, name="Thủ tục tại tỉnh")
    with pytest.raises(Refused, match="giải quyết ở tỉnh"):
        taken(ours, now)
    assert "Thủ tục tại tỉnh" not in enter("lc.tiepnhan").get("/counter/national/new/").content.decode()


def test_the_state_is_entered_told_and_looked_up_by_both_codes_and_a_second_fact(
    listing: Listing, now: datetime
) -> None:
    case = taken(listing, now - timedelta(days=1))
    desk = enter("lc.tiepnhan")
    told = {"state": "paused", "note": "Cần bản chính giấy chứng sinh.", "theirs": "HT-0002"}
    assert desk.post(f"/counter/national/{case.uuid}/", told).status_code == 302
    for code in (case.code, "ht-0002"):
        page = Client().post("/tra-cuu/", {"code": code, "phone_end": PHONE[-4:]}).content.decode()
        assert "Tạm dừng, chờ bổ sung" in page
        assert "Cần bản chính giấy chứng sinh." in page
        assert "Trần Thị Nộp" not in page
        assert PHONE not in page
    assert Client().post("/tra-cuu/", {"code": case.code, "phone_end": "0000"}).status_code == 422
    sent = Notification.objects.filter(message="services.national_state").order_by("pk")
    assert [one.phone for one in sent] == [PHONE, PHONE]
    assert "Cần bản chính giấy chứng sinh." in sent[1].body


def test_what_is_told_twice_is_one_and_what_is_told_late_does_not_turn_it_back(listing: Listing, now: datetime) -> None:
    system, case = Acting.system("portal"), taken(listing, now - timedelta(days=3))
    for _n in range(2):
        note_state(case, "issued", acting=system, at=now)
    note_state(case, "processing", acting=system, at=now - timedelta(days=1))
    case.refresh_from_db()
    assert case.state == "issued"
    assert [one.state for one in case.steps.all()] == ["accepted", "processing", "issued"]
    with pytest.raises(Refused, match="có trong danh sách"):
        note_state(case, "signed", acting=system, at=now)


def test_other_counters_neither_see_nor_change_it(listing: Listing, now: datetime) -> None:
    case = taken(listing, now)
    other = who("lc.khieunai")
    with pytest.raises(Forbidden):
        note_state(case, "issued", acting=other, at=now)
    assert not NationalCase.objects.visible_to(other).exists()
    assert enter("tinh.kiemsoat").get(f"/counter/national/{case.uuid}/").status_code in (403, 404)


def test_what_was_told_is_not_changed(listing: Listing, now: datetime) -> None:
    taken(listing, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        NationalStep.objects.update(state="issued")


def test_the_list_asks_as_often_however_many_there_are(listing: Listing, now: datetime) -> None:
    desk = enter("lc.tiepnhan")
    taken(listing, now)
    desk.get("/counter/national/")
    asked = []
    for more in (0, 3):
        for _n in range(more):
            taken(listing, now)
        with CaptureQueriesContext(connection) as caught:
            assert "Đã tiếp nhận" in desk.get("/counter/national/").content.decode()
        asked.append(len(caught))
    assert asked[0] == asked[1]
