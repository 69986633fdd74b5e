"""Forms of Form.io and Open Forms: every file either comes in or says which component cannot."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder.importing import read_file
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.definition import expand
from cuulong.core.eforms.formio.finding import Found
from cuulong.core.eforms.formio.reading import CHANGED, LEFT, TAKEN, read
from cuulong.core.eforms.models import FormDraft
from cuulong.core.eforms.rules import violations
from cuulong.lib.errors import InputError

from .test_workbench import account, officer, published  # noqa: F401  (fixtures)

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "09_bpmn_forms" / "formio"
FILES = sorted(FOLDER.glob("*.json"))
# What holds no form at all: submissions, roles and actions without forms, one file that is no JSON.
WITHOUT_FORM = {
    "core_data1a", "core_submission1", "core_subs", "formio_emptyActionResources", "formio_extraData",
    "formio_malformedRoles", "formio_missingActionResources", "formio_missingDescription",
    "formio_missingFormResources", "formio_missingName", "formio_missingResourceResources",
    "formio_missingRoleResources", "formio_missingTitle", "formio_missingVersion", "formio_unknownActionResources",
    "openforms_demo",
}  # fmt: skip
needs_data = pytest.mark.skipif(not FILES, reason="shared data absent")


def components_in(data):
    """Every component of a file that a person could meet, counted in another way than the reader does."""
    if isinstance(data, list):
        return sum(components_in(one) for one in data)
    if not isinstance(data, dict):
        return 0
    if data.get("type") in ("address", "form"):  # taken or left as one
        return 1
    inner = sum(components_in(data.get(word)) for word in ("components", "columns", "rows"))
    return inner + ("type" in data)


@needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_comes_in_or_says_what_cannot(path):
    if path.stem in WITHOUT_FORM:
        with pytest.raises(InputError) as caught:
            read_file(path.read_bytes())
        assert "không có biểu mẫu nào" in str(caught.value) or "dòng 88, cột 5" in str(caught.value)
        return
    for one in read_file(path.read_bytes()):
        if one.sheet is None:
            assert "không có phần components đúng cách" in one.problem
            continue
        rows = [row for row, _outcome, _notes in one.rows]
        assert all(row.notes for row in rows if row.outcome in (CHANGED, LEFT))
        if one.can_be_kept:
            assert one.problems == []
            form = forms.read(expand(one.sheet.schema), one.sheet.layout)
            assert isinstance(violations(form, {}), list)
        else:
            empty = {row.type for row in rows if row.outcome != LEFT and not row.notes}
            assert empty <= {"panel", "fieldset", "columns", "container", "well", "tabs"}


@needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_component_is_lost_without_a_row(path):
    if path.stem in WITHOUT_FORM:
        return
    data = json.loads(path.read_bytes())
    taken = read_file(path.read_bytes())
    if isinstance(data, dict) and "components" in data:
        assert len(taken[0].rows) == components_in(data["components"])
    elif isinstance(data, dict) and isinstance(data.get("form"), dict):
        assert len(taken[0].rows) == components_in(data["form"]["components"])


def made(*components):
    return read(Found("Thử", list(components)))


def box(kind, key, **more):
    return {"type": kind, "key": key, "label": key.title(), "input": True} | more


def test_limits_words_and_own_sentences_come_along():
    result = made(
        box("textfield", "plate", validate={"required": True, "maxLength": "9", "pattern": "[0-9]+",
                                            "customMessage": "Ghi biển số"}, description="Như trên xe"),
        box("number", "age", validate={"min": 1, "max": 99.5}, errors={"min": "Quá nhỏ"}),
        box("radio", "sex", values=[{"label": "Nam", "value": "m"}, {"label": "Nữ", "value": "f"}]),
    )  # fmt: skip
    sheet = result.sheet
    plate = sheet.question("plate")
    assert (plate["maxLength"], plate["pattern"], plate["description"]) == (9, "^(?:[0-9]+)$", "Như trên xe")
    assert plate["x-errors"]["required"] == plate["x-errors"]["pattern"] == "Ghi biển số"
    assert sheet.is_required("plate")
    assert (sheet.question("age")["minimum"], sheet.question("age")["maximum"]) == (1, 99.5)
    assert sheet.question("age")["x-errors"] == {"minimum": "Quá nhỏ"}
    assert sheet.question("sex")["x-enum-titles"] == {"m": "Nam", "f": "Nữ"}
    assert [row.outcome for row in result.rows] == [TAKEN] * 3


def test_panels_are_pages_and_conditions_of_boxes_are_those_of_their_questions():
    result = made(
        box("panel", "one", title="Một", components=[
            box("checkbox", "has"), box("selectboxes", "uses", values=[{"value": "a"}, {"value": "b"}])]),
        box("panel", "two", components=[
            box("fieldset", "f", conditional={"show": True, "when": "has", "eq": "true"}, components=[
                box("textfield", "name", conditional={"show": "false", "when": "uses", "eq": "a"}),
                box("number", "n", conditional={"show": True, "conjunction": "any", "conditions": [
                    {"component": "name", "operator": "isNotEmpty"},
                    {"component": "has", "operator": "isEqual", "value": False}]}),
                box("textfield", "lost", conditional={"show": True, "when": "ghost", "eq": "1"}, customConditional="show = 1"),
            ])]),
    )  # fmt: skip
    sheet = result.sheet
    assert [step["fields"] for step in sheet.steps] == [["has", "uses"], ["name", "n", "lost"]]
    ticked = {"field": "has", "op": "equals", "value": True}
    assert sheet.show_when("name") == {"all": [ticked, {"not": {"field": "uses", "op": "includes", "value": "a"}}]}
    lost = result.rows[-1]
    assert lost.outcome == CHANGED
    assert any("mã lệnh" in note for note in lost.notes)
    assert any("nhắc tới phần không nhập được" in note for note in lost.notes)
    assert result.sheet.problems() == []


def test_a_file_becomes_a_slot_for_a_paper():
    result = made(box("textfield", "a"), box("file", "scan", validate={"required": True}), box("file", "more"))
    assert result.sheet.papers == [
        {"key": "scan", "name": "Scan", "required": "always"},
        {"key": "more", "name": "More", "required": "optional"},
    ]
    assert result.sheet.problems() == []


def test_grids_become_a_table_and_a_group():
    result = made(
        box("datagrid", "rows", validate={"minLength": 1}, components=[box("textfield", "what"), box("signature", "sign")]),
        box("editgrid", "people", components=[box("editgrid", "kids", components=[box("textfield", "kid")])]),
        box("datagrid", "none", components=[box("file", "scan")]),
    )  # fmt: skip
    assert [result.sheet.kind(path) for path in ("rows", "people")] == ["table", "group"]
    assert result.sheet.question("rows")["minItems"] == 1
    assert result.sheet.children("people") == ["kid"]
    assert "none" not in result.sheet.schema["properties"]
    left = {row.type for row in result.rows if row.outcome == LEFT}
    assert left == {"signature", "file", "datagrid"}
    assert result.sheet.problems() == []


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (box("textfield", "a", validate={"pattern": "(a+)+$"}), "khuôn cách viết không dùng được"),
        (box("textfield", "a", calculateValue="value = 1"), "công thức viết bằng mã lệnh"),
        (box("select", "a", data={"url": "https://example.com"}), "nguồn ngoài tệp"),
        (box("myOwnThing", "a"), "nơi khác tự chế"),
        ({"key": "a"}, "không ghi loại"),
        ("a", "không ghi loại"),
    ],
)
def test_what_cannot_be_taken_says_why(component, words):
    (row,) = made(component).rows
    assert any(words in note for note in row.notes)


def test_bottomless_and_enormous_forms_are_bounded():
    deep = box("textfield", "x")
    for _n in range(60):
        deep = box("fieldset", "f", components=[deep])
    assert made(deep).rows[-1].notes == ["lồng quá sâu"]
    with pytest.raises(InputError, match="quá 3000 thành phần"):
        made(*[box("textfield", f"a{n}") for n in range(4000)])
    assert "quá 200 câu hỏi" in str(made(*[box("textfield", f"a{n}") for n in range(300)]).sheet.problems()[0])


KEYS = st.sampled_from(["type", "key", "components", "columns", "rows", "validate", "conditional", "when", "eq", "show",
                        "values", "value", "label", "conditions", "component", "operator", "data", "errors", "forms",
                        "title", "form", "required", "pattern", "min", "maxLength", "fields", "configuration"])  # fmt: skip
TYPES = st.sampled_from(["textfield", "number", "panel", "datagrid", "editgrid", "selectboxes", "radio", "columns",
                         "content", "checkbox", "isEqual", "a", "<b>x</b>", "1e999"])  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TYPES,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(KEYS, one, max_size=5),
    max_leaves=20,
)


@hypothesis_settings(max_examples=300, deadline=None)
@given(ANY | st.lists(st.dictionaries(KEYS, ANY, max_size=5), max_size=4).map(lambda c: {"components": c}))
def test_no_file_breaks_the_reader(data):
    try:
        taken = read_file(json.dumps(data, allow_nan=False).encode())
    except ValueError:  # an InputError, or a number that JSON does not have
        return
    for one in taken:
        if one.sheet is not None:
            assert isinstance(one.problems, list)
            assert Sheet.of(json.loads(one.content)).raw == one.sheet.raw


# ---- on screen and by command ---------------------------------------------------------------------------------------

FORM = {
    "title": "Đăng ký xe",
    "components": [box("textfield", "plate"), box("signature", "sign"), box("button", "submit")],
}


def sent(data, name="xe.json"):
    return {"file": SimpleUploadedFile(name, data if isinstance(data, bytes) else json.dumps(data).encode())}


@pytest.mark.django_db
def test_a_form_comes_in_on_screen_with_its_report(officer):  # noqa: F811
    where = reverse("eforms:import")
    report = officer.post(where, sent(FORM)).content.decode()
    assert "Nhập được: 2 · Nhập, có thay đổi: 0 · Không nhập được: 1" in report
    assert "chữ ký vẽ tay không có giá trị" in report
    content = json.dumps(read_file(json.dumps(FORM).encode())[0].sheet.raw)
    wrong = officer.post(where, {"content": content, "code": "Xe máy", "title": "Đăng ký xe máy"})
    assert wrong.status_code == 422
    assert 'value="Đăng ký xe máy"' in wrong.content.decode()
    done = officer.post(where, {"content": content, "code": "xe", "title": "Đăng ký xe máy"})
    assert done["Location"] == reverse("eforms:build", args=["xe"])
    sheet = drafts.current(FormDraft.objects.get())
    assert (sheet.title, list(sheet.paths())) == ("Đăng ký xe máy", ["plate"])


@pytest.mark.django_db
def test_a_form_of_another_installation_replaces_a_draft_and_can_be_undone(officer, published):  # noqa: F811
    exported = officer.get(reverse("eforms:export", args=["sample"])).content
    report = officer.post(reverse("eforms:import"), sent(exported.replace("Họ và tên".encode(), b"Ai")))
    assert 'value="sample"' in report.content.decode()
    content = report.context["taken"][0].content
    officer.post(reverse("eforms:import"), {"content": content, "code": "sample", "title": "Tờ khai", "file": "a.json"})
    draft = FormDraft.objects.get()
    assert drafts.current(draft).question("full_name")["title"] == "Ai"
    assert str(draft.edits.get(n=1)) == "Nhập từ tệp a.json"
    officer.post(reverse("eforms:build", args=["sample"]), {"undo": "1"})
    draft.refresh_from_db()
    assert drafts.current(draft).question("full_name")["title"] == "Họ và tên"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{", "dòng 1, cột 2"), (b"[]", "không có biểu mẫu nào"), ({"format": "cuulong.form"}, "định dạng số None")],
)
def test_a_bad_file_gets_a_sentence_on_screen(officer, data, words):  # noqa: F811
    answer = officer.post(reverse("eforms:import"), sent(data))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    broken = officer.post(reverse("eforms:import"), {"content": "[1]", "code": "a", "title": "A"})
    assert "thiếu phần schema" in broken.content.decode()


@pytest.mark.django_db
def test_the_command_reports_and_keeps(tmp_path):
    file = tmp_path / "xe.json"
    file.write_text(json.dumps(FORM), encoding="utf-8")
    said = StringIO()
    call_command("import_form", str(file), "--code", "xe", stdout=said)
    assert "sign (signature): Không nhập được – chữ ký vẽ tay" in said.getvalue()
    assert list(drafts.current(FormDraft.objects.get(form__code="xe")).paths()) == ["plate"]
    with pytest.raises(CommandError, match="biểu mẫu số 2"):
        call_command("import_form", str(file), "--code", "xe", "--form", "2", stdout=said)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("import_form", str(file), "--language", "en", stdout=said)
    assert "not correct JSON: line 1, column 2" in said.getvalue()
