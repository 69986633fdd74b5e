"""What people do again and again in the longer journeys, in either language (việc thường làm)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .papers import paper, sample
from .people import Window, answer_page
from .walking import AXE, AXE_RUN

PIN = "2026-demo"  # of every certificate in the demo


def is_accessible(window: Window) -> None:
    """The page on screen breaks no rule of accessibility; not judged without JavaScript, where axe never answers."""
    if not window.scripts:
        return
    window.page.evaluate(AXE)
    assert (window.page.url, window.page.evaluate(AXE_RUN)) == (window.page.url, [])


def filed(citizen: Window) -> tuple[str, str]:
    """The code of what was just filed, and the address of its page; leaves the citizen there."""
    code = citizen.page.locator("b.code").inner_text()
    citizen.follow("Theo dõi hồ sơ này")
    return code, path_of(citizen)


def file_on_one_page(citizen: Window, slug: str, key: str, *papers: str) -> tuple[str, str]:
    """File a sample case with everything at hand; gives its code and its page."""
    page = citizen.go(f"/nop-ho-so/{slug}/mot-trang/")
    answer_page(page, sample(key))
    for each in papers:
        page.locator(f"#p-{each}").set_input_files(paper(each))
    citizen.press("Nộp hồ sơ")
    return filed(citizen)


def path_of(window: Window) -> str:
    return window.page.url.removeprefix(window.url).split("?")[0].split("#")[0]


def open_from_desk(official: Window, code: str) -> str:
    """The official's desk names the dossier; one click opens it. Gives its address."""
    page = official.go("/desk/")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text=code).first.get_by_role("link").first.click()
    return path_of(official)


def is_off_the_desk(official: Window, code: str) -> None:
    expect(official.go("/desk/").get_by_role("row").filter(has_text=code)).to_have_count(0)


def act(official: Window, key: str, *, note: str = "", pin: str = "") -> None:
    """Do what the process offers at the step on screen."""
    if note:
        official.page.locator("#note").fill(note)
    if pin:
        official.page.locator("#pin").fill(pin)
    official.push(f"button[formaction$='/{key}/']")


def work(official: Window, code: str, key: str, *, note: str = "", pin: str = "") -> str:
    """Open from the desk, act, and see it gone from there. Gives the dossier's address."""
    dossier = open_from_desk(official, code)
    act(official, key, note=note, pin=pin)
    expect(official.page.locator(f"button[formaction$='/{key}/']")).to_have_count(0)
    return dossier


def download_result(citizen: Window, folder: Path) -> Path:
    """The signed result from the citizen's page on screen."""
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name=citizen.said("Tải kết quả (PDF)")).click()
    path = folder / "result.pdf"
    download.value.save_as(path)
    return path
