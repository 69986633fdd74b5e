"""Level 3, whose result is fetched at the counter, and level 4, all of it from home (mức độ 3, mức độ 4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from cuulong.core.eforms import drafting
from cuulong.core.eforms.versions import publish as put_version
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow.actions import versions as processes
from cuulong.core.workflow.models import ProcessVersion
from cuulong.systems.services.catalogue.actions.listings import confirm, edit, publish
from cuulong.systems.services.catalogue.actions.open_filing import begin_procedure, open_filing
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.catalogue.opening import Decisions

from .offices import PIN, act, download_result, filed, is_accessible, open_from_desk, work
from .papers import judged_by_poppler, sample, words_of
from .people import Window, answer_page
from .test_dossier import wait_until_paid

Open = Callable[..., Window]
CODE, NAME = "VL.000302", "Xác nhận nơi bán hàng rong"
QUESTIONS = {"full_name": "Họ và tên", "goods": "Bán gì"}
PLACE = {"type": "string", "title": "Xã, phường", "x-widget": "commune"}


@transaction.atomic
def level_3() -> Procedure:
    """A procedure whose result must be fetched in person, put together by the controlling officer, once."""
    known = Procedure.objects.filter(code=CODE).first()
    if known is not None:
        return known
    officer = Acting.of(Account.objects.get(username="tinh.kiemsoat"))
    today, now = timezone.localdate(), timezone.now()
    procedure = begin_procedure(CODE, NAME, acting=officer)
    values = {
        "name": NAME, "service_level": 3, "scope": "partial", "levels": ["commune"],
        "content": {
            "limits": {"all": [{"amount": 2, "unit": "working_day"}]},
            "fees": {"all": [{"kind": "flat", "amount": 20_000, "note": "Lệ phí xác nhận"}]},
            "result": ["Giấy xác nhận"],
        },
    }  # fmt: skip
    listing = edit(procedure, values, {("process", "commune", None)}, (), acting=officer)
    publish(confirm(listing, acting=officer), valid_from=today, acting=officer, at=now)
    fields = {key: {"type": "string", "title": title} for key, title in QUESTIONS.items()} | {"commune": PLACE}
    schema = {"type": "object", "properties": fields, "required": list(fields)}
    layout = {"steps": [{"key": "noi-ban", "title": "Nơi bán", "fields": list(fields)}]}
    form = drafting.draft(procedure.parts_code, schema=schema, layout=layout, title="Tờ khai", acting=officer)
    put_version(form, valid_from=today, acting=officer, at=now)
    like = ProcessVersion.objects.in_force(today).get(process__code="services.2.000635").definition
    process = processes.draft(procedure.parts_code, definition=like, title=NAME, acting=officer)
    put_version(process, valid_from=today, acting=officer, at=now)
    decided = Decisions(
        online=True, post=False, area_field="commune", room="van-phong", fee_due="at_result", result_kind="certificate"
    )
    open_filing(procedure, decided, acting=officer)
    return procedure


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_level_3_is_filed_from_home_and_fetched_and_paid_at_the_counter(window: Open, language: str) -> None:
    slug = level_3().slug
    citizen = window("nguyenvanthu", width=360, language=language)
    page = citizen.go(f"/nop-ho-so/{slug}/mot-trang/")
    answer_page(page, {"full_name": "Nguyễn Văn Thử", "goods": "Bánh tráng nướng", "commune": "29551"})
    is_accessible(citizen)
    citizen.press("Nộp hồ sơ")
    code, own_page = filed(citizen)

    counter = window("lc.tiepnhan", language=language)
    work(counter, code, "accept")
    work(window("lc.hotich", language=language), code, "propose_issue", note="Đúng nơi được bán.")
    work(window("lc.chutich", language=language), code, "sign", pin=PIN)
    work(window("lc.vanthu", language=language), code, "number_and_seal", pin=PIN)
    citizen.go(own_page)
    citizen.says("Đã có kết quả. Ông/bà tải về dưới đây hoặc nhận tại quầy.")

    # Nothing is handed over before the fee is there; it is paid in cash and there is a receipt.
    dossier = open_from_desk(counter, code)
    act(counter, "hand_over")
    counter.says("Lệ phí xác nhận")
    expect(counter.page.locator("button[formaction$='/hand_over/']")).to_have_count(1)
    with counter.page.expect_navigation():
        counter.page.locator("form[action$='/collect/'] button").click()
    counter.says("Đã thu tiền mặt.")
    receipts = counter.go("/payments/receipts/").get_by_role("row").filter(has_text="Nguyễn Văn Thử")
    receipts.first.get_by_role("link").first.click()
    for words in ("Nguyễn Văn Thử", "Lệ phí xác nhận", "tiền mặt", "Hai mươi nghìn đồng"):
        expect(counter.page.locator("body")).to_contain_text(words, ignore_case=True)
    is_accessible(counter)

    # The neighbour comes for it: not without an authority, and the register names who signed for it.
    counter.go(dossier)
    counter.page.locator("#receiver").fill("Trần Thị Làm Thử")
    counter.page.locator("#identity").fill("086195000002")
    act(counter, "hand_over")
    counter.says("Số căn cước không phải của người nộp. Người nhận thay thì ghi giấy ủy quyền, giấy giới thiệu.")
    counter.page.locator("#authority").fill("Giấy ủy quyền chứng thực hôm nay")
    is_accessible(counter)
    act(counter, "hand_over")
    counter.says("Giấy ủy quyền chứng thực hôm nay")
    line = counter.go("/dossiers/register/").get_by_role("row").filter(has_text=code)
    expect(line).to_contain_text("Trần Thị Làm Thử")

    citizen.go(own_page)
    citizen.says("Đã trả kết quả. Hồ sơ kết thúc.")
    is_accessible(citizen)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_level_4_is_filed_paid_and_received_without_leaving_home(window: Open, tmp_path: Path, language: str) -> None:
    citizen = window("tranthilamthu", width=360, language=language)
    page = citizen.go("/thu-tuc/trich-luc-ho-tich/")
    is_accessible(citizen)
    citizen.press("Bắt đầu nộp hồ sơ")
    pay = page.get_by_role("link", name=citizen.said("Nộp bằng mã VietQR"))
    while pay.count() == 0:
        answer_page(page, sample("ban-sao-khai-sinh"))
        citizen.press("Lưu và tiếp tục")
    fees = page.url
    pay.click()
    citizen.press("Chuyển tiền thử")
    wait_until_paid(citizen)
    page.goto(fees)
    citizen.press("Tiếp tục")
    is_accessible(citizen)
    citizen.press("Nộp hồ sơ")
    code, own_page = filed(citizen)

    work(window("cn.tiepnhan", language=language), code, "accept")
    work(window("cn.hotich", language=language), code, "propose_issue", note="Có trong sổ.")
    work(window("cn.chutich", language=language), code, "sign", pin=PIN)
    work(window("cn.vanthu", language=language), code, "number_and_seal", pin=PIN)

    citizen.go(own_page)
    is_accessible(citizen)
    result = download_result(citizen, tmp_path)
    assert judged_by_poppler(result) == ["Signature is Valid."] * 3
    number = re.findall(r"\d+/[\w-]+", citizen.page.locator("section.panel").nth(1).inner_text())[0]
    assert number in words_of(result)
    stranger = window(language=language)
    address = page.get_by_role("link", name=citizen.said("Kiểm tra chữ ký")).get_attribute("href")
    assert address is not None
    stranger.go(address)
    assert stranger.page.locator(".verdict-good").count() == 1
    is_accessible(stranger)
