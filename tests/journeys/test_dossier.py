"""A dossier from home to a signed result, as its people see it (hành trình một hồ sơ)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pyhanko.sign.diff_analysis import ModificationLevel

from .papers import judged_by_poppler, judged_by_pyhanko, paper, sample, words_of
from .people import Window, answer_page

PIN = "2026-demo"  # of every certificate in the demo
Open = Callable[..., Window]


def file_building_permit(citizen: Window) -> str:
    """Find the procedure by everyday words, fill it in with a break, send it; gives the code."""
    page = citizen.go("/")
    page.get_by_role("searchbox").first.fill("xin phep xay nha")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("link", name="Giấy phép xây dựng nhà ở riêng lẻ").first.click()
    citizen.press("Bắt đầu nộp hồ sơ")
    citizen.press("Lưu và tiếp tục")
    answers = sample("nha-hai-tang")
    for _step in range(2):
        answer_page(page, answers)
        citizen.press("Lưu và tiếp tục")
    # Called away in the middle: the draft waits under "my dossiers".
    stopped_at = page.url
    citizen.go("/ho-so-cua-toi/")
    page.get_by_role("link", name="Giấy phép xây dựng nhà ở riêng lẻ").first.click()
    assert page.url.split("/")[4] == stopped_at.split("/")[4]
    page.goto(stopped_at)
    for _step in range(2):
        answer_page(page, answers)
        citizen.press("Lưu và tiếp tục")
    for key in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
        page.locator(f"#p-{key}").set_input_files(paper(key))
    citizen.press("Lưu và tiếp tục")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại và nộp")
    citizen.press("Nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    assert "hẹn trả" not in page.locator("main h2").all_inner_texts()
    return page.locator("b.code").inner_text()


def open_from_desk(official: Window, code: str) -> None:
    """The official's desk names the dossier; one click opens it."""
    page = official.go("/desk/")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Giấy phép xây dựng")


@pytest.mark.parametrize("scripts", [True, False], ids=["on a phone", "without JavaScript"])
def test_a_building_permit_goes_from_home_to_a_signed_result(window: Open, tmp_path: Path, scripts: bool) -> None:
    citizen = window("nguyenvanthu", scripts=scripts, width=360)
    code = file_building_permit(citizen)
    citizen.page.get_by_role("link", name="Theo dõi hồ sơ này").click()
    own_page = citizen.page.url.removeprefix(citizen.url)
    assert "Hẹn trả" not in citizen.text()

    counter = window("lc.tiepnhan")
    open_from_desk(counter, code)
    dossier = counter.page.url.removeprefix(counter.url)
    counter.page.get_by_label("Ý kiến", exact=True).fill("Bản vẽ bị mờ, xin gửi lại bản rõ hơn.")
    counter.page.locator("#ask-ban-ve").check()
    counter.press("Yêu cầu bổ sung")
    counter.says("Chờ bổ sung")
    counter.go(f"{dossier}forms/tt-03-2025/02/")
    counter.says("Bản vẽ bị mờ")

    citizen.go(own_page)
    citizen.says("Bản vẽ bị mờ")
    citizen.page.locator("#p-ban-ve").set_input_files(paper("ban-ve-ro"))
    citizen.press("Gửi bổ sung")
    citizen.says("Đã gửi bổ sung")

    counter.go(dossier)
    counter.press("Tiếp nhận hồ sơ")
    counter.says("Đã tiếp nhận")
    counter.go(f"{dossier}forms/tt-03-2025/01/")
    due = counter.page.locator(".sheet-due b").inner_text()
    assert re.search(r"\d\d:\d\d, Thứ|\d\d:\d\d, thứ", due), due
    expect(counter.page.locator(".sheet-due").get_by_role("img", name=code)).to_be_visible()
    citizen.go(own_page)
    citizen.says("Hẹn trả")

    head = window("lc.kinhte")
    open_from_desk(head, code)
    head.press("Phân công người thẩm định")
    work_with_opinions(window, code)
    citizen.go(own_page)
    citizen.says("Đang giải quyết")

    open_from_desk(head, code)
    head.press("Đồng ý, trình ký")
    leader = window("lc.chutich")
    open_from_desk(leader, code)
    leader.page.get_by_label("Mã PIN").fill(PIN)
    leader.press("Ký kết quả")
    leader.says("Đã thực hiện")
    clerk = window("lc.vanthu")
    open_from_desk(clerk, code)
    clerk.page.get_by_label("Mã PIN").fill(PIN)
    clerk.press("Cấp số và ký số của cơ quan")
    clerk.says("Văn bản kết quả")

    pay_at_the_counter(counter, dossier, by_bank=scripts, citizen=citizen, own_page=own_page)
    counter.go(dossier)
    counter.press("Trả kết quả")
    counter.says("Đã trả kết quả")

    result = download_result(citizen, own_page, tmp_path)
    number = citizen.page.locator("main").inner_text().split("Văn bản số ")[1].split(",")[0]
    assert re.fullmatch(r"\d+/GP-UBND", number)
    judge_signatures(result, number)
    verify(window(), citizen, result)

    for form, words in (("06", "Phiếu kiểm soát"), ("01", code)):
        counter.go(f"{dossier}forms/tt-03-2025/{form}/")
        expect(counter.page.locator("body")).to_contain_text(words, ignore_case=True)
    counter.go("/dossiers/register/")
    counter.says(code)


def work_with_opinions(window: Open, code: str) -> None:
    """The specialist asks others, stands still, goes on and proposes; those asked answer meanwhile."""
    specialist = window("lc.dothi")
    open_from_desk(specialist, code)
    page = specialist.page
    dossier = page.url.removeprefix(specialist.url)
    page.get_by_text("Hỏi ý kiến cơ quan khác", exact=True).click()
    choice = page.get_by_label("Cơ quan được hỏi")
    choice.select_option(label=choice.locator("option", has_text="Văn phòng đăng ký đất đai").first.inner_text())
    page.get_by_label("Nội dung hỏi").fill("Xin xác nhận ranh giới thửa đất.")
    specialist.press("Gửi phiếu lấy ý kiến")
    specialist.says("Đã gửi câu hỏi")
    for username in ("datdai.ykien", "xd.hatang"):
        asked = window(username)
        asked.go(dossier)
        questions = asked.page.get_by_role("button", name="Gửi trả lời")
        expect(questions.first).to_be_visible()
        while questions.count():
            asked.page.get_by_label("Trả lời").first.fill("Không vướng quy hoạch.")
            questions.first.click()
            asked.says("Đã trả lời")

    specialist.go(dossier)
    specialist.press("Dừng tính thời gian")
    specialist.says("Ghi lý do")
    page.get_by_label("Ý kiến", exact=True).fill("Chờ kiểm tra thực địa sau mưa.")
    specialist.press("Dừng tính thời gian")
    specialist.says("Tạm dừng")
    specialist.press("Tính tiếp thời gian")
    specialist.says("Đang giải quyết")
    page.get_by_label("Ý kiến", exact=True).fill("Đủ điều kiện cấp phép.")
    specialist.press("Đề xuất cấp")
    expect(page.locator("img.paper-image")).to_be_visible()


def pay_at_the_counter(counter: Window, dossier: str, *, by_bank: bool, citizen: Window, own_page: str) -> None:
    """The fee falls due with the result: nothing is handed over before it is paid, in cash or by transfer."""
    counter.go(dossier)
    counter.press("Trả kết quả")
    counter.says("Chưa nộp: Lệ phí cấp giấy phép xây dựng nhà ở")
    if not by_bank:
        counter.press("Đã thu tiền mặt")
        counter.says("Đã thu tiền mặt.")
        return
    citizen.go(own_page)
    citizen.page.get_by_role("link", name="Nộp bằng mã VietQR").click()
    expect(citizen.page.locator("svg.qr")).to_be_visible()
    citizen.press("Chuyển tiền thử")
    wait_until_paid(citizen)


def wait_until_paid(citizen: Window) -> None:
    paid = citizen.page.get_by_text(citizen.said("Đã nhận đủ tiền."))
    for _try in range(40):
        if paid.count():
            return
        citizen.page.wait_for_timeout(500)
        citizen.page.reload()
    raise AssertionError("the bank's message never came")


def download_result(citizen: Window, own_page: str, folder: Path) -> Path:
    citizen.go(own_page)
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name="Tải kết quả (PDF)").click()
    path = folder / "result.pdf"
    download.value.save_as(path)
    return path


def judge_signatures(result: Path, number: str) -> None:
    """Two readers that are not ours find three good signatures, and a reader sees the number."""
    found = judged_by_pyhanko(result.read_bytes())
    assert [name for name, *_rest in found] == ["person", "number", "organisation"]
    for name, intact, valid, changed in found:
        assert intact, name
        assert valid, name
        assert changed in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING), name
    assert judged_by_poppler(result) == ["Signature is Valid."] * 3
    assert number in words_of(result)


def verify(stranger: Window, citizen: Window, result: Path) -> None:
    """Anyone may check the paper by its code, or a copy of it; one changed byte is named."""
    address = citizen.page.get_by_role("link", name="Kiểm tra chữ ký").get_attribute("href")
    assert address is not None
    stranger.go(address)
    stranger.says("còn nguyên vẹn")
    pdf = bytearray(result.read_bytes())
    pdf[2000] ^= 1
    forged = result.with_name("forged.pdf")
    forged.write_bytes(pdf)
    for file, verdict in ((result, "còn nguyên vẹn"), (forged, "Tệp này đã bị sửa sau khi ký")):
        stranger.go("/verify/")
        stranger.page.locator("input[type=file]").set_input_files(file)
        stranger.press("Kiểm tra tệp")
        stranger.says(verdict)
