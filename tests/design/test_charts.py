"""Charts are drawn for screen, phone and paper, beside their numbers (biểu đồ)."""

import base64
import re

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils import translation

from cuulong.design import charts

MONTHS = [("10|2025", 92.4), ("11", 93.1), ("12", None), ("1|2026", 97.1)]


def on_time() -> charts.Chart:
    with translation.override("vi"):
        return charts.line("Đúng hẹn tăng", MONTHS, measure="Đúng hẹn", unit="%", target=("Mục tiêu 95%", 95), floor=85)


def held(label: str = "Phường 'A' <b>") -> charts.Chart:
    with translation.override("vi"):
        return charts.bars("Ai giữ", [(label, [1300, 40]), ("Xã B", [2, 0])], keys=["Còn hạn", "Quá hạn"])


@pytest.mark.parametrize("figure", [on_time, held])
def test_a_drawing_keeps_the_content_security_policy_and_follows_the_theme(figure) -> None:
    for svg in (figure().wide, figure().narrow):
        assert svg.startswith("<svg")
        assert "style=" not in svg
        assert "<script" not in svg
        assert not re.search(r'(fill|stroke)="#[0-9A-Fa-f]{3,8}"', svg)
        assert "var(--data-1)" in svg


def test_the_copy_for_paper_keeps_plain_colours() -> None:
    assert "var(" not in on_time().print_svg
    assert "#0B5A54" in on_time().print_svg


def test_two_charts_on_one_page_share_no_id() -> None:
    one, two = (set(re.findall(r'id="([^"]+)"', figure().wide)) for figure in (on_time, held))
    assert not one & two


def test_a_phone_gets_a_drawing_of_its_own_width() -> None:
    assert 'width="296"' in on_time().narrow
    assert 'width="950"' in on_time().wide


def test_the_numbers_stand_beside_the_drawing_and_come_as_csv() -> None:
    figure = held("Phường Long Châu")
    html = Template("{% load look %}{% chart figure %}").render(Context({"figure": figure}))
    assert "1.340" in html
    data = base64.b64decode(figure.csv_url.split(",", 1)[1]).decode("utf-8-sig")
    assert "Phường Long Châu,1300,40,1340" in data


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    assert "Trục bắt đầu từ 85%." in on_time().note


def test_numbers_in_the_drawing_follow_the_language() -> None:
    with translation.override("en"):
        assert "1,340" in charts.bars("x", [("A", [1340])], keys=["n"]).wide
    with translation.override("vi"):
        assert "1.340" in charts.bars("x", [("A", [1340])], keys=["n"]).wide


def test_labels_from_the_database_stay_text() -> None:
    assert "<b>" not in held().wide
    with translation.override("vi"):
        assert "<svg" in charts.line("x", [("'); drop|\\", 1), ("b", 2)], measure="m").wide


def test_a_chart_without_rows_is_still_a_page() -> None:
    with translation.override("vi"):
        assert "<svg" in charts.bars("x", [], keys=["n"]).wide
        assert "<svg" in charts.line("x", [], measure="m").wide


def test_the_same_numbers_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    drawn = []
    real = charts.vl_convert.vegalite_to_svg
    monkeypatch.setattr(charts.vl_convert, "vegalite_to_svg", lambda *a, **k: drawn.append(1) or real(*a, **k))
    assert on_time().wide == on_time().wide
    assert len(drawn) == 1


def test_more_than_three_tones_cannot_be_told_apart() -> None:
    with pytest.raises(ValueError, match="at most 3"):
        charts.bars("x", [("A", [1, 2, 3, 4])], keys=list("abcd"))


def test_a_share_never_rises_above_the_whole() -> None:
    with translation.override("vi"):
        figure = charts.line("Đúng hẹn", [("1|2026", 100.0), ("2|2026", 97.0)], measure="Đúng hẹn", unit="%", floor=50)
    assert "120%" not in figure.wide
    assert "100%" in figure.wide


def test_the_year_stands_only_where_it_begins_and_first_on_a_phone() -> None:
    months = [(f"{m}|{y}", 1.0) for y in (2025, 2026) for m in range(1, 13)]
    with translation.override("vi"):
        figure = charts.line("Nhận", months, measure="Nhận", places=0)
    assert figure.wide.count(">2025<") == figure.wide.count(">2026<") == 1
    assert figure.narrow.count(">2026<") == 1


def test_what_is_late_is_brick() -> None:
    with translation.override("vi"):
        figure = charts.bars("Trễ", [("Xã B", [2, 1])], keys=["Đúng hạn", "Trễ hạn"], shades=(0, 2))
    assert figure.keys[1] == ("Trễ hạn", "var(--data-3)")
    assert "var(--data-3)" in figure.wide
    assert "var(--data-2)" not in figure.wide
