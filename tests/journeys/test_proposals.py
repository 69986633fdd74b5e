"""Beside the usual way: more time with an apology, another agency, the opinion of one (gia hạn, chuyển, phối hợp)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .offices import act, file_on_one_page, is_accessible, is_off_the_desk, open_from_desk, path_of, work
from .people import Window

Open = Callable[..., Window]
ROAD = ("dung-tam-long-duong-via-he", "dam-cuoi", "phuong-an")  # a road of the commune of Cái Nhum
WHY_LATER = "Chờ công an xã trả lời về phương án giao thông."
WHY_ELSEWHERE = "Đoạn đường này do phường Long Châu quản lý."


def promise(citizen: Window, own_page: str) -> str:
    """The date on the citizen's page, as the page says it."""
    return citizen.go(own_page).locator("section.panel h2").first.inner_text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_more_time_is_proposed_and_approved_and_the_citizen_reads_the_apology_and_the_new_date(
    window: Open, language: str
) -> None:
    citizen = window("tranthilamthu", width=360, language=language)
    code, own_page = file_on_one_page(citizen, *ROAD)
    work(window("cn.tiepnhan", language=language), code, "accept")
    work(window("cn.truongphong", language=language), code, "assign")
    promised = promise(citizen, own_page)

    specialist = window("cn.kinhte", language=language)
    page = specialist.page
    dossier = open_from_desk(specialist, code)
    specialist.follow("Đề nghị gia hạn, dừng hoặc chuyển cơ quan")
    is_accessible(specialist)
    page.locator("[name=matter]").select_option("extend")
    page.locator("[name=reason]").fill(WHY_LATER)
    specialist.press("Gửi đề nghị")
    expect(page.locator("[name=reason]")).to_have_value(WHY_LATER)  # how much more was not said, nothing typed is lost
    page.locator("[name=extra]").fill("3")
    specialist.press("Gửi đề nghị")
    specialist.says("Đã gửi đề nghị tới lãnh đạo.")
    expect(page.get_by_role("link", name=specialist.said("Xin lỗi, hẹn lại"))).to_have_count(0)
    expect(page.locator("button[name=decision]")).to_have_count(0)  # whoever proposes does not decide
    assert promise(citizen, own_page) == promised  # nothing changes before the leader agrees

    leader = window("cn.chutich", language=language)
    open_from_desk(leader, code)
    leader.says(WHY_LATER)
    is_accessible(leader)
    leader.press("Đồng ý đề nghị")
    leader.says("Đã ghi quyết định.")
    is_off_the_desk(leader, code)

    later = promise(citizen, own_page)
    assert later != promised
    citizen.says("Xin lỗi và hẹn lại ngày trả")
    citizen.says(WHY_LATER)
    is_accessible(citizen)
    citizen.go("/notifications/")
    citizen.page.get_by_role("link").filter(has_text=code).first.click()
    expect(citizen.page.get_by_role("heading", level=1)).to_have_text(f"Hồ sơ {code} được hẹn lại")
    citizen.says(f"Cơ quan xin lỗi ông/bà: hồ sơ {code}")

    specialist.go(dossier)
    with page.expect_navigation():
        page.get_by_role("link", name=specialist.said("Xin lỗi, hẹn lại")).click()
    sheet = page.locator("main, body").first
    for words in (code, WHY_LATER, "xin lỗi ông/bà"):
        expect(sheet).to_contain_text(words)
    printed = page.locator(".sheet-due b").inner_text()
    at, day = re.findall(r"\d\d:\d\d", printed)[0], int(re.findall(r"(\d+)/\d+", printed)[0])
    assert at in later
    assert re.search(rf"\b0?{day}\b", later.replace(at, "")), (printed, later)
    is_accessible(specialist)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dossier_goes_to_another_agency_once_the_leader_agrees(window: Open, language: str) -> None:
    citizen = window("tranthilamthu", width=360, language=language)
    code, own_page = file_on_one_page(citizen, *ROAD)
    work(window("cn.tiepnhan", language=language), code, "accept")
    promised = promise(citizen, own_page)

    head = window("cn.truongphong", language=language)
    page = head.page
    dossier = open_from_desk(head, code)
    head.follow("Đề nghị gia hạn, dừng hoặc chuyển cơ quan")
    page.locator("[name=matter]").select_option("transfer")
    page.locator("[name=reason]").fill(WHY_ELSEWHERE)
    other = page.locator("[name=agency] option").filter(has_text="Long Châu")
    page.locator("[name=agency]").select_option(value=other.first.get_attribute("value"))
    head.press("Gửi đề nghị")

    leader = window("cn.chutich", language=language)
    open_from_desk(leader, code)
    leader.says("Long Châu")
    leader.press("Đồng ý đề nghị")
    is_accessible(leader)

    # Who gave it away works on it no more, yet goes on reading what becomes of it.
    is_off_the_desk(head, code)
    head.go(dossier)
    head.says(WHY_ELSEWHERE)
    expect(page.locator("button[formaction]")).to_have_count(0)

    assert promise(citizen, own_page) == promised
    expect(citizen.page.locator(".page-head .meta").last).to_contain_text("Long Châu")
    citizen.says("Chuyển cơ quan khác giải quyết")
    citizen.says(WHY_ELSEWHERE)
    is_accessible(citizen)

    new_head = window("lc.kinhte", language=language)
    open_from_desk(new_head, code)
    expect(new_head.page.locator(".dossier-head")).to_contain_text("Long Châu")
    new_head.says(WHY_ELSEWHERE)
    is_accessible(new_head)
    act(new_head, "assign")
    open_from_desk(window("lc.dothi", language=language), code)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_another_agency_is_asked_beside_the_work_and_answers_by_its_own_clock(window: Open, language: str) -> None:
    citizen = window("tranthilamthu", width=360, language=language)
    code, own_page = file_on_one_page(citizen, *ROAD)
    work(window("cn.tiepnhan", language=language), code, "accept")
    work(window("cn.truongphong", language=language), code, "assign")

    specialist = window("cn.kinhte", language=language)
    page = specialist.page
    dossier = open_from_desk(specialist, code)
    page.get_by_text(specialist.said("Hỏi ý kiến cơ quan khác"), exact=True).first.click()
    choice = page.locator("[name=agency]")
    roads = choice.locator("option").filter(has_text="Kết cấu hạ tầng").first
    choice.select_option(value=roads.get_attribute("value"))
    page.locator("[name=question]").fill("Dựng rạp trên vỉa hè có vướng hành lang đường không?")
    page.locator("[name=hours]").fill("4")
    specialist.press("Gửi phiếu lấy ý kiến")
    is_accessible(specialist)

    # The asked agency has four working hours, the specialist the time of the step; both go on.
    asked = window("xd.hatang", language=language)
    own_due = asked.go("/desk/").get_by_role("row").filter(has_text=code).locator("td").nth(2).inner_text()
    step_due = specialist.go("/desk/").get_by_role("row").filter(has_text=code).locator("td").nth(2).inner_text()
    assert own_due.split("\n")[0] != step_due.split("\n")[0], (own_due, step_due)
    open_from_desk(asked, code)
    asked.says("Dựng rạp trên vỉa hè có vướng hành lang đường không?")
    expect(asked.page.locator("button[formaction]")).to_have_count(0)  # it answers, it does not decide
    is_accessible(asked)
    asked.page.locator("textarea[name=answer]").fill("Không vướng, chừa lối đi 1,5 m.")
    asked.press("Gửi trả lời")
    asked.says("Đã trả lời.")
    is_off_the_desk(asked, code)

    specialist.go(dossier)
    specialist.says("Không vướng, chừa lối đi 1,5 m.")
    act(specialist, "propose_issue", note="Đủ điều kiện.")
    open_from_desk(window("cn.truongphong", language=language), code)
    citizen.go(own_page)
    citizen.says("Cơ quan được hỏi đã trả lời")
    assert "1,5 m" not in citizen.text()  # what offices say to one another is not the public's
    assert path_of(citizen) == own_page
