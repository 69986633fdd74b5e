"""The workbench in Chromium: accessible, narrow and wide, by keyboard, without JavaScript, and dragging with it."""

from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.models import FormDraft
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from tests.chromium import launched

from .conftest import LAYOUT, SCHEMA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"


def table_of_goods(sheet):
    """A table whose rows and total are computed."""
    page = sheet.add_step("Hàng")
    sheet.add_question("table", "Hàng", step=page)
    sheet.add_question("money", "Giá", group="hang")
    sheet.add_question("integer", "Số lượng", group="hang")
    sheet.question(sheet.add_question("computed", "Tiền", group="hang"))["x-compute"] = "gia * so_luong"
    sheet.question(sheet.add_question("computed", "Cộng", step=page))["x-compute"] = "SUM(hang.tien) / 8"
    return "x", {}


@pytest.fixture
def session(monkeypatch):
    """The officer's session key, with a form on the workbench."""
    cache.clear()
    monkeypatch.setattr("cuulong.core.people.access.second_factor_at", lambda request: 1.0)
    content = {"title": "Tờ khai thử", "schema": SCHEMA, "layout": LAYOUT}
    drafts.start_form("sample", "Tờ khai thử", acting=Acting.system("test"), at=timezone.now(), content=content)
    drafts.change(
        FormDraft.objects.get(),
        lambda sheet: ("x", {"key": sheet.add_paper("Ảnh nhà")}),
        acting=Acting.system("test"),
        at=timezone.now(),
    )
    goods = drafts.start_form("goods", "Hàng", acting=Acting.system("test"), at=timezone.now())
    drafts.change(goods, table_of_goods, acting=Acting.system("test"), at=timezone.now())
    made = drafts.publish_draft(goods, valid_from=timezone.localdate(), acting=Acting.system("test"), at=timezone.now())
    drafts.open_draft(made.form, acting=Acting.system("test"), at=timezone.now())
    agency = Agency.objects.create(
        slug="vp", kind="provincial_body", name="Văn phòng", valid=DateRange(date(2020, 1, 1))
    )
    account = Account.objects.create(username="soat", full_name="Lưu Văn Thử")
    Appointment.objects.create(
        account=account, agency=agency, role="procedure_controller", valid=DateRange(date(2020, 1, 1))
    )
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def open_page(live_server, session):
    """Open one door of the workbench. Every refused script or thrown error fails the test."""
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        faults = []

        def start(door, *args, scripts=True, width=1280):
            context = chromium.new_context(
                java_script_enabled=scripts, viewport={"width": width, "height": 900}, locale="vi"
            )
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.goto(live_server.url + reverse(f"eforms:{door}", args=args))
            return page

        yield start
        chromium.close()
        assert [one for one in faults if "422" not in one] == []


DOORS = [
    ("new",),
    ("build", "sample"),
    ("build_step", "sample", "people"),
    ("build_question", "sample", "owner_name"),
    ("build_question", "sample", "people"),
    ("build_question", "sample", "people.age"),
    ("build_paper", "sample", "anh_nha"),
    ("build_preview", "sample"),
    ("build_publish", "sample"),
    ("build_discard", "sample"),
    ("import",),
    ("forms",),
    ("form", "goods"),
    ("compare", "goods"),
    ("retire", "goods", "1"),
]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("door", DOORS, ids=" ".join)
def test_every_door_of_the_workbench_is_accessible(open_page, door, width):
    page = open_page(*door, width=width)
    for more in page.locator("details summary").all():
        more.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_question_is_added_changed_tried_and_taken_back(open_page, scripts):
    page = open_page("build", "sample", scripts=scripts)
    page.get_by_label("Thêm câu hỏi vào bước 2").fill("Màu sơn")
    page.locator("#kind-house").select_option("Chọn một")
    page.locator("#kind-house").press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Màu sơn").click()
    page.get_by_label("Các lựa chọn").fill("Trắng\nXanh")
    page.locator("#id_show-mode").select_option("Khi mọi dòng dưới đây đúng")
    page.locator("#id_show-field_0").select_option("Số tầng")
    page.locator("#id_show-op_0").select_option("lớn hơn")
    page.locator("#id_show-value_0").fill("2")
    page.get_by_role("button", name="Lưu câu hỏi").click()
    expect(page.get_by_text("Chỉ hỏi khi “Số tầng” lớn hơn 2")).to_be_visible()
    page.get_by_role("link", name="Xem như người dân").click()
    page.get_by_label("Họ và tên").fill("Trần Thị Thử")
    page.get_by_text("Có", exact=True).click()
    page.get_by_role("button", name="Kiểm tra và tiếp tục").click()
    page.get_by_label("Số tầng").fill("3")
    expect(page.get_by_label("Trắng")).to_be_visible()
    page.get_by_role("link", name="Về màn hình soạn").click()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("link", name="Màu sơn")).to_have_count(0)


def test_a_question_is_dragged_to_another_page(open_page):
    page = open_page("build", "sample")
    page.set_viewport_size({"width": 1280, "height": 3000})  # nothing scrolls under the dragging hand
    page.locator("#q-phone").drag_to(page.locator("#q-area"))
    expect(page.locator("#step-house #q-phone")).to_be_visible()
    rows = page.locator("#step-house [data-builder-question]").evaluate_all("all => all.map((one) => one.id)")
    assert rows[:3] == ["q-floors", "q-phone", "q-area"]


def test_computed_answers_of_a_table_appear_while_typing(open_page):
    for width in (1280, 360):
        page = open_page("build_preview", "goods", width=width)
        page.get_by_label("Giá").fill("1.500")
        page.get_by_label("Số lượng").fill("3")
        expect(page.get_by_label("Tiền")).to_have_value("4.500")
        expect(page.get_by_label("Cộng")).to_have_value("562,5")
        page.get_by_role("button", name="Thêm hàng").click()
        expect(page.get_by_label("Tiền").first).to_have_value("4.500")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert (
            page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes.map(n => n.html).join(' ')))") == []
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
