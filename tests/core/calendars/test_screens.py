"""The year, its edits, hours, and the count of a due date."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from cuulong.core.calendars.actions.days import set_day
from cuulong.core.calendars.models import Holiday, OpeningHours
from cuulong.core.calendars.queries import own_week
from cuulong.core.calendars.rules import week_text
from cuulong.core.people.acting import Acting

from .conftest import Offices

TET = date(2026, 2, 17)


def test_the_year_shows_working_days_off_and_made_up(specialist: Client, machine: Acting) -> None:
    set_day(TET, "off", "Tết Nguyên đán", acting=machine)
    set_day(date(2026, 8, 22), "makeup", "Bù ngày 31/8", acting=machine)
    page = specialist.get("/calendars/?year=2026").content.decode()
    assert 'class="day-off" title="Tết Nguyên đán"' in page
    assert "làm bù: Bù ngày 31/8" in page
    assert page.count('class="day-rest') == 103 + 1  # and the key
    assert "261 ngày làm việc trong năm" in page
    assert "Ghi vào lịch" not in page


def test_an_administrator_clicks_a_day_and_changes_it(administrator: Client, machine: Acting) -> None:
    set_day(TET, "off", "Tết", acting=machine)
    page = administrator.get("/calendars/?year=2026&day=2026-02-17").content.decode()
    assert 'value="Tết"' in page
    answer = administrator.post(
        "/calendars/", {"day": "2026-02-17", "kind": "off", "name": "Mùng một Tết"}, follow=True
    )
    assert "Mùng một Tết" in answer.content.decode()


def test_what_was_typed_stays_when_the_name_is_missing(administrator: Client) -> None:
    answer = administrator.post("/calendars/", {"day": "2026-02-17", "kind": "makeup", "name": "", "source": "QĐ 1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi tên ngày, ví dụ" in page
    assert 'value="QĐ 1"' in page


def test_a_day_is_removed_only_after_asking(administrator: Client, machine: Acting) -> None:
    holiday = set_day(TET, "off", "Tết", acting=machine)
    asked = administrator.get(f"/calendars/{holiday.uuid}/remove/").content.decode()
    assert "Bỏ ngày 17/02/2026 khỏi lịch?" in asked
    assert Holiday.objects.exists()
    administrator.post(f"/calendars/{holiday.uuid}/remove/")
    assert not Holiday.objects.exists()


def test_the_file_of_a_year_can_be_taken_in_again(administrator: Client, machine: Acting) -> None:
    set_day(TET, "off", "Tết", source="QĐ 1", acting=machine)
    for kind in ("csv", "xlsx"):
        file = administrator.get(f"/calendars/?year=2026&export={kind}").content
        Holiday.objects.all().delete()
        upload = SimpleUploadedFile(f"lich.{kind}", file)
        page = administrator.post("/calendars/import/", {"file": upload}).content.decode()
        assert "Nhận 1 dòng, 0 dòng lỗi" in page
        assert Holiday.objects.get().source == "QĐ 1"
    book = load_workbook(BytesIO(file))
    assert book.active["A2"].value == "2026-02-17"  # type: ignore[index]


def test_bad_rows_are_named_with_line_and_reason(administrator: Client) -> None:
    upload = SimpleUploadedFile("lich.csv", "date,kind,name\n2026-13-01,off,Tết\n".encode())
    page = administrator.post("/calendars/import/", {"file": upload}).content.decode()
    assert "Nhận 0 dòng, 1 dòng lỗi" in page
    assert "Không có ngày 2026-13-01 trong lịch." in page


def test_no_file_and_no_table_get_a_sentence(administrator: Client) -> None:
    assert "Chọn tệp trước khi nhập." in administrator.post("/calendars/import/", follow=True).content.decode()
    upload = SimpleUploadedFile("lich.csv", b"\xff\xfe\x00")
    answer = administrator.post("/calendars/import/", {"file": upload}, follow=True)
    assert "Tệp không phải bảng" in answer.content.decode()


def test_hours_of_one_office_are_set_and_shown(administrator: Client, offices: Offices) -> None:
    week = {f"day_{n}": "07:30-11:30" for n in range(6)} | {"day_6": "", "first": "2026-01-05"}
    page = administrator.post("/calendars/hours/edit/?agency=trung-tam", week, follow=True).content.decode()
    assert "Trung tâm Mẫu" in page
    kept = own_week(offices.centre, date(2026, 1, 5))
    assert kept is not None
    assert week_text(kept).startswith("T2 07:30-11:30; T3")


def test_hours_that_are_none_are_said_beside_their_day(administrator: Client) -> None:
    week = {"day_0": "sáng", "first": "2026-01-05"}
    answer = administrator.post("/calendars/hours/edit/", week)
    assert answer.status_code == 422
    assert "Viết giờ như 07:00-11:00" in answer.content.decode()
    assert 'value="sáng"' in answer.content.decode()
    assert not OpeningHours.objects.exists()


def test_a_due_date_is_explained_line_by_line(specialist: Client, machine: Acting) -> None:
    set_day(TET, "off", "Tết Nguyên đán", acting=machine)
    asked = {"start": "2026-02-13T09:00", "amount": "2", "unit": "working_days"}
    page = specialist.get("/calendars/count/", asked).content.decode()
    assert "Hẹn trả thứ Tư" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ngày nghỉ, không tính: Tết Nguyên đán" in page
    assert "Ngày tiếp nhận, chưa tính" in page
    assert "strip-due" in page


def test_the_count_keeps_to_the_hours_of_the_chosen_office(
    specialist: Client, administrator: Client, offices: Offices
) -> None:
    week = {f"day_{n}": "07:30-11:30" for n in range(5)} | {"first": "2026-01-05"}
    administrator.post("/calendars/hours/edit/?agency=trung-tam", week)
    asked = {"start": "2026-02-12T09:00", "amount": "8", "unit": "working_hours", "agency": "trung-tam"}
    page = specialist.get("/calendars/count/", asked).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "09:00" in page
    assert "8 giờ" in page
    assert "Hẹn trả thứ Hai 16/2" in page


def test_an_unfinished_count_says_what_is_missing(specialist: Client) -> None:
    page = specialist.get("/calendars/count/", {"start": "", "amount": "0", "unit": "working_days"}).content.decode()
    assert "Ghi giờ và ngày tiếp nhận" in page


def test_a_specialist_changes_nothing(specialist: Client, machine: Acting) -> None:
    holiday = set_day(TET, "off", "Tết", acting=machine)
    day = {"day": "2026-03-03", "kind": "off", "name": "x"}
    assert specialist.post("/calendars/", day).status_code == 403
    assert specialist.post("/calendars/import/").status_code == 403
    assert specialist.post(f"/calendars/{holiday.uuid}/remove/").status_code == 403
    assert specialist.get("/calendars/hours/edit/").status_code == 403
    assert Holiday.objects.count() == 1
