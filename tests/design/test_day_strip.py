"""The day strip draws what working time explains (dải ngày)."""

import datetime as dt
from types import SimpleNamespace

from django.template import Context, Template
from django.utils import translation

from cuulong.design.day_strip import Strip
from cuulong.lib.dates import VIETNAM
from cuulong.lib.working_time import Calendar, Pause, Span, TimeLimit, Unit, due

HOURS = (Span(dt.time(7), dt.time(11)), Span(dt.time(13), dt.time(17)))
CALENDAR = Calendar.monday_to_friday(*HOURS)


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, tzinfo=VIETNAM)


def strip_of_a_paused_dossier(now: dt.datetime) -> Strip:
    pause = Pause(at(15, 7), at(16, 17), "chờ bổ sung bản vẽ")
    limit = TimeLimit(10, Unit.WORKING_DAYS)
    return Strip(due(at(9, 8), limit, CALENDAR, pauses=[pause]).strip(now))


def test_a_paused_dossier_tells_used_paused_and_left_days() -> None:
    with translation.override("vi"):
        strip = strip_of_a_paused_dossier(at(20))
        assert [words for _, words in strip.legend] == [
            "Đã tính 5 ngày",
            "Còn 5 ngày, kể cả ngày hẹn",
            "Tạm dừng 2 ngày",
            "Ngày nghỉ không tính",
        ]
        words = {cell.day.day: cell.word for cell in strip.cells}
        assert (words[9], words[20], words[27]) == ("T6", "Nay", "Hẹn")


def test_every_cell_says_in_words_what_its_colour_says() -> None:
    with translation.override("vi"):
        html = Template("{% load look %}{% day_strip cells %}").render(
            Context({"cells": [SimpleNamespace(day=dt.date(2026, 10, 15), kind="paused", reason="", is_today=True)]})
        )
        assert "hôm nay, tạm dừng" in html
        hidden = [cell.hidden for cell in strip_of_a_paused_dossier(at(20)).cells]
        assert "thứ\N{NO-BREAK SPACE}Năm\N{NO-BREAK SPACE}15/10, tạm dừng, chờ bổ sung bản vẽ" in hidden


def test_the_calendar_on_a_phone_starts_on_the_right_weekday() -> None:
    assert strip_of_a_paused_dossier(at(20)).starts_on == 5


def test_a_late_dossier_counts_the_days_it_is_late() -> None:
    with translation.override("vi"):
        late = Strip(due(at(9, 8), TimeLimit(2, Unit.WORKING_DAYS), CALENDAR).strip(at(15)))
        kinds = dict(late.legend)
        assert kinds["late"] == "Trễ 2 ngày"
        assert "left" not in kinds


def test_no_days_draw_an_empty_strip() -> None:
    assert Strip([]).legend == []
