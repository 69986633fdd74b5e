"""Data instead of papers: found, and away; the citizen sees both in the access log (tra cứu thay giấy tờ)."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .papers import paper, sample
from .people import Window, answer_page
from .province import Province

Open = Callable[..., Window]
CONSENT = "#agree-giay-to-dat"
WORDS = {
    "vi": {
        "next": "Lưu và tiếp tục",
        "begin": "Bắt đầu nộp hồ sơ",
        "found": "Không phải nộp giấy này",
        "down": "Chưa kết nối được với Cơ sở dữ liệu đất đai",
        "send": "Nộp hồ sơ",
        "log": "Tra cứu Cơ sở dữ liệu đất đai để xác nhận quyền sử dụng đất: ",
        "both": ("không kết nối được", "có dữ liệu"),
    },
    "en": {
        "next": "Save and continue",
        "begin": "Start the application",
        "found": "This paper is not needed",
        "down": "The Land database cannot be reached",
        "send": "Submit the dossier",
        "log": "Looked up Cơ sở dữ liệu đất đai to xác nhận quyền sử dụng đất: ",
        "both": ("no connection", "found"),
    },
}


@contextmanager
def away(province: Province, *databases: str) -> Iterator[None]:
    """The named databases are down for as long as the context lasts."""
    _tell(province, list(databases))
    try:
        yield
    finally:
        _tell(province, [])


def _tell(province: Province, down: list[str]) -> None:
    address = f"{province.env['CUULONG_EXCHANGE_URL']}/control"
    with urllib.request.urlopen(urllib.request.Request(address, json.dumps({"down": down}).encode()), timeout=10):
        pass


def look_up(citizen: Window) -> None:
    with citizen.page.expect_navigation():
        citizen.page.locator("button[name=look_up_paper][value=giay-to-dat]").click()


def to_the_papers(citizen: Window, words: dict[str, str]) -> None:
    citizen.go("/thu-tuc/giay-phep-xay-dung-nha-o/")
    citizen.press(words["begin"])
    for _step in range(8):
        if "dinh-kem" in citizen.page.url:
            return
        answer_page(citizen.page, sample("nha-hai-tang"))
        citizen.press(words["next"])
    raise AssertionError(citizen.page.url)


@pytest.mark.parametrize(
    ("language", "scripts", "width"), [("vi", False, 360), ("en", True, 1280)], ids=["vi without JavaScript", "en"]
)
def test_a_look_up_replaces_a_paper_and_a_database_that_is_down_does_not_stop_anybody(
    window: Open, province: Province, language: str, scripts: bool, width: int
) -> None:
    words = WORDS[language]
    citizen = window("nguyenvanthu", scripts=scripts, width=width, language=language)
    page = citizen.page

    # The database is there: no paper is asked for.
    to_the_papers(citizen, words)
    expect(page.locator("#p-giay-to-dat")).not_to_be_visible()
    page.locator(CONSENT).check()
    look_up(citizen)
    expect(page.locator("main")).to_contain_text(words["found"])
    for key in ("ban-ve", "cam-ket-an-toan"):
        page.locator(f"#p-{key}").set_input_files(paper(key))
    citizen.press(words["next"])
    citizen.press(words["send"])
    assert "/da-nop/" in page.url
    code = page.locator("b.code").inner_text()

    # The database is down: the paper is asked for, and the dossier goes on with it.
    with away(province, "dat-dai"):
        to_the_papers(citizen, words)
        page.locator(CONSENT).check()
        look_up(citizen)
        expect(page.locator("main")).to_contain_text(words["down"])
        expect(page.locator("#p-giay-to-dat")).to_be_visible()
        for key in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
            page.locator(f"#p-{key}").set_input_files(paper(key))
        citizen.press(words["next"])
        citizen.press(words["send"])
        assert "/da-nop/" in page.url

    # Both stand in the citizen's own log.
    log = citizen.go("/account/access-log/").locator("main")
    for outcome in words["both"]:
        expect(log).to_contain_text(f"{words['log']}{outcome}")

    # The official reads the proof beside the dossier.
    counter = window("lc.tiepnhan")
    counter.go("/desk/")
    counter.page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()
    counter.page.get_by_role("link", name="Giấy tờ chứng minh quyền sử dụng đất").first.click()
    sheet = counter.page.locator("main")
    expect(sheet).to_contain_text("PHIẾU KẾT QUẢ TRA CỨU")
    expect(sheet).to_contain_text("Thửa đất số")
    expect(sheet).to_contain_text("nội dung còn nguyên")
