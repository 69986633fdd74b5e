"""Passkeys in a real browser with its virtual authenticator, under the house's content security policy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from cuulong.core.people.testing import make_official
from tests.chromium import PROGRAM, launched

playwright = pytest.importorskip("playwright.sync_api")
PASSWORD = "mot cau that dai de nho"

pytestmark = [pytest.mark.browser, pytest.mark.skipif(PROGRAM is None, reason="Chromium is missing")]


@pytest.fixture
def page(monkeypatch: Any) -> Iterator[Any]:
    """A page with a fingerprint reader, as a telephone has one; every console error is kept."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright.sync_playwright() as driver:
        browser = launched(driver)
        page = browser.new_page(locale="vi-VN")
        page.faults = []
        page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        browser.close()


def test_a_signer_adds_a_passkey_and_next_time_needs_nothing_else(live_server: Any, page: Any, ward: Any) -> None:
    cache.clear()
    leader = make_official("chutich", ward.ward, "signer", full_name="Lê Thị Chủ Tịch")
    leader.set_password(PASSWORD)
    leader.save()
    home = live_server.url.replace("127.0.0.1", "localhost")

    page.goto(f"{home}/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill("chutich")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"{home}/account/delegations/new/")
    page.get_by_role("link", name="Thêm khóa bảo mật").click()
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Tên khóa").fill("Điện thoại của tôi")
    page.get_by_label("Dùng khóa này thay cả mật khẩu").check()
    page.get_by_role("button", name="Thêm khóa").click()
    page.get_by_role("link", name="Đã cất mã, tiếp tục").click()
    page.wait_for_url(f"{home}/account/delegations/new/")
    assert Authenticator.objects.filter(user=leader, type=Authenticator.Type.WEBAUTHN).count() == 1

    page.goto(f"{home}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Thoát").click()
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Dùng khóa bảo mật").click()
    page.wait_for_url(f"{home}/desk/")
    page.goto(f"{home}/account/delegations/new/")
    assert page.get_by_role("heading", level=1).inner_text() == "Ủy quyền cho người khác"
    assert [fault for fault in page.faults if "Content Security Policy" in fault] == []
