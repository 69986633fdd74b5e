"""Numbers and days as readers write them (định dạng)."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cuulong.design import formats

VN = ZoneInfo("Asia/Ho_Chi_Minh")
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (
            "vi",
            ["1.234.567,89", "97,1%", f"75.000{NB}đ", "09/10/2026", f"thứ{NB}Ba{NB}27/10", f"3,2{NB}MB", f"64{NB}KB"],
        ),
        (
            "en",
            [
                "1,234,567.89",
                "97.1%",
                f"75,000{NB}VND",
                "9 Oct 2026",
                f"Tuesday{NB}27{NB}Oct",
                f"3.2{NB}MB",
                f"64{NB}KB",
            ],
        ),
    ],
)
def test_each_language_has_its_own_marks(language: str, written: list[str]) -> None:
    with translation.override(language):
        assert [
            formats.number(Decimal("1234567.89")),
            formats.percent(0.971),
            formats.money(75000),
            formats.day(dt.date(2026, 10, 9)),
            formats.weekday_day(dt.date(2026, 10, 27)),
            formats.file_size(3_200_000),
            formats.file_size(64_000),
        ] == written


def test_what_is_missing_is_a_dash() -> None:
    for show in (formats.number, formats.money, formats.percent, formats.day, formats.moment, formats.file_size):
        assert show(None) == "–"


def test_a_moment_is_told_by_the_clock_of_the_province() -> None:
    late_utc = dt.datetime(2026, 10, 9, 18, 30, tzinfo=dt.UTC)
    with translation.override("vi"):
        assert formats.moment(late_utc) == f"01:30, thứ{NB}Bảy{NB}10/10/2026"


def test_a_due_time_today_says_the_hour_and_another_year_says_the_year() -> None:
    now = dt.datetime(2026, 10, 20, 10, tzinfo=VN)
    with translation.override("vi"):
        assert formats.when_due(now.replace(hour=17), now) == "Hôm nay, 17:00"
        assert formats.when_due(now.replace(day=27), now) == f"Thứ{NB}Ba{NB}27/10"
        assert formats.when_due(dt.date(2027, 1, 4), now) == f"Thứ{NB}Hai{NB}04/01/2027"


def test_half_a_dong_is_rounded_up_as_cashiers_do() -> None:
    with translation.override("vi"):
        assert formats.number(2.5, 0) == "3"
