"""Forms in the house style (biểu mẫu)."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from cuulong.design.forms import DateBoxes, DayInput, Hinted, HouseRenderer, MomentInput, Upload


class Visit(forms.Form):
    name = forms.CharField(
        label="Họ và tên", help_text="Như trên căn cước", error_messages={"required": "Nhập họ và tên"}
    )
    born = forms.DateField(label="Ngày sinh", widget=DateBoxes, error_messages={"invalid": "Nhập đủ ngày, tháng, năm"})
    way = forms.ChoiceField(
        label="Cách nhận",
        choices=[("a", Hinted("Tại quầy", "Mang theo giấy hẹn")), ("b", "Qua bưu điện")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn cách nhận"},
    )
    note = forms.CharField(label="Lời nhắn", required=False)


def shown(form: forms.Form) -> str:
    form.renderer = HouseRenderer()
    with translation.override("vi"):
        return str(form)


def sent(text: str) -> Visit:
    return Visit(QueryDict(text))


def test_a_field_shows_label_hint_error_input_in_that_order() -> None:
    html = shown(sent("born_day=1&born_month=1&born_year=1990&way=a"))
    places = [html.index(part) for part in ("<label for=", "Như trên căn cước", "id_name_error", 'name="name"')]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_summary_links_to_inputs_that_exist() -> None:
    html = shown(sent("born_day=1&born_month=1"))
    summary = html[: html.index("</ul>")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_born_day", "id_way_0"]
    for target in targets:
        assert f'id="{target}"' in html[len(summary) :]
    assert "Còn 3 chỗ cần sửa" in summary


def test_an_optional_field_says_so_and_a_fresh_form_has_no_summary() -> None:
    html = shown(Visit())
    assert html.count("(không bắt buộc)") == 1
    assert "error-summary" not in html


def test_a_choice_keeps_its_hint() -> None:
    assert "Mang theo giấy hẹn" in shown(Visit())


@pytest.mark.parametrize(
    ("day", "month", "year", "born"),
    [("9", "10", "1990", dt.date(1990, 10, 9)), ("29", "2", "2024", dt.date(2024, 2, 29))],
)
def test_three_boxes_make_a_date(day: str, month: str, year: str, born: dt.date) -> None:
    form = sent(f"name=A&way=a&born_day={day}&born_month={month}&born_year={year}")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == born


@pytest.mark.parametrize("typed", [("31", "2", "2024"), ("2", "20", "2026"), ("1", "1", ""), ("x", "1", "1990")])
def test_an_impossible_date_is_refused_and_kept_as_typed(typed: tuple[str, str, str]) -> None:
    day, month, year = typed
    form = sent(f"name=A&way=a&born_day={day}&born_month={month}&born_year={year}")
    assert form.errors["born"] == ["Nhập đủ ngày, tháng, năm"]
    html = shown(form)
    for part, text in zip(("day", "month", "year"), typed, strict=True):
        assert re.search(rf'name="born_{part}" value="{text}"', html)


def test_camera_and_file_are_one_field() -> None:
    class Paper(forms.Form):
        scan = forms.FileField(label="Bản vẽ", widget=Upload(max_bytes=20_000_000))

    html = shown(Paper())
    assert html.count('type="file" name="scan"') == 2
    assert 'capture="environment"' in html
    assert "required" not in html
    photo = SimpleUploadedFile("a.jpg", b"x")
    form = Paper(QueryDict(), MultiValueDict({"scan": [photo]}))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["scan"] is photo


def test_several_files_come_as_a_list_that_another_field_judges() -> None:
    files = MultiValueDict({"scan": [SimpleUploadedFile("a.pdf", b"x"), SimpleUploadedFile("b.pdf", b"y")]})
    assert len(Upload(multiple=True).value_from_datadict(QueryDict(), files, "scan")) == 2


def test_what_people_type_is_never_read_as_markup() -> None:
    html = Template("{% load look %}{% file_line name bad=bad %}").render(
        Context({"name": "<b>x</b>.pdf", "bad": "<script>"})
    )
    assert "<script>" not in html
    assert "<b>x</b>" not in html


class Filter(forms.Form):
    day = forms.DateField(label="Từ ngày", required=False, widget=DayInput)
    at = forms.DateTimeField(
        label="Lúc", required=False, widget=MomentInput, input_formats=["%H:%M %d/%m/%Y", "%Y-%m-%dT%H:%M"]
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["05/10/2026", "5.10.2026", "2026-10-05"])
def test_a_day_is_read_day_first_in_every_language_and_shown_as_it_is_written_here(language: str, typed: str) -> None:
    with translation.override(language):
        form = Filter({"day": typed})
        assert form.is_valid()
        assert form.cleaned_data["day"] == dt.date(2026, 10, 5)
        assert 'value="05/10/2026"' in shown(form)


def test_what_is_no_day_is_kept_as_typed_and_told() -> None:
    form = Filter({"day": "31/02/2026"})
    assert not form.is_valid()
    assert 'value="31/02/2026"' in shown(form)


def test_a_moment_from_a_link_is_shown_as_people_write_it() -> None:
    assert 'value="09:00 12/02/2026"' in shown(Filter({"at": "2026-02-12T09:00"}))


class Bare(forms.Form):
    floors = forms.IntegerField(label="Số tầng")
    commune = forms.ChoiceField(label="Xã, phường", choices=[("", "Chọn"), ("a", "A")])
    cccd = forms.CharField(label="CCCD")


def test_an_empty_field_is_told_by_its_own_name_in_the_summary_and_beside_it() -> None:
    html = shown(Bare({}))
    for words in ("Nhập số tầng", "Chọn xã, phường", "Nhập CCCD"):
        assert html.count(words) == 2
    assert "bắt buộc" not in html


def test_a_plain_file_field_is_drawn_with_the_houses_words_not_the_browsers() -> None:
    class Taking(forms.Form):
        table = forms.FileField(label="Bảng")

    html = shown(Taking())
    assert html.count('type="file"') == 1
    assert "Chọn tệp" in html
    assert "Chụp ảnh" not in html


def test_the_two_ways_to_hand_in_a_paper_say_which_paper() -> None:
    tag = '{% load look %}{% file_ways "ban-ve" id="p-ban-ve" capture=True label="Bản vẽ" aria_describedby="h" %}'
    with translation.override("vi"):
        html = Template(tag).render(Context())
    assert ": Bản vẽ</span>" in html
    assert 'id="p-ban-ve_camera"' in html
    assert 'id="p-ban-ve"' in html
    assert 'aria-describedby="h"' in html
