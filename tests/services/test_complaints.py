"""A complaint is a process of its own and never public (khiếu nại)."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from cuulong.core.notifications.models import Notification
from cuulong.core.people.acting import Forbidden
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.feedback.actions import complain
from cuulong.systems.services.feedback.models import Complaint
from cuulong.systems.services.feedback.rules import Refused

from .feedback_people import NAME, SECRET, complained, enter, ward, who

MONDAY = datetime(2026, 8, 3, 9, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def decided(at: datetime) -> Complaint:
    case = complain.accept(complained(at), is_complex=False, note="", acting=who("lc.khieunai"), at=at)
    complain.verify(case, note="Làm việc với hai bên", acting=who("lc.khieunai"), at=at)
    return complain.decide(case, number="45/QĐ-UBND", note="Giữ nguyên.", acting=who("lc.chutich"), at=at)


def test_ten_days_to_take_it_up_then_thirty_or_forty_five() -> None:
    case = complained(MONDAY)
    assert case.due_at is not None
    assert case.due_at.astimezone(VIETNAM).date().isoformat() == "2026-08-13"
    simple = complain.accept(case, is_complex=False, note="", acting=who("lc.khieunai"), at=MONDAY)
    assert simple.due_at.astimezone(VIETNAM).date().isoformat() == "2026-09-03"  # 2/9 is a day off
    other = complain.accept(complained(MONDAY), is_complex=True, note="", acting=who("lc.khieunai"), at=MONDAY)
    assert other.due_at.astimezone(VIETNAM).date().isoformat() == "2026-09-17"


def test_it_is_refused_with_a_reason_only(now: datetime) -> None:
    case = complained()
    with pytest.raises(Refused, match="Ghi nội dung hoặc lý do"):
        complain.refuse(case, note="  ", acting=who("lc.khieunai"), at=now)
    complain.refuse(case, note="Đã hết thời hiệu.", acting=who("lc.khieunai"), at=now)
    page = Client().post("/gop-y/tra-cuu/", {"code": case.code}).content.decode()
    assert "Đã hết thời hiệu." in page


def test_it_goes_step_by_step_and_only_the_head_decides(now: datetime) -> None:
    case = complained()
    with pytest.raises(Refused, match="không làm được ở bước hiện tại"):
        complain.decide(case, number="1", note="x", acting=who("lc.chutich"), at=now)
    complain.accept(case, is_complex=False, note="", acting=who("lc.khieunai"), at=now)
    complain.verify(case, note="", acting=who("lc.khieunai"), at=now)
    with pytest.raises(Forbidden):
        complain.decide(case, number="1", note="x", acting=who("lc.khieunai"), at=now)
    done = complain.decide(case, number="45/QĐ-UBND", note="Chấp nhận.", acting=who("lc.chutich"), at=now)
    assert (done.state, done.decision_number) == ("decided", "45/QĐ-UBND")


def test_only_the_appointed_and_the_complainant_see_it() -> None:
    case = complained()
    for name in ("lc.khieunai", "lc.chutich"):
        assert SECRET in enter(name).get(f"/feedback/complaints/{case.uuid}/").content.decode()
    for name in ("lc.chanhvp", "lc.giamdoc", "tinh.kiemsoat", "tinh.chanhvp", "quantri", "kiemtoan"):
        assert enter(name).get(f"/feedback/complaints/{case.uuid}/").status_code == 403, name
    assert enter("cn.chutich").get(f"/feedback/complaints/{case.uuid}/").status_code == 404
    own = f"/gop-y/cua-toi/complaint/{case.uuid}/"
    assert SECRET in enter("nguyenvanthu").get(own).content.decode()
    assert enter("tranthilamthu").get(own).status_code == 404
    for page in ("/gop-y/", "/gop-y/tra-loi/", f"/gop-y/tra-loi/{case.uuid}/"):
        assert SECRET not in Client().get(page).content.decode()


def test_a_list_of_complaints_leaves_in_no_file() -> None:
    complained()
    page = enter("lc.khieunai").get("/feedback/complaints/?export=csv")
    assert "text/html" in page.headers["Content-Type"]
    assert "CSV" not in page.content.decode()


def test_a_second_time_it_goes_to_the_agency_above_and_once_only(now: datetime) -> None:
    first = decided(now)
    form = {
        "against": "Quyết định 45", "title": "Chưa đồng ý", "text": "Chưa xem xét chứng cứ.", "asks": "Xem lại",
        "sender_name": NAME, "sender_address": "12 đường Mẫu", "sender_phone": "0912345678",
    }  # fmt: skip
    page = f"/gop-y/khieu-nai/?ma={first.code}"
    assert "Khiếu nại lần hai" in Client().get(page).content.decode()
    enter("nguyenvanthu").post(page, form)
    second = Complaint.objects.get(first=first)
    assert (second.agency, second.state) == (ward().parent, "received")
    assert not Complaint.objects.visible_to(who("lc.khieunai")).filter(pk=second.pk).exists()
    assert "đã được gửi" in enter("nguyenvanthu").post(page, form).content.decode()
    assert Client().get(f"/gop-y/khieu-nai/?ma={second.code}").status_code == 404


def test_whoever_complains_takes_it_back() -> None:
    case = complained()
    Client().post("/gop-y/tra-cuu/", {"code": case.code, "withdraw": "1"})
    case.refresh_from_db()
    assert case.state == "withdrawn"


def day_of(case: Complaint) -> str:
    assert case.due_at is not None
    return case.due_at.astimezone(VIETNAM).date().isoformat()


def test_a_verification_is_extended_once_before_its_day_with_a_reason_that_is_told(now: datetime) -> None:
    officer = who("lc.khieunai")
    case = complain.accept(complained(MONDAY), is_complex=False, note="", acting=officer, at=MONDAY)
    with pytest.raises(Refused, match="không làm được ở bước hiện tại"):
        complain.extend_verification(case, note="Chờ giám định", acting=officer, at=MONDAY)
    case = complain.verify(case, note="", acting=officer, at=MONDAY)
    with pytest.raises(Refused, match="Ghi nội dung"):
        complain.extend_verification(case, note=" ", acting=officer, at=MONDAY)
    with pytest.raises(Refused, match="quá hạn"):
        complain.extend_verification(case, note="Chờ", acting=officer, at=MONDAY + timedelta(days=60))
    case = complain.extend_verification(case, note="Chờ giám định", acting=officer, at=MONDAY + timedelta(days=20))
    assert (day_of(case), case.state) == ("2026-09-18", "verifying")  # 15 days after 3 September
    told = Notification.objects.get(message="services.complaint_extended")
    assert "Chờ giám định" in told.body
    with pytest.raises(Refused, match="đủ số lần"):
        complain.extend_verification(case, note="Lần nữa", acting=officer, at=MONDAY + timedelta(days=21))
    page = enter("nguyenvanthu").get(f"/gop-y/cua-toi/complaint/{case.uuid}/").content.decode()
    assert "gia hạn xác minh" in page


def test_it_takes_longer_where_the_province_counts_a_place_as_remote(tmp_path: Path) -> None:
    here = Path(settings.PROVINCE_DIR)
    shutil.copy(here / "province.toml", tmp_path)
    told = (here / "feedback.toml").read_text(encoding="utf-8")
    remote = f'\n[[remote]]\nkey = "{ward().slug}"\nvalid_from = 2026-08-01\nbasis = "test"\ncertainty = "set"\n'
    (tmp_path / "feedback.toml").write_text(told + remote, encoding="utf-8")
    officer, before = who("lc.khieunai"), MONDAY - timedelta(days=7)
    with override_settings(PROVINCE_DIR=tmp_path):
        cases = [complained(at) for at in (before, MONDAY)]
        days = [
            day_of(complain.accept(case, is_complex=False, note="", acting=officer, at=at))
            for case, at in zip(cases, (before, MONDAY), strict=True)
        ]
        again = complain.accept(complained(MONDAY), is_complex=True, note="", acting=officer, at=MONDAY)
    assert days == ["2026-08-26", "2026-09-17"]  # 30 days before the list was in force, 45 since
    assert day_of(again) == "2026-10-02"  # 60
