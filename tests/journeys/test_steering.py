"""A leader opens the index, presses a figure and sees its dossiers (điều hành)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .people import Window

Open = Callable[..., Window]


def test_a_leader_presses_a_figure_of_the_index_and_sees_its_dossiers(window: Open) -> None:
    leader = window("lc.giamdoc")
    page = leader.go("/steering/index/")
    line = page.get_by_role("row").filter(has_text="Hồ sơ nộp trực tuyến")
    received = line.get_by_role("link").nth(1)
    figure = received.inner_text().split(":")[0].strip()
    assert int(figure) > 0
    received.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Tiếp nhận trong kỳ: {figure}")
    assert page.locator("table.list tbody tr").count() == min(int(figure), 25)
    # From the list back to the month's statistics, arranged by agency, and out as a sheet to print.
    page.get_by_role("link", name="Thống kê hồ sơ").first.click()
    page.get_by_role("link", name="Cơ quan", exact=True).click()
    total = page.get_by_role("row").filter(has_text="Tổng cộng")
    expect(total).to_be_visible()
    page.get_by_role("link", name="Biểu để in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT")


def test_a_leader_sees_what_is_late_and_with_whom(window: Open) -> None:
    leader = window("lc.giamdoc")
    page = leader.go("/steering/load/")
    expect(page.get_by_role("heading", name="Theo cán bộ")).to_be_visible()
    assert page.locator("table.list tbody tr").count() > 0


def test_anybody_reads_the_open_counts_without_scripts(window: Open) -> None:
    guest = window("", scripts=False)
    page = guest.go("/")
    page.get_by_role("link", name="Tải số liệu hồ sơ theo tháng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dữ liệu mở")
    answer = guest.context.request.get(f"{guest.url}/du-lieu-mo/ho-so-theo-thang.csv")
    assert answer.text().lstrip("\ufeff").startswith("month,agency")
