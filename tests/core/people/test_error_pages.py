"""The pages nobody wants to see: they say why, what now, and lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client

from cuulong.core.people.testing import make_official, sign_in


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_stale_form_offers_to_send_what_was_typed_again(strict: Client, ward: Any) -> None:
    sign_in(strict, make_official("an", ward.ward, "signer"))
    typed = {"reason": "đi công tác <Cần Thơ>", "csrfmiddlewaretoken": "cu", "password": "bi mat"}
    page = strict.post("/account/delegations/new/", typed, headers={"Origin": "http://testserver"})
    body = page.content.decode()
    assert page.status_code == 403
    assert "Đã lâu không thao tác" in body
    assert "đi công tác &lt;Cần Thơ&gt;" in body
    assert "bi mat" not in body
    assert 'action="/account/delegations/new/"' in body


def test_sending_again_from_that_page_works(strict: Client, ward: Any) -> None:
    sign_in(strict, make_official("an", ward.ward, "signer"))
    page = strict.post("/account/delegations/new/", {"reason": "thử"}, headers={"Origin": "http://testserver"})
    token = page.context["csrf_token"]
    again = strict.post("/account/delegations/new/", {"reason": "thử", "csrfmiddlewaretoken": str(token)})
    assert again.status_code == 200
    assert 'value="thử"' in again.content.decode()


def test_a_form_from_a_foreign_site_is_never_offered_for_sending(strict: Client, ward: Any) -> None:
    sign_in(strict, make_official("an", ward.ward, "signer"))
    page = strict.post("/account/delegations/new/", {"reason": "xấu"}, headers={"Origin": "https://xau.example"})
    assert page.status_code == 403
    assert "xấu" not in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_a_page_that_is_not_there(client: Client, db: None) -> None:
    page = client.get("/khong-co-trang-nay/")
    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()


def test_a_forbidden_page_names_the_missing_right(client: Client, ward: Any) -> None:
    sign_in(client, make_official("an", ward.ward, "specialist"))
    page = client.get("/people/")
    assert page.status_code == 403
    assert "Xem danh sách cán bộ" in page.content.decode()


def test_a_citizen_on_an_officials_page_is_told_whose_it_is(client: Client, ward: Any) -> None:
    from cuulong.core.people.models import Account

    client.force_login(Account.objects.create_user("0912345678", full_name="Trần Thị Bình"))
    page = client.get("/account/delegations/new/")
    assert page.status_code == 403
    assert "dành cho cán bộ" in page.content.decode()


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/people/").headers["Location"] == "/accounts/login/?next=/people/"


@pytest.mark.parametrize("name", ["500.html", "400.html"])
def test_the_page_of_our_own_faults_needs_nothing_to_render(name: str) -> None:
    body = get_template(name).render()
    assert "<h1>" in body
    assert "style=" not in body


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is not there: a port where nobody listens."""
    from django.db import connection

    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")


def asked(path: str = "/people/", **posted: str) -> Any:
    """The answer to somebody with a session, from whose browser it came."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    return client.post(path, posted, headers={"Origin": "http://testserver"}) if posted else client.get(path)


@pytest.mark.django_db(transaction=True)
def test_without_a_database_a_page_says_so_and_when_to_come_back(away: None) -> None:
    page = asked()
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    assert "Kho dữ liệu đang khởi động lại" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_without_a_database_what_was_typed_can_be_sent_again(away: None) -> None:
    body = asked("/account/delegations/new/", reason="đi công tác <Cần Thơ>").content.decode()
    assert "đi công tác &lt;Cần Thơ&gt;" in body
    assert 'action="/account/delegations/new/"' in body
    assert "csrfmiddlewaretoken" in body


@pytest.mark.django_db(transaction=True)
def test_without_a_database_a_password_is_not_laid_into_the_page(away: None) -> None:
    page = asked("/accounts/login/", login="0912345678", password="bi mat")
    assert page.status_code == 503
    assert "bi mat" not in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_any_other_fault_is_ours(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from cuulong.site import views

    monkeypatch.setattr(views, "reverse", lambda *_names: 1 / 0)
    page = Client(raise_request_exception=False).get("/tour")
    assert page.status_code == 500
    assert "Lỗi ở phía chúng tôi" in page.content.decode()
