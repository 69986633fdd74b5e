"""Taking in many officials from one table: every bad row is named, the good ones are taken or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.actions.import_officials import COLUMNS, REQUIRED, import_officials
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.tables import Table, read_table

GOOD = """Tên đăng nhập,Họ và tên,Thư điện tử,Số điện thoại,Đơn vị,Vai trò,Chức vụ,Từ ngày,Đến hết ngày
lc.an,Nguyễn Văn An,an@test.example,0912 345 678,phuong-mau,Văn thư,Văn thư,01/03/2026,
lc.an,Nguyễn Văn An,,,phuong-mau,Cán bộ lưu trữ,,01/03/2026,
lc.binh,Trần Thị Bình,binh@test.example,,phuong-mau--trung-tam,intake_officer,,,31/12/2027
"""
BAD = (
    GOOD
    + """lc.cuc,Lê Cúc,cuc@test.example,,khong-co,clerk,,,
lc.dao,Lê Đào,dao@test.example,,phuong-mau,nhà vua,,,
lc.en,Lê Én,,,phuong-mau,clerk,,,
lc.gam,Lê Gấm,gam@test.example,123,phuong-mau,clerk,,,
lc.hoa,,hoa@test.example,,phuong-mau,clerk,,,
lc.an,Người Khác,,,phuong-mau,clerk,,,
lc.yen,Lê Yến,yen@test.example,,phuong-mau,clerk,,32/01/2026,
lc.kim,Lê Kim,kim@test.example,,phuong-mau,clerk,,05/03/2026,01/03/2026
"""
)


def table(text: str) -> Table:
    return read_table(text.encode(), columns=COLUMNS, required=REQUIRED)


def state() -> Any:
    return set(Appointment.objects.values_list("pk", "valid")), Account.objects.count(), Event.objects.count()


@pytest.fixture
def acting(ward: Any) -> Acting:
    return Acting.of(make_official("qt", ward.province, "administrator"))


def test_good_rows_open_accounts_and_appoint(acting: Acting) -> None:
    report = import_officials(table(GOOD), acting=acting)
    assert (report.taken, report.unchanged, report.errors) == (3, 0, [])
    an = Account.objects.get(username="lc.an")
    assert an.phone == "0912345678"
    assert Acting.of(an).roles == {"clerk", "archivist"}
    assert Event.objects.get(action="people.officials.imported").details["taken"] == 3


def test_the_same_table_again_changes_nothing(acting: Acting) -> None:
    import_officials(table(GOOD), acting=acting)
    before = set(Appointment.objects.values_list("pk", "valid")), Account.objects.count(), Event.objects.count()
    report = import_officials(table(GOOD), acting=acting)
    assert (report.taken, report.unchanged, report.errors) == (0, 3, [])
    assert before == (
        set(Appointment.objects.values_list("pk", "valid")),
        Account.objects.count(),
        Event.objects.count(),
    )


def test_every_bad_row_is_named_by_line_column_and_reason(acting: Acting) -> None:
    report = import_officials(table(BAD), acting=acting)
    said = {e.line: (e.column, str(e)) for e in report.errors}
    assert report.taken == 3
    assert said[5] == ("agency", "Không có đơn vị mang mã “khong-co” đang hoạt động.")
    assert said[6] == ("role", "Không có vai trò “nhà vua”.")
    assert said[7][0] == "email"
    assert said[8][0] == "phone"
    assert said[9] == ("full_name", "Ô này còn trống.")
    assert said[10] == ("account", "Tên đăng nhập này đang là của Nguyễn Văn An.")
    assert said[11][0] == "valid_from"
    assert "đứng trước" in said[12][1]
    assert set(said) == set(range(5, 13))
    assert not Account.objects.filter(username__in=["lc.cuc", "lc.dao", "lc.gam", "lc.kim"]).exists()


def test_all_or_none_takes_none_when_one_row_is_bad(acting: Acting) -> None:
    report = import_officials(table(BAD), acting=acting, only_if_all_good=True)
    assert report.taken == 0
    assert len(report.errors) == 8
    assert not Account.objects.filter(username__startswith="lc.").exists()


def test_a_preview_reports_the_same_and_writes_nothing(acting: Acting) -> None:
    seen = import_officials(table(BAD), acting=acting, preview=True)
    assert (seen.taken, len(seen.errors)) == (3, 8)
    assert not Account.objects.filter(username__startswith="lc.").exists()
    assert not Event.objects.filter(action__startswith="people.").exists()


def test_only_an_administrator_imports(ward: Any) -> None:
    with pytest.raises(Forbidden):
        import_officials(table(GOOD), acting=Acting.of(make_official("chutich", ward.ward, "signer")))


def test_a_longer_span_for_a_held_role_is_no_silent_change(acting: Acting) -> None:
    import_officials(table(GOOD), acting=acting)
    changed = GOOD.replace("31/12/2027", "31/12/2028")
    report = import_officials(table(changed), acting=acting)
    assert [e.line for e in report.errors] == [4]
    assert "Kết thúc lần trước" in str(report.errors[0])


class TestScreen:
    @pytest.fixture
    def admin(self, ward: Any) -> Client:
        return sign_in(Client(), make_official("qt", ward.province, "administrator"))

    def test_preview_then_take(self, admin: Client) -> None:
        upload = SimpleUploadedFile("ds.csv", BAD.encode())
        seen = admin.post("/people/import/", {"file": upload})
        page = seen.content.decode()
        assert "3 dòng sẽ ghi" in page
        assert "Không có vai trò “nhà vua”." in page
        assert not Account.objects.filter(username="lc.an").exists()
        done = admin.post("/people/import/confirm/", {"kept": seen.context["kept"]}).content.decode()
        assert "Đã ghi 3 dòng" in done
        assert Account.objects.filter(username="lc.an").exists()

    def test_all_or_none_is_a_box_beside_the_preview(self, admin: Client) -> None:
        seen = admin.post("/people/import/", {"file": SimpleUploadedFile("ds.csv", BAD.encode())})
        assert 'name="only_if_all_good"' in seen.content.decode()
        ticked = {"kept": seen.context["kept"], "only_if_all_good": "1"}
        done = admin.post("/people/import/confirm/", ticked).content.decode()
        assert "Chưa ghi dòng nào" in done
        assert "Có 8 dòng lỗi" in done
        assert not Account.objects.filter(username__startswith="lc.").exists()
        fine = admin.post("/people/import/", {"file": SimpleUploadedFile("ds.csv", GOOD.encode())})
        done = admin.post("/people/import/confirm/", ticked | {"kept": fine.context["kept"]}).content.decode()
        assert "Đã ghi 3 dòng" in done

    def test_a_file_that_is_no_table_is_told(self, admin: Client) -> None:
        page = admin.post("/people/import/", {"file": SimpleUploadedFile("anh.csv", b"\x89PNG\r\n\x1a\n\x00")})
        assert page.status_code == 200
        assert page.context["form"].errors["file"]

    def test_a_missing_column_is_named(self, admin: Client) -> None:
        page = admin.post("/people/import/", {"file": SimpleUploadedFile("ds.csv", "Họ và tên\nAn\n".encode())})
        assert "Tên đăng nhập" in str(page.context["form"].errors["file"])

    def test_a_forged_preview_is_refused(self, admin: Client) -> None:
        response = admin.post("/people/import/confirm/", {"kept": "gia mao"}, follow=True)
        assert "Chọn lại tệp" in response.content.decode()
        assert Account.objects.count() == 1


def test_the_days_of_a_row_without_dates_begin_today(acting: Acting) -> None:
    import_officials(table(GOOD), acting=acting)
    held = Appointment.objects.get(account__username="lc.binh")
    assert held.valid.lower == timezone.localdate()
