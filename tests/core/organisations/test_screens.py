"""The org chart, an agency's page and the administrator's forms."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cuulong.core.organisations.actions.import_tree import COLUMNS
from cuulong.core.organisations.models import Agency
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.province import Province
from cuulong.lib.tables import read_table

pytestmark = pytest.mark.usefixtures("vinh_long")
TODAY = timezone.localdate()
AGENCIES = "/organisations/agencies"


def page(client: Client, url: str, **data: str) -> str:
    answer = client.get(url, data)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def admin(client: Client) -> Client:
    account = make_official("quantri.thu", Agency.objects.get(slug="ubnd-tinh"), "administrator")
    return sign_in(client, account)


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


class TestTheChart:
    def test_anybody_sees_124_communes_today_and_109_at_the_end_of_2016(self, client: Client) -> None:
        assert "Đơn vị cấp xã 124" in page(client, "/organisations/")
        then = page(client, "/organisations/", on="2016-12-31")
        assert "Đơn vị cấp huyện 8, Đơn vị cấp xã 109" in then
        assert "Xã Chánh Hội" in then
        assert "Xã Cái Nhum" not in then

    def test_without_scripts_there_are_a_date_field_and_links_to_the_days_that_matter(self, client: Client) -> None:
        now = page(client, "/organisations/")
        assert 'placeholder="ngày/tháng/năm"' in now
        for day in ("?on=2016-12-31", "?on=2025-06-30"):
            assert f'href="/organisations/{day}"' in now
        assert 'aria-current="page">hôm nay' in now

    def test_the_slider_is_a_real_range_over_the_days_of_change(self, client: Client) -> None:
        now = page(client, "/organisations/")
        assert '<input type="range"' in now
        assert "2016-12-31" in now.split('data-slider="')[1].split('"')[0]

    def test_a_day_that_is_none_is_told_and_kept(self, client: Client) -> None:
        wrong = page(client, "/organisations/", on="31/02/2016")
        assert "<title>Lỗi:" in wrong
        assert 'value="31/02/2016"' in wrong

    def test_before_the_records_begin_the_page_says_so(self, client: Client) -> None:
        assert "Chưa có dữ liệu cho ngày này" in page(client, "/organisations/", on="1990-01-01")

    def test_an_agency_is_found_without_accents_by_its_old_name(self, client: Client) -> None:
        found = page(client, "/organisations/", q="chanh hoi")
        assert "Xã Cái Nhum" in found
        assert "có lúc mang tên Xã Chánh Hội" in found

    @pytest.mark.parametrize("day", ["2016-12-31", "2026-01-01"])
    def test_it_takes_the_same_few_queries_on_any_day(
        self, client: Client, day: str, django_assert_num_queries
    ) -> None:
        page(client, "/organisations/", on=day)
        with django_assert_num_queries(5):
            page(client, "/organisations/", on=day)

    def test_a_visitor_is_offered_no_change(self, client: Client) -> None:
        assert "/organisations/import/" not in page(client, "/organisations/")


class TestOneAgency:
    def test_it_tells_its_names_through_time_and_whom_it_came_from(self, client: Client, cai_nhum: Agency) -> None:
        shown = page(client, f"{AGENCIES}/{cai_nhum.slug}/")
        for name in ("Xã Chánh Hội", "Thị trấn Cái Nhum", "Xã Cái Nhum"):
            assert name in shown
        assert 'class="flow"' in shown
        assert "1687/NQ-UBTVQH15" in shown

    def test_an_agency_that_is_no_more_says_so(self, client: Client) -> None:
        assert "Thôi hoạt động từ ngày 01/07/2025" in page(client, f"{AGENCIES}/district-858/")

    def test_a_committee_shows_its_members(self, client: Client) -> None:
        shown = page(client, f"{AGENCIES}/ban-chi-dao-chuyen-doi-so/")
        assert "Cơ quan thường trực" in shown
        assert "Văn phòng UBND tỉnh" in shown

    def test_the_inner_rooms_of_a_ward_stand_on_its_page(self, client: Client, long_chau: Agency) -> None:
        assert "Phòng Kinh tế, Hạ tầng và Đô thị" in page(client, f"{AGENCIES}/{long_chau.slug}/")

    @pytest.mark.parametrize("slug", ["commune-29641", "so-noi-vu", "ubnd-tinh"])
    def test_it_takes_the_same_few_queries_for_any_agency(
        self, client: Client, slug: str, django_assert_max_num_queries
    ) -> None:
        page(client, f"{AGENCIES}/{slug}/")
        with django_assert_max_num_queries(9):
            page(client, f"{AGENCIES}/{slug}/")

    def test_an_unknown_agency_is_not_found(self, client: Client) -> None:
        assert client.get(f"{AGENCIES}/khong-co/").status_code == 404


class TestSuccessions:
    def test_the_numbers_through_the_years_are_the_finding_of_the_chart(self, client: Client) -> None:
        assert "109 → 107 → 102 → 124" in page(client, "/organisations/successions/")

    def test_all_that_joined_one_commune_on_one_day_stand_together(self, client: Client) -> None:
        shown = page(client, "/organisations/successions/", on="2025-07-01")
        assert "Sáp nhập" in shown
        assert "Giải thể" in shown

    def test_the_largest_day_takes_few_queries(self, client: Client, django_assert_num_queries) -> None:
        page(client, "/organisations/successions/", on="2025-07-01")
        with django_assert_num_queries(5):
            page(client, "/organisations/successions/", on="2025-07-01")


class TestExport:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_what_goes_out_comes_back_in_unchanged(self, admin: Client, form: str) -> None:
        data = admin.get(f"/organisations/export.{form}").content
        table = read_table(data, columns=COLUMNS)
        assert len(table.rows) == Agency.objects.as_of(TODAY).filter(past__isnull=False).count()
        upload = SimpleUploadedFile(f"co-quan.{form}", data)
        preview = admin.post("/organisations/import/", {"file": upload}).content.decode()
        assert "0 dòng sẽ ghi" in preview
        assert "dòng có lỗi" not in preview

    def test_the_tree_of_2016_can_be_taken_away(self, client: Client) -> None:
        table = read_table(client.get("/organisations/export.csv?on=2016-12-31").content, columns=COLUMNS)
        assert sum(row.values["slug"].startswith("commune-") for row in table.rows) == 109


class TestAdministrator:
    def test_a_rename_is_typed_confirmed_by_the_page_and_seen(self, admin: Client, cai_nhum: Agency) -> None:
        url = f"{AGENCIES}/{cai_nhum.slug}/arrange/rename/"
        assert cai_nhum.name in page(admin, url)
        said = {"name": "UBND xã Cái Nhum Mới", "short_name": "Xã Cái Nhum Mới", **boxes("on", TODAY)}
        shown = admin.post(url, said, follow=True).content.decode()
        assert "Đã ghi: Đổi tên" in shown
        assert "Xã Cái Nhum Mới" in shown

    def test_a_merger_is_asked_twice(self, admin: Client, cai_nhum: Agency, long_chau: Agency) -> None:
        url = f"{AGENCIES}/{cai_nhum.slug}/arrange/merge/"
        said = {"into": str(long_chau.pk), "legal_act": "3/NQ-THU", **boxes("on", TODAY)}
        asked = admin.post(url, said).content.decode()
        assert "Lãnh đạo, văn thư thôi phân công và cần được phân công lại" in asked
        cai_nhum.refresh_from_db()
        assert cai_nhum.valid.upper is None
        kept = {"into": str(long_chau.pk), "legal_act": "3/NQ-THU", "on": TODAY.isoformat(), "confirmed": "1"}
        assert f'name="on" value="{TODAY.isoformat()}"' in asked
        assert "Thôi hoạt động từ ngày" in admin.post(url, kept, follow=True).content.decode()

    def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(self, admin: Client, cai_nhum: Agency) -> None:
        url = f"{AGENCIES}/{cai_nhum.slug}/arrange/rename/"
        shown = admin.post(url, {"name": "UBND xã Mới", **boxes("on", date(2021, 1, 1))}).content.decode()
        assert "thay đổi có hiệu lực sau" in shown
        assert 'value="UBND xã Mới"' in shown

    def test_codes_and_contact_are_corrected(self, admin: Client, long_chau: Agency) -> None:
        url = f"{AGENCIES}/{long_chau.slug}/correct/"
        said = {"code": "H61.777", "code_102": "", "phone": "0270 3999 999", "address": "", "email": ""}
        assert "0270 3999 999" in admin.post(url, said, follow=True).content.decode()
        wrong = admin.post(url, {**said, "code": "61"}).content.decode()
        assert "Mã định danh có dạng" in wrong

    def test_an_import_is_previewed_then_taken(self, admin: Client) -> None:
        upload = SimpleUploadedFile("ma.csv", b"slug,code_qd20\nso-noi-vu,H61.12\nkhong-co,H61.13\n")
        preview = admin.post("/organisations/import/", {"file": upload}).content.decode()
        assert "1 dòng sẽ ghi" in preview
        assert "khong-co" in preview
        kept = preview.split('name="kept" value="')[1].split('"')[0]
        done = admin.post("/organisations/import/confirm/", {"kept": kept}).content.decode()
        assert "Đã ghi 1 dòng" in done
        assert Agency.objects.get(slug="so-noi-vu").code == "H61.12"

    def test_all_or_none_is_a_box_beside_the_preview(self, admin: Client, long_chau: Agency) -> None:
        text = f"Khóa,Điện thoại\n{long_chau.slug},0270 3822 222\nkhong-co,0270 3822 333\n"
        preview = admin.post("/organisations/import/", {"file": SimpleUploadedFile("a.csv", text.encode())})
        assert 'name="only_if_all_good"' in preview.content.decode()
        ticked = {"kept": preview.context["kept"], "only_if_all_good": "1"}
        done = admin.post("/organisations/import/confirm/", ticked).content.decode()
        assert "Chưa ghi dòng nào" in done
        assert "Có 1 dòng lỗi" in done
        assert "0270 3822 222" not in str(list(long_chau.profiles.values_list("phone", flat=True)))
        done = admin.post("/organisations/import/confirm/", {"kept": ticked["kept"]}).content.decode()
        assert "Đã ghi 1 dòng" in done

    def test_a_forged_preview_is_refused(self, admin: Client) -> None:
        answer = admin.post("/organisations/import/confirm/", {"kept": "x"}, follow=True)
        assert "Chọn lại tệp" in answer.content.decode()

    def test_members_come_and_go(self, admin: Client) -> None:
        body = Agency.objects.get(slug="ban-chi-dao-chuyen-doi-so")
        member = Agency.objects.get(slug="so-tu-phap")
        url = f"{AGENCIES}/{body.slug}/members"
        said = {"member": str(member.pk), "part": "Thành viên", **boxes("on", date(2026, 1, 1))}
        assert "Sở Tư pháp" in admin.post(f"{url}/new/", said, follow=True).content.decode()
        seat = body.memberships.get(member=member)
        gone = admin.post(f"{url}/{seat.pk}/end/", follow=True).content.decode()
        assert "thôi là thành viên" in gone

    def test_a_specialist_may_look_but_not_arrange(self, client: Client, cai_nhum: Agency, vinh_long: Province) -> None:
        sign_in(client, make_official("cv.thu", cai_nhum, "specialist"))
        shown = page(client, f"{AGENCIES}/{cai_nhum.slug}/")
        assert "Việc của quản trị" not in shown
        assert client.get(f"{AGENCIES}/{cai_nhum.slug}/arrange/merge/").status_code == 403
        assert client.get("/organisations/import/").status_code == 403

    def test_a_visitor_is_asked_to_sign_in(self, client: Client, cai_nhum: Agency) -> None:
        assert client.get(f"{AGENCIES}/{cai_nhum.slug}/arrange/merge/").status_code == 302
