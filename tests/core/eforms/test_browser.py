"""A page of a form in Chromium: checked before it is sent, and working without JavaScript."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from cuulong.core.eforms import versions
from cuulong.core.eforms.drafting import draft
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.lib.dates import VIETNAM
from tests.chromium import launched

from .conftest import LAYOUT, SCHEMA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"


@pytest.fixture
def session():
    """A specialist's session key, with a form to try."""
    cache.clear()
    machine = Acting.system("test")
    made = draft("sample", "Tờ khai thử", SCHEMA, LAYOUT, acting=machine)
    versions.publish(made, valid_from=date(2026, 1, 1), acting=machine, at=datetime(2026, 1, 1, tzinfo=VIETNAM))
    agency = Agency.objects.create(slug="phuong", kind="commune", name="Phường Thử", valid=DateRange(date(2020, 1, 1)))
    account = Account.objects.create(username="binh", full_name="Trần Văn Mẫu")
    Appointment.objects.create(account=account, agency=agency, role="specialist", valid=DateRange(date(2020, 1, 1)))
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def open_page(live_server, session):
    """Open one page of the form; gives Playwright's page. Every refused script or thrown error fails the test."""
    address = live_server.url + reverse("eforms:form", args=["sample"])
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        faults = []

        def start(step, *, scripts=True, width=1280):
            context = chromium.new_context(
                java_script_enabled=scripts, viewport={"width": width, "height": 900}, locale="vi"
            )
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
            page.goto(f"{address}?step={step}")
            return page

        yield start
        chromium.close()
        assert faults == []


def test_questions_come_and_go_and_errors_are_shown_before_anything_is_sent(open_page):
    page = open_page("who")
    owner_name = page.get_by_label("Tên chủ nhà")
    expect(owner_name).to_be_hidden()
    page.get_by_text("Không", exact=True).click()
    expect(owner_name).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("Số định danh").fill("099 199 000 001")
    page.get_by_role("button", name="Kiểm tra bước này").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert summary.get_by_role("link").all_inner_texts() == [
        "Chưa trả lời: Họ và tên",
        "Xem lại số định danh: 12 chữ số, ba số đầu là mã tỉnh từ 001 đến 096",
        "Chưa trả lời: Tên chủ nhà",
    ]
    assert "POST" not in sent
    summary.get_by_role("link", name="Chưa trả lời: Tên chủ nhà").click()
    expect(owner_name).to_be_focused()
    expect(owner_name).to_have_accessible_description("Lỗi: Chưa trả lời: Tên chủ nhà")


def test_the_server_says_the_same_without_javascript(open_page):
    page = open_page("who", scripts=False)
    page.get_by_text("Không", exact=True).click()
    page.get_by_label("Số định danh").fill("099 199 000 001")
    page.get_by_role("button", name="Kiểm tra bước này").click()
    assert page.locator(".error-summary").get_by_role("link").all_inner_texts() == [
        "Chưa trả lời: Họ và tên",
        "Xem lại số định danh: 12 chữ số, ba số đầu là mã tỉnh từ 001 đến 096",
        "Chưa trả lời: Tên chủ nhà",
    ]
    expect(page.get_by_label("Số định danh")).to_have_value("099199000001")


def test_good_answers_pass_both_checks(open_page):
    page = open_page("who")
    page.get_by_label("Họ và tên").fill("Trần Thị Thử")
    page.get_by_label("Ngày", exact=True).fill("28")
    page.get_by_label("Tháng").fill("2")
    page.get_by_label("Năm").fill("1999")
    page.get_by_text("Có", exact=True).click()
    page.get_by_role("button", name="Kiểm tra bước này").click()
    expect(page.get_by_text("không có gì được lưu")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_people_are_added_and_removed_and_enter_checks_the_page(open_page, scripts):
    page = open_page("people", scripts=scripts)
    page.get_by_label("Tên", exact=True).fill("An")
    page.get_by_role("button", name="Thêm người").click()
    page.get_by_label("Tên", exact=True).nth(1).fill("Bình")
    page.get_by_label("Tuổi").nth(1).fill("bảy")
    page.get_by_role("button", name="Bỏ Người 1").click()
    expect(page.get_by_label("Tên", exact=True)).to_have_value("Bình")
    page.get_by_label("Tên", exact=True).press("Enter")
    expect(page.locator(".error-summary").get_by_role("link", name="Tuổi: nhập bằng chữ số, ví dụ 2")).to_be_visible()
    expect(page.get_by_label("Tuổi")).to_have_value("bảy")


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_with_its_errors_is_accessible(open_page, width):
    for step in LAYOUT["steps"]:
        page = open_page(step["key"], width=width)
        page.get_by_role("button", name="Kiểm tra bước này").click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"
        )
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
