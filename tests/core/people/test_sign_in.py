"""Signing in: passwords, one-time codes, lock-out, sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.utils.module_loading import import_string

from cuulong.core.audit.models import Event
from cuulong.core.people.demo import code_for, give_second_factor
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_official, sign_in

PASSWORD = "mot cau that dai de nho"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def enter(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": login, "password": password})


def test_an_official_without_signing_duties_gets_to_the_desk_by_password(client: Client, ward: Any) -> None:
    with_password(make_official("tiepnhan", ward.centre, "intake_officer"))
    response = enter(client, "tiepnhan")
    assert response.headers["Location"] == "/account/home/"
    assert client.get("/account/home/").headers["Location"] == "/desk/"


def test_a_citizen_signs_in_by_telephone_number_however_it_is_typed(client: Client, db: None) -> None:
    with_password(Account.objects.create_user("0912345678", full_name="Trần Thị Bình"))
    assert enter(client, " +84 912.345.678 ").status_code == 302
    assert client.get("/account/home/").headers["Location"] == "/ho-so-cua-toi/"


def test_a_wrong_password_is_told_in_plain_words_and_the_name_stays(client: Client, ward: Any) -> None:
    with_password(make_official("tiepnhan", ward.centre, "intake_officer"))
    page = enter(client, "tiepnhan", "khong dung").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert 'value="tiepnhan"' in page
    assert Event.objects.filter(action="people.account.sign_in_failed").count() == 1


def test_a_signer_cannot_work_without_the_second_factor(client: Client, ward: Any) -> None:
    leader = with_password(make_official("chutich", ward.ward, "signer"))
    enter(client, "chutich")
    response = client.get("/account/delegations/new/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "cần xác thực hai lớp" in response.content.decode()
    assert not Authenticator.objects.filter(user=leader).exists()


@pytest.mark.django_db(transaction=True)  # the house notes the factor after commit
def test_a_signer_sets_up_the_code_and_goes_straight_on_to_work(client: Client, ward: Any) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    leader = with_password(make_official("chutich", ward.ward, "signer"))
    enter(client, "chutich")
    client.get("/account/delegations/new/")
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    counter = list(yield_hotp_counters_from_time())[1]
    done = client.post(
        "/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret[1], counter))}, follow=True
    )
    assert "Mã dự phòng" in done.content.decode()
    assert client.get("/account/home/").headers["Location"] == "/account/delegations/new/"
    assert client.get("/account/delegations/new/").status_code == 200
    stored = Authenticator.objects.get(user=leader, type=Authenticator.Type.TOTP)
    assert secret[1] not in str(stored.data)


def test_a_signer_with_a_code_needs_both_the_password_and_the_code(client: Client, ward: Any) -> None:
    leader = with_password(make_official("chutich", ward.ward, "signer"))
    give_second_factor(leader)
    response = enter(client, "chutich")
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/home/").headers["Location"].startswith(LOGIN)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Mã chưa đúng" in wrong.content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": code_for(leader)})
    assert client.get("/account/delegations/new/").status_code == 200


def test_a_recovery_code_stands_in_for_a_lost_telephone_once(client: Client, ward: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    leader = with_password(make_official("chutich", ward.ward, "signer"))
    give_second_factor(leader)
    code = RecoveryCodes.activate(leader).get_unused_codes()[0]
    enter(client, "chutich")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/account/delegations/new/").status_code == 200
    again = Client()
    enter(again, "chutich")
    assert "Mã chưa đúng" in again.post("/accounts/2fa/authenticate/", {"code": code}).content.decode()


def test_a_session_without_the_second_factor_is_asked_when_the_role_comes_later(client: Client, ward: Any) -> None:
    account = with_password(make_official("an", ward.ward, "specialist"))
    enter(client, "an")
    make_official("an", ward.ward, "signer")
    give_second_factor(account)
    asked = client.get("/account/delegations/new/")
    assert asked.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    done = client.post(asked.headers["Location"], {"code": code_for(account)})
    assert done.headers["Location"] == "/account/delegations/new/"
    assert client.get("/account/delegations/new/").status_code == 200


def test_the_last_second_factor_of_a_signer_cannot_be_switched_off(client: Client, ward: Any) -> None:
    sign_in(client, make_official("chutich", ward.ward, "signer"))
    page = client.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert "nên không tắt được" in page
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_five_wrong_passwords_lock_even_the_right_one_for_a_while_on_every_web_worker(
    ward: Any, client: Client
) -> None:
    with_password(make_official("tiepnhan", ward.centre, "intake_officer"))
    for _ in range(5):
        enter(client, "tiepnhan", "sai")
    page = enter(Client(REMOTE_ADDR="10.1.2.3"), "tiepnhan").content.decode()
    assert "tạm khóa 5 phút" in page
    assert issubclass(import_string(settings.CACHES["default"]["BACKEND"]), DatabaseCache)


def test_wrong_codes_lock_too(ward: Any, client: Client) -> None:
    leader = with_password(make_official("chutich", ward.ward, "signer"))
    give_second_factor(leader)
    enter(client, "chutich")
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = client.post("/accounts/2fa/authenticate/", {"code": code_for(leader)}).content.decode()
    assert "tạm khóa 5 phút" in page


@pytest.mark.parametrize(
    ("weak", "sentence"),
    [
        ("ngan qua", "ít nhất 12 ký tự"),
        ("123456789012345", "có cả chữ"),
        ("nguyenvanthucanh1", "gần giống tên"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client: Client, ward: Any, weak: str, sentence: str) -> None:
    account = with_password(make_official("nguyenvanthucanh", ward.centre, "intake_officer"))
    enter(client, "nguyenvanthucanh")
    form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert sentence in client.post("/accounts/password/change/", form).content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_two_different_passwords_are_told_so_in_vietnamese(client: Client, ward: Any) -> None:
    with_password(make_official("an", ward.centre, "intake_officer"))
    enter(client, "an")
    form = {"oldpassword": PASSWORD, "password1": "con cho chay qua san", "password2": "con meo chay qua san"}
    assert "chưa giống nhau" in client.post("/accounts/password/change/", form).content.decode()


def test_signing_out_everywhere_ends_the_other_sessions(client: Client, ward: Any) -> None:
    account = with_password(make_official("an", ward.centre, "intake_officer"))
    other = Client(HTTP_USER_AGENT="May la")
    for browser in (client, other):
        enter(browser, "an")
        browser.get("/account/")
    assert UserSession.objects.filter(user=account).count() == 2
    assert "May la" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail_and_an_unknown_address_learns_nothing(
    client: Client, ward: Any
) -> None:
    account = make_official("an", ward.centre, "intake_officer")
    known = client.post("/accounts/password/reset/", {"email": account.email}, follow=True).content
    unknown = client.post("/accounts/password/reset/", {"email": "ai@test.example"}, follow=True).content
    assert "Xem hộp thư" in known.decode()
    assert "Xem hộp thư" in unknown.decode()
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "Cửu Long: Đặt mật khẩu mới"
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    new = "mot cau khac cung dai"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert enter(Client(), "an", new).status_code == 302


def test_an_account_that_is_closed_stays_out(client: Client, ward: Any) -> None:
    account = with_password(make_official("an", ward.centre, "intake_officer"))
    account.is_active = False
    account.save()
    enter(client, "an")
    assert client.get("/account/").status_code == 302


def test_every_page_speaks_english_on_request(client: Client, db: None) -> None:
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_no_page_carries_inline_scripts_or_styles(client: Client, db: None, path: str) -> None:
    page = client.get(path).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or "application/json" in script
