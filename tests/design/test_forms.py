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

from cuulong.design.forms import DateBoxes, Hinted, HouseRenderer, Upload


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
