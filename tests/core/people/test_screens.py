"""The screens of one's own account and of the administrator of people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.tables import read_table

TODAY = timezone.localdate()


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def admin(ward: Any) -> Client:
    return sign_in(Client(), make_official("qt", ward.province, "administrator", full_name="Quản Trị"))


class TestOwnAccount:
    def test_a_leader_lends_the_work_to_a_colleague_and_takes_it_back(self, client: Client, ward: Any) -> None:
        leader = make_official("chutich", ward.ward, "signer", full_name="Lê Thị Chủ Tịch")
        deputy = make_official("pho", ward.ward, "specialist", full_name="Phạm Văn Phó")
        sign_in(client, leader)
        form = {
            "appointment": leader.appointments.get().pk,
            "to": deputy.pk,
            "reason": "đi công tác",
            **boxes("first", TODAY),
            **boxes("last", TODAY + timedelta(days=3)),
        }
        page = client.post("/account/delegations/new/", form, follow=True).content.decode()
        assert "Đã ủy quyền cho Phạm Văn Phó" in page
        assert "Tôi đã ủy quyền" in page
        assert "Tôi được ủy quyền" in sign_in(Client(), deputy).get("/account/").content.decode()
        lent = Delegation.objects.get()
        confirm = f"/account/delegations/{lent.uuid}/revoke/"
        assert "Thu hồi ủy quyền cho Phạm Văn Phó?" in client.get(confirm).content.decode()
        client.post(confirm)
        assert Acting.of(deputy).roles == {"specialist"}

    def test_what_was_typed_stays_when_the_reason_is_missing(self, client: Client, ward: Any) -> None:
        leader = make_official("chutich", ward.ward, "signer")
        sign_in(client, leader)
        page = client.post("/account/delegations/new/", {"reason": "", **boxes("first", TODAY)}).content.decode()
        assert f'value="{TODAY.year}"' in page
        assert Delegation.objects.count() == 0

    def test_nobody_takes_back_what_they_cannot_see(self, client: Client, ward: Any) -> None:
        leader, deputy = make_official("chutich", ward.ward, "signer"), make_official("pho", ward.ward, "specialist")
        lent = Delegation.objects.create(
            appointment=leader.appointments.get(),
            delegate=deputy,
            reason="thử",
            valid=leader.appointments.get().valid,
        )
        stranger = make_official("la", ward.neighbour, "specialist")
        assert sign_in(client, stranger).post(f"/account/delegations/{lent.uuid}/revoke/").status_code == 404
        assert sign_in(Client(), deputy).post(f"/account/delegations/{lent.uuid}/revoke/").status_code == 403
        lent.refresh_from_db()
        assert lent.revoked_at is None

    def test_the_language_is_kept_with_the_account(self, client: Client, ward: Any) -> None:
        account = make_official("an", ward.ward, "specialist")
        sign_in(client, account).post("/account/language/", {"language": "en"})
        account.refresh_from_db()
        assert account.language == "en"
        assert client.cookies["django_language"].value == "en"

    def test_signing_in_on_a_new_machine_brings_the_language_along(self, client: Client, ward: Any) -> None:
        account = make_official("an", ward.ward, "specialist")
        account.language = "en"
        account.save()
        assert sign_in(client, account).get("/account/home/").cookies["django_language"].value == "en"


class TestAdministrator:
    def test_the_list_finds_a_person_without_accents_and_below_an_agency(self, admin: Client, ward: Any) -> None:
        make_official("an", ward.centre, "intake_officer", full_name="Nguyễn Văn Ấn")
        make_official("binh", ward.neighbour, "clerk", full_name="Lê Bình")
        assert "Nguyễn Văn Ấn" in admin.get("/people/?q=nguyen van an").content.decode()
        page = admin.get("/people/?agency=phuong-mau").content.decode()
        assert "Nguyễn Văn Ấn" in page
        assert "Lê Bình" not in page
        assert "Bỏ lọc" in admin.get("/people/?q=khong-ai").content.decode()

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_list_as_a_file_can_be_taken_in_again_and_changes_nothing(
        self, admin: Client, ward: Any, kind: str
    ) -> None:
        make_official("an", ward.centre, "intake_officer", full_name="Nguyễn Văn An")
        sent = admin.get(f"/people/?export={kind}").getvalue()
        assert len(read_table(sent).rows) == 2
        upload = SimpleUploadedFile(f"can-bo.{kind}", sent)
        page = admin.post("/people/import/", {"file": upload}).content.decode()
        assert "0 dòng sẽ ghi" in page
        assert "2 dòng đã có sẵn" in page

    def test_a_new_official_gets_an_account_and_an_appointment_at_once(self, admin: Client, ward: Any) -> None:
        form = {
            "full_name": "Trần Thị Mới",
            "username": "lc.moi",
            "email": "moi@test.example",
            "agency": "UBND Phường mẫu",
            "role": "clerk",
            **boxes("first", TODAY),
        }
        page = admin.post("/people/new/", form, follow=True).content.decode()
        assert "Đã mở tài khoản cho Trần Thị Mới" in page
        account = Account.objects.get(username="lc.moi")
        assert not account.has_usable_password()
        assert Acting.of(account).roles == {"clerk"}

    def test_a_taken_user_name_is_told_at_its_field_and_nothing_is_written(self, admin: Client, ward: Any) -> None:
        make_official("an", ward.ward, "clerk")
        form = {
            "full_name": "Trần Thị Mới",
            "username": "an",
            "email": "moi@test.example",
            "agency": "phuong-mau",
            "role": "clerk",
            **boxes("first", TODAY),
        }
        page = admin.post("/people/new/", form).content.decode()
        assert "Tên đăng nhập này đã có người dùng" in page
        assert "Trần Thị Mới" in page
        assert not Account.objects.filter(email="moi@test.example").exists()

    def test_an_unknown_agency_is_told(self, admin: Client, ward: Any) -> None:
        person = make_official("an", ward.ward, "clerk")
        form = {"agency": "xa khong co", "role": "clerk", **boxes("first", TODAY)}
        page = admin.post(f"/people/{person.uuid}/appoint/", form).content.decode()
        assert "Không có đơn vị nào mang mã hoặc tên này" in page

    def test_an_appointment_ends_from_its_row(self, admin: Client, ward: Any) -> None:
        person = make_official("an", ward.ward, "clerk", full_name="Lê An")
        held = person.appointments.get()
        page = admin.post(f"/people/appointments/{held.uuid}/end/", boxes("last", TODAY), follow=True)
        assert "Thôi phân công từ sau ngày" in page.content.decode()
        assert not Acting.of(person, TODAY + timedelta(days=1)).is_official

    def test_an_impossible_last_day_is_told(self, admin: Client, ward: Any) -> None:
        held = make_official("an", ward.ward, "clerk").appointments.get()
        page = admin.post(f"/people/appointments/{held.uuid}/end/", {"last": "2024-01-01"}).content.decode()
        assert "đứng trước ngày đầu" in page
        assert Appointment.objects.get(pk=held.pk).valid.upper is None

    def test_an_auditor_looks_but_does_not_appoint(self, ward: Any) -> None:
        auditor = sign_in(Client(), make_official("ktra", ward.province, "auditor"))
        assert auditor.get("/people/").status_code == 200
        assert "Thêm cán bộ" not in auditor.get("/people/").content.decode()
        refused = auditor.get("/people/new/")
        assert refused.status_code == 403
        assert "Phân công cán bộ" in refused.content.decode()
