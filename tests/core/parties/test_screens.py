"""Opening an account as a citizen, one's own data, and who read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cuulong.core.audit.record import record_reading
from cuulong.core.parties.models import Assurance, Citizen, Consent
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_agency, make_official

GOOD = {
    "full_name": "nguyễn văn an",
    "cccd": "086 099 000 001",
    "birth_date_day": "20",
    "birth_date_month": "5",
    "birth_date_year": "1999",
    "phone": "+84 912 345 678",
    "email": "An@Test.example",
    "password1": "mot cau that dai de nho",
    "password2": "mot cau that dai de nho",
}


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def sign_up(client: Client, **over: str) -> Any:
    return client.post("/accounts/signup/", GOOD | over)


class TestSignUp:
    def test_a_citizen_opens_an_account_and_is_in(self, client: Client) -> None:
        assert sign_up(client, messages="on").headers["Location"] == "/account/home/"
        citizen = Citizen.objects.get()
        assert (citizen.full_name, citizen.cccd, citizen.sex) == ("Nguyễn Văn An", "086099000001", "male")
        assert citizen.assurance == Assurance.DECLARED
        assert citizen.account
        assert (citizen.account.username, citizen.account.email) == ("0912345678", "an@test.example")
        assert Consent.objects.get().wording.startswith("Nhắn tin cho tôi")
        assert client.get("/account/home/").headers["Location"] == "/ho-so-cua-toi/"

    @pytest.mark.parametrize(
        ("over", "field", "sentence"),
        [
            ({"cccd": "12345"}, "cccd", "đúng 12 chữ số"),
            ({"cccd": "999099000001"}, "cccd", "không phải mã tỉnh"),
            ({"birth_date_year": "2001"}, "birth_date", "năm sinh 1999"),
            ({"birth_date_day": "31", "birth_date_month": "2"}, "birth_date", "Nhập đủ ngày, tháng, năm"),
            ({"phone": "0123"}, "phone", "Số điện thoại chưa đúng"),
            ({"password1": "ngan"}, "password1", "ít nhất 12 ký tự"),
            ({"password2": "khac hoan toan that"}, "password2", "chưa giống nhau"),
            ({"full_name": ""}, "full_name", "Nhập họ và tên"),
        ],
    )
    def test_a_slip_is_told_at_its_field_and_the_rest_stays(
        self, client: Client, over: dict[str, str], field: str, sentence: str
    ) -> None:
        page = sign_up(client, **over)
        assert sentence in " ".join(page.context["form"].errors[field])
        assert 'value="An@Test.example"' in page.content.decode()
        assert page.content.decode().count("<title>Lỗi:") == 1
        assert not Account.objects.exists()

    def test_nobody_takes_over_a_known_person_by_typing_their_number(self, client: Client) -> None:
        Citizen.objects.create(full_name="Nguyễn Văn An", cccd="086099000001", assurance=Assurance.SEEN)
        page = sign_up(client)
        assert "mang căn cước đến quầy" in page.content.decode()
        assert not Account.objects.exists()

    def test_a_telephone_number_has_one_account(self, client: Client) -> None:
        Account.objects.create_user("0912345678", full_name="Người Khác")
        assert "Số điện thoại này đã có tài khoản" in sign_up(client).content.decode()


class TestOwnData:
    @pytest.fixture
    def an(self, client: Client) -> Citizen:
        sign_up(client)
        return Citizen.objects.get()

    def test_the_profile_shows_the_person_and_keeps_new_contact(self, client: Client, an: Citizen) -> None:
        assert "086099000001" in client.get("/account/profile/").content.decode()
        form = {"phone": "0900 000 009", "email": "", "address": "Khóm 1", "commune": ""}
        assert "Đã lưu thông tin liên hệ" in client.post("/account/profile/", form, follow=True).content.decode()
        an.refresh_from_db()
        assert (an.phone, an.address) == ("0900000009", "Khóm 1")

    def test_a_wrong_number_is_told_and_kept(self, client: Client, an: Citizen) -> None:
        page = client.post("/account/profile/", {"phone": "12", "address": "Khóm 7"}).content.decode()
        assert "Số điện thoại chưa đúng" in page
        assert 'value="Khóm 7"' in page

    def test_messages_are_agreed_to_and_stopped(self, client: Client, an: Citizen) -> None:
        client.post("/account/profile/messages/", {"agree": "yes"})
        assert Consent.objects.filter(citizen=an, withdrawn_at=None).exists()
        client.post("/account/profile/messages/", {"agree": "no"})
        assert not Consent.objects.filter(citizen=an, withdrawn_at=None).exists()

    def test_each_reading_by_an_official_is_shown_to_the_one_it_is_about(self, client: Client, an: Citizen) -> None:
        assert "Chưa ai xem" in client.get("/account/access-log/").content.decode()
        official = make_official("tn", make_agency("phuong-mau"), "intake_officer", full_name="Lê Thị Mẫu")
        record_reading(Acting.of(official), an, "kiểm tra hồ sơ", an.ref)
        page = client.get("/account/access-log/").content.decode()
        assert "Lê Thị Mẫu" in page
        assert "kiểm tra hồ sơ" in page

    def test_nobody_sees_the_log_of_another(self, client: Client, an: Citizen) -> None:
        official = make_official("tn", make_agency("phuong-mau"), "intake_officer", full_name="Lê Thị Mẫu")
        record_reading(Acting.of(official), an, "kiểm tra hồ sơ", an.ref)
        other = Client()
        other.force_login(Account.objects.create_user("0900000001", full_name="Lạ"))
        assert "Lê Thị Mẫu" not in other.get("/account/access-log/").content.decode()

    def test_an_account_without_a_person_is_told_what_to_do(self, client: Client) -> None:
        client.force_login(Account.objects.create_user("0900000001", full_name="Lạ"))
        assert "chưa gắn với người dân nào" in client.get("/account/profile/").content.decode()
