"""The workbench's sheet: every change an officer can make, and what it leaves in order."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.builder.comparing import differences
from cuulong.core.eforms.builder.exchange import BadFile, as_file, read_json, read_packet
from cuulong.core.eforms.builder.kinds import IN_GROUP, TITLES, kind_of
from cuulong.core.eforms.builder.logic import as_condition, as_schema
from cuulong.core.eforms.builder.sheet import BadChange, NoSuchPart, Sheet
from cuulong.core.eforms.conditions import holds
from cuulong.core.eforms.definition import expand, problems
from cuulong.core.eforms.rules import violations
from cuulong.lib.errors import InputError

from .conftest import GOOD, LAYOUT, PROCEDURES, SCHEMA, province_form
from .test_rules import SHARED, data_for


def sheet_of(schema=SCHEMA, layout=LAYOUT):
    return Sheet.of({"title": "Tờ khai thử", "schema": schema, "layout": layout})


def form_of(sheet):
    return forms.read(expand(sheet.schema), sheet.layout)


@pytest.fixture
def sheet():
    return sheet_of()


# ---- taken to the workbench, a form stays what it was ---------------------------------------------------------------


def test_a_form_on_the_workbench_has_no_problem(sheet):
    assert sheet.problems() == []


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_forms_of_the_provinces_judge_alike_before_and_on_the_workbench(path):
    form, schema, layout = province_form(path)
    taken = sheet_of(schema, layout)
    assert [str(one) for one in taken.problems()] == []
    ours = form_of(Sheet.of(json.loads(json.dumps(taken.raw))))  # as a JSON column gives it back

    @hypothesis_settings(SHARED, max_examples=40)
    @given(data_for(form))
    def alike(data):
        assert violations(ours, data) == violations(form, data)

    alike()


def test_duties_by_condition_are_understood(sheet):
    assert sheet.required_when("owner_name") == {"field": "owner", "op": "equals", "value": "no"}
    assert sheet.is_required("full_name")
    assert sheet.is_required("people.name")
    assert not sheet.is_required("people.age")


VALUES = st.sampled_from(["yes", "no", 1, 2, 2.5, True])


def row(ops, value=None):
    value = {} if value is None else {"value": value}
    return st.fixed_dictionaries({"field": st.sampled_from("abc"), "op": st.sampled_from(ops)} | value)


ROW = st.one_of(
    row(["equals", "not_equals", "includes"], VALUES),
    row(["in"], st.lists(VALUES, min_size=1, max_size=3)),
    row(["above", "at_least", "at_most"], st.integers(0, 3)),
    row(["present"]),
)
CONDITION = st.recursive(
    ROW,
    lambda one: st.one_of(
        st.fixed_dictionaries({"all": st.lists(one, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(one, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": one}),
    ),
    max_leaves=5,
)
ANSWERS = st.fixed_dictionaries({}, optional={key: VALUES | st.lists(VALUES, min_size=1, max_size=3) for key in "abc"})


@SHARED
@given(CONDITION, ANSWERS)
def test_a_condition_and_the_schema_made_of_it_are_true_of_the_same_answers(condition, answers):
    from cuulong.core.eforms.rules import _Validator

    assert as_condition(as_schema(condition)) == condition
    assert _Validator(as_schema(condition)).is_valid(answers) == holds(condition, answers)


@SHARED
@given(CONDITION, ANSWERS)
def test_the_browser_decides_conditions_alike(browser, condition, answers):
    assert browser("holds", condition, answers) == holds(condition, answers)


# ---- changes --------------------------------------------------------------------------------------------------------


def test_a_form_is_put_together_from_nothing():
    sheet = Sheet("Đăng ký sạp chợ")
    assert "ít nhất một câu" in str(sheet.problems()[0])
    page = sheet.add_step("Người đăng ký")
    assert page == "nguoi_dang_ky"
    paths = [sheet.add_question(kind, str(title), step=page) for kind, title in TITLES.items()]
    assert len(set(paths)) == len(TITLES)
    for group in ("nhom_lap", "bang_nhieu_dong"):
        for kind in IN_GROUP:
            sheet.add_question(kind, "Câu trong nhóm", group=group)
    assert [str(one) for one in sheet.problems()] == []
    assert [sheet.kind(path) for path in paths] == list(TITLES)
    assert form_of(sheet).fields.keys() == set(paths)


@pytest.mark.parametrize(
    ("kind", "title", "words"), [("wysiwyg", "A", "loại câu hỏi"), ("text", "  ", "nội dung câu hỏi")]
)
def test_a_question_needs_a_kind_and_words(sheet, kind, title, words):
    with pytest.raises(BadChange, match=words):
        sheet.add_question(kind, title, step="who")


def test_keys_are_made_from_words_and_never_twice(sheet):
    assert sheet.add_question("text", "Họ và tên", step="who") == "ho_va_ten"
    assert sheet.add_question("text", "Họ và tên", step="who") == "ho_va_ten_2"
    assert sheet.add_question("text", "123", step="who") == "cau_123"
    assert sheet.add_question("text", "Channel", step="who") == "channel_2"  # "channel" is how the dossier came


def test_a_question_moves_over_the_edge_of_its_page_with_its_condition(sheet):
    sheet.move_question("owner_name", 1)
    assert sheet.step("house")["fields"][0] == "owner_name"
    assert sheet.show_when("owner_name") == {"field": "owner", "op": "equals", "value": "no"}
    sheet.move_question("owner_name", -1)
    assert sheet.step("who")["fields"][-1] == "owner_name"
    sheet.move_question("full_name", -1)  # the very first stays
    assert sheet.step("who")["fields"][0] == "full_name"
    assert sheet.problems() == []


def test_questions_of_an_item_move_and_keep_their_order_in_the_database(sheet):
    sheet.add_question("text", "A", group="people")
    sheet.move_question("people.a", -2)
    kept = Sheet.of(json.loads(json.dumps(sheet.raw, sort_keys=True)))
    assert kept.children("people") == ["a", "name", "age"]
    assert [child.key for child in form_of(kept).fields["people"].children] == ["a", "name", "age"]


def test_a_deleted_question_takes_its_own_things_along_and_others_are_warned(sheet):
    sheet.delete_question("owner_name")
    assert sheet.problems() == []
    assert sheet.required_when("owner_name") is None
    sheet.delete_question("floors")
    assert [str(one) for one in sheet.problems()] == [
        "Bước “Người ở cùng”: điều kiện nhắc tới “floors”, không có câu đó."
    ]


def test_a_deleted_page_takes_its_questions_along(sheet):
    sheet.delete_step("end")
    assert "promise" not in sheet.schema["properties"]
    assert "promise" not in sheet.schema["required"]
    assert sheet.problems() == []


def test_a_copied_page_asks_copies_whose_conditions_look_at_copies(sheet):
    copy = sheet.duplicate_step("who")
    assert [step["key"] for step in sheet.steps] == ["who", copy, "house", "people", "end"]
    assert sheet.step(copy)["fields"][-1] == "ten_chu_nha"
    assert sheet.show_when("ten_chu_nha") == {"field": "la_chu_nha", "op": "equals", "value": "no"}
    assert sheet.is_required("ho_va_ten")
    assert sheet.problems() == []


def test_what_is_gone_cannot_be_changed(sheet):
    for change in (
        lambda: sheet.delete_question("ghost"),
        lambda: sheet.move_question("people.ghost", 1) if "ghost" in sheet.children("people") else sheet.question("x"),
        lambda: sheet.delete_step("ghost"),
        lambda: sheet.add_question("text", "A", step="ghost"),
        lambda: sheet.add_question("text", "A", group="full_name"),
        lambda: sheet.place_question("phone", "ghost", 0),
    ):
        with pytest.raises(NoSuchPart):
            change()


STEP_CHANGES = {
    "step_up": lambda sheet, key: sheet.move_step(key, -1),
    "step_copy": lambda sheet, key: sheet.duplicate_step(key),
    "step_delete": lambda sheet, key: sheet.delete_step(key),
}
QUESTION_CHANGES = {
    "up": lambda sheet, path: sheet.move_question(path, -1),
    "down": lambda sheet, path: sheet.move_question(path, 1),
    "copy": lambda sheet, path: sheet.duplicate_question(path),
    "delete": lambda sheet, path: sheet.delete_question(path),
}
BUTTONS = st.sampled_from(["add", *STEP_CHANGES, *QUESTION_CHANGES])
CHANGES = st.lists(st.tuples(BUTTONS, st.integers(0, 50)), max_size=12)


@hypothesis_settings(SHARED, max_examples=60)
@given(CHANGES)
def test_whatever_is_pressed_the_sheet_stays_one(changes):
    """No question without a page, none on two, no duty of a question that is gone."""
    sheet = sheet_of()
    for what, n in changes:
        paths, steps = list(sheet.paths()), [step["key"] for step in sheet.steps]
        if what == "add" and steps:
            sheet.add_question("text", f"Câu {n}", step=steps[n % len(steps)])
        elif what.startswith("step") and steps:
            STEP_CHANGES[what](sheet, steps[n % len(steps)])
        elif what in QUESTION_CHANGES and paths:
            QUESTION_CHANGES[what](sheet, paths[n % len(paths)])
        if len(sheet.schema["properties"]) > 150:
            break
    asked = [key for step in sheet.steps for key in step["fields"]]
    assert sorted(asked) == sorted(sheet.schema["properties"])
    assert set(sheet.schema.get("required", ())) <= set(asked)
    assert {rule["x-field"] for rule in sheet.schema.get("allOf", ())} <= set(asked)


# ---- files ----------------------------------------------------------------------------------------------------------


def test_a_form_goes_to_another_installation_and_is_the_same_there(sheet):
    packet = read_packet(read_json(as_file("sample", 3, sheet)))
    assert packet.code == "sample"
    assert Sheet.of(packet.content) == sheet


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "không phải là chữ UTF-8"),
        (b'{"a": 1,\n}', "dòng 2, cột 1"),
        (b"[" * 100_000, "lồng nhau quá sâu"),
        (b'{"a": NaN}', "số không dùng được"),
        (b" " * 3_000_001, "lớn quá 3 MB"),
    ],
)
def test_a_file_that_is_no_json_is_told_with_its_place(content, words):
    with pytest.raises(BadFile, match=words):
        read_json(content)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format_version": 2}, "định dạng số 2; bản phần mềm này đọc được số 1"),
        ({"schema": []}, "thiếu phần schema hoặc layout"),
        ({"layout": {"steps": ["x"]}}, "không chứa một biểu mẫu"),
        ({"schema": {"properties": {"a": 1}}}, "không chứa một biểu mẫu"),
        ({"schema": {"properties": {"a": {"$ref": "https://example.com/x"}}}}, "chỉ được tham chiếu bên trong"),
        ({"schema": {"properties": {"a": {"type": "string", "pattern": "(a+)+"}}}}, "lặp lồng nhau"),
    ],
)
def test_a_file_of_ours_that_is_broken_is_refused(sheet, change, words):
    with pytest.raises(InputError, match=words):
        read_packet(json.loads(as_file("sample", 1, sheet)) | change)


# ---- differences ----------------------------------------------------------------------------------------------------


def test_the_same_form_has_no_difference(sheet):
    assert differences(sheet, sheet_of()) == []


def test_differences_are_told_in_words(sheet):
    new = sheet_of()
    new.title = "Tờ khai mới"
    new.add_step("Thêm")
    new.add_question("date", "Ngày cấp", step="them")
    new.delete_question("tax_code")
    new.question("floors")["maximum"] = 5
    new.question("owner")["x-enum-titles"]["no"] = "Không phải"
    new.question("owner")["enum"].append("both")
    new.set_required("phone", True)
    new.set_show_when("phone", {"field": "floors", "op": "above", "value": 2})
    new.set_prefill("phone", "")
    new.move_question("area", -1)
    new.move_step("end", -1)
    assert differences(sheet, new) == [
        "Tên biểu mẫu: “Tờ khai thử” → “Tờ khai mới”",
        "Thêm bước “Thêm”",
        "Câu “Điện thoại”: nay bắt buộc trả lời",
        "Câu “Điện thoại”: nay chỉ hỏi khi “Số tầng” lớn hơn 2",
        "Câu “Điện thoại”: điền sẵn từ “person.phone” → (không có)",
        "Câu “Là chủ nhà”: lựa chọn “Không” → “Không phải”",
        "Câu “Là chủ nhà”: thêm lựa chọn “both”",
        "Câu “Số tầng”: giá trị lớn nhất “30” → “5”",
        "Thêm câu “Ngày cấp” (Ngày)",
        "Bỏ câu “Mã số thuế”",
        "Thứ tự các bước thay đổi",
        "Bước “Ngôi nhà”: thứ tự câu hỏi thay đổi",
    ]


def test_every_kind_is_recognised_again():
    sheet = Sheet("A")
    page = sheet.add_step("A")
    for kind in TITLES:
        assert kind_of(sheet.question(sheet.add_question(kind, kind, step=page))) == kind


def test_good_answers_stay_good_on_the_workbench(sheet):
    assert violations(form_of(sheet), GOOD) == []
    assert problems(sheet.schema, sheet.layout) == []
