"""Signing in through a real OpenID Connect provider: the unknown, the known, and those who only claimed to be them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cuulong.core.audit.models import Event
from cuulong.core.parties.models import Assurance, Citizen
from cuulong.core.people.demo import code_for, give_second_factor
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_agency, make_official

NODE = shutil.which("node") or next(iter(Path(settings.ROOT).glob("var/venv/bin/node")), None)
CALLBACK = "http://testserver/accounts/oidc/PROVIDER/login/callback/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    if NODE is None or not (settings.NODE_MODULES / "oidc-provider").is_dir():
        pytest.skip("Node.js or the npm package oidc-provider is missing")
    script = Path(__file__).with_name("identity_provider.mjs")
    process = subprocess.Popen(
        [str(NODE), str(script), str(settings.NODE_MODULES), CALLBACK],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        ready = next(line for line in process.stdout if line.startswith("ready "))
        yield ready.split()[1]
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(autouse=True)
def _two_providers(issuer: str, settings: Any, db: None) -> None:
    cache.clear()

    def app(name: str, **claims: str) -> dict[str, Any]:
        return {
            "provider_id": name,
            "name": name,
            "client_id": name,
            "secret": "bi-mat-cua-bai-kiem-thu-du-dai",
            "settings": {
                "server_url": issuer,
                "oauth_pkce_enabled": True,
                "scope": ["openid"],
                "uid_field": "sub",
                "claims": claims,
                "auth_params": {},
            },
        }

    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                app("vneid", cccd="SoDinhDanh", full_name="HoVaTen", birth_date="NgaySinh"),
                app("dvcqg", cccd="so"),
            ]
        }
    }


class Form(HTMLParser):
    """The first form of a page: where it goes and what it carries."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form" and not self.action:
            self.action = found.get("action") or ""
        if tag == "input" and found.get("name"):
            self.fields[found["name"] or ""] = found.get("value") or ""


def prove(client: Client, who: str, provider: str = "vneid", process: str = "login") -> Any:
    """Go to the provider as a browser would, log in there as `who`, and come back."""
    sent = client.post(f"/accounts/oidc/{provider}/login/?process={process}")
    browser = requests.Session()
    url = sent.headers["Location"]
    answer = browser.get(url, allow_redirects=False)
    for _ in range(20):
        if answer.is_redirect:
            url = urljoin(url, answer.headers["Location"])
            if url.startswith("http://testserver/"):
                return client.get(url.removeprefix("http://testserver"))
            answer = browser.get(url, allow_redirects=False)
            continue
        form = Form(answer.text)
        if "login" in form.fields:
            form.fields |= {"login": who, "password": "x"}
        url = urljoin(url, form.action)
        answer = browser.post(url, data=form.fields, allow_redirects=False)
    raise AssertionError(f"the provider does not let go: {answer.status_code} {url}")


def test_an_unknown_person_becomes_a_citizen_with_an_account(client: Client) -> None:
    assert prove(client, "an").headers["Location"] == "/account/home/"
    citizen = Citizen.objects.get()
    assert (citizen.cccd, citizen.full_name, str(citizen.birth_date)) == ("086099000001", "Nguyễn Văn An", "1999-05-20")
    assert citizen.assurance == Assurance.PROVEN
    assert citizen.account
    assert not citizen.account.has_usable_password()
    assert "086099000001" not in citizen.account.username
    assert client.get("/account/home/").headers["Location"] == "/ho-so-cua-toi/"


def test_coming_again_leads_to_the_same_account_and_keeps_no_claims(client: Client) -> None:
    prove(client, "an")
    prove(Client(), "an")
    assert Account.objects.count() == Citizen.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}


def test_two_providers_with_other_claim_names_lead_to_one_person(client: Client) -> None:
    prove(client, "an", "vneid")
    prove(Client(), "an", "dvcqg")
    assert Account.objects.count() == Citizen.objects.count() == 1
    assert set(SocialAccount.objects.values_list("provider", flat=True)) == {"vneid", "dvcqg"}


def test_a_citizen_known_from_the_counter_gets_their_own_record(client: Client) -> None:
    walk_in = Citizen.objects.create(full_name="Nguyen Van An", cccd="086099000001", assurance=Assurance.SEEN)
    prove(client, "an")
    walk_in.refresh_from_db()
    assert Citizen.objects.count() == 1
    assert walk_in.account
    assert walk_in.full_name == "Nguyễn Văn An"
    assert walk_in.assurance == Assurance.PROVEN


def test_whoever_only_claimed_to_be_them_is_put_out(client: Client) -> None:
    impostor = Client()
    account = Account.objects.create_user("0912345678", "mot cau that dai", full_name="Kẻ Mạo Danh")
    Citizen.objects.create(full_name="Kẻ Mạo Danh", cccd="086099000001", account=account)
    impostor.post("/accounts/login/", {"login": "0912345678", "password": "mot cau that dai"})
    assert impostor.get("/account/").status_code == 200
    prove(client, "an")
    citizen = Citizen.objects.get()
    assert citizen.account == account
    assert citizen.full_name == "Nguyễn Văn An"
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert impostor.get("/account/").status_code == 302
    assert Event.objects.filter(action="parties.account.taken_over").count() == 1


def test_a_person_without_a_number_is_told_why_and_nothing_is_written(client: Client) -> None:
    page = prove(client, "vo_danh")
    assert page.status_code == 400
    assert "chưa cho biết số căn cước" in page.content.decode()
    assert not Account.objects.exists()


def test_a_signer_who_connected_an_identity_still_shows_the_second_factor(client: Client) -> None:
    leader = make_official("chutich", make_agency("phuong-mau"), "signer")
    client.force_login(leader)
    connected = prove(client, "binh", process="connect")
    assert connected.headers["Location"] == "/accounts/3rdparty/"
    assert Citizen.objects.get().account == leader
    give_second_factor(leader)
    fresh = Client()
    assert prove(fresh, "binh").headers["Location"] == "/accounts/2fa/authenticate/"
    fresh.post("/accounts/2fa/authenticate/", {"code": code_for(leader)})
    assert fresh.get("/account/delegations/new/").status_code == 200


def test_an_account_carries_one_persons_identity_only(client: Client) -> None:
    prove(client, "an")
    page = prove(client, "binh", process="connect")
    assert "đang gắn với một tài khoản khác" in page.content.decode()
    assert Citizen.objects.count() == 1


def test_a_made_up_answer_signs_nobody_in(client: Client) -> None:
    page = client.get("/accounts/oidc/vneid/login/callback/?code=gia&state=mao")
    assert "Chưa đăng nhập được" in page.content.decode()
    assert not Account.objects.exists()


def test_a_provider_that_is_down_is_told_in_plain_words(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    page = client.post("/accounts/oidc/vneid/login/?process=login")
    assert page.status_code == 502
    assert "không trả lời" in page.content.decode()


def test_a_provider_that_answers_nonsense_is_told_too(client: Client, settings: Any, issuer: str) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = f"{issuer}/khong-co"
    assert client.post("/accounts/oidc/vneid/login/?process=login").status_code == 502


def test_the_sign_in_page_offers_each_provider_by_name(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert re.search(r"Tiếp tục bằng\s+vneid", page)
    assert re.search(r"Tiếp tục bằng\s+dvcqg", page)
