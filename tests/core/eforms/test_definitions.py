"""What a form may be made of; everything else is refused with a sentence."""

import copy

import pytest

from cuulong.core.eforms.definition import expand, problems
from cuulong.core.eforms.patterns import BadPattern, compiled, portable
from cuulong.lib.errors import InputError

from .conftest import LAYOUT, PROCEDURES, SCHEMA, province_form


def changed(**properties):
    schema = copy.deepcopy(SCHEMA)
    schema["properties"] |= properties
    layout = copy.deepcopy(LAYOUT)
    layout["steps"][0]["fields"] += [key for key in properties if key not in SCHEMA["properties"]]
    return schema, layout


def sentences(schema=SCHEMA, layout=LAYOUT):
    return [str(one) for one in problems(schema, layout)]


def test_a_form_with_every_kind_of_question_is_sound():
    assert sentences() == []


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_every_form_of_the_provinces_is_sound(path):
    _form, schema, layout = province_form(path)
    assert sentences(schema, layout) == []


def test_a_form_that_refers_to_itself_in_a_circle_is_refused():
    schema = {**SCHEMA, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}
    schema["properties"] = {"x": {"$ref": "#/$defs/a"}}
    assert sentences(schema) == ["Biểu mẫu tham chiếu vòng tròn ở “#/$defs/a”."]


def test_a_question_that_contains_itself_is_refused():
    node = {"type": "object", "properties": {"again": {"$ref": "#/$defs/node"}}}
    schema = {**SCHEMA, "$defs": {"node": node}, "properties": {"x": {"$ref": "#/$defs/node"}}}
    assert "tham chiếu vòng tròn" in sentences(schema)[0]


@pytest.mark.parametrize("ref", ["https://example.com/x.json", "other.json#/a", "#anchor"])
def test_a_form_reaches_nothing_outside_itself(ref):
    assert sentences(*changed(x={"$ref": ref})) == [
        f"Biểu mẫu chỉ được tham chiếu bên trong chính nó, không tới “{ref}”."
    ]


def test_a_reference_into_nothing_is_named():
    assert "không có phần đó" in sentences(*changed(x={"$ref": "#/$defs/gone"}))[0]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"type": "string", "contentEncoding": "base64"}, "từ khóa “contentEncoding”"),
        ({"type": "string", "format": "uri"}, "định dạng chưa được hỗ trợ: uri"),
        ({"type": "null"}, "kiểu chưa được hỗ trợ: null"),
        ({"type": ["string", "null"]}, "kiểu chưa được hỗ trợ"),
        ({"type": "string", "x-widget": "wysiwyg"}, "ô nhập lạ: wysiwyg"),
        ({"type": "number", "multipleOf": 0.1}, "từ khóa “multipleOf”"),
        ({"type": "array", "items": {"type": "string"}}, "phải gồm các lựa chọn hoặc các nhóm câu hỏi"),
        (
            {"type": "array", "items": {"type": "object", "properties": {"y": {"type": "array", "items": {}}}}},
            "không được chứa nhóm lặp khác",
        ),
        ({"type": "string", "pattern": "(a+)+$"}, "lặp lồng nhau"),
        ({"type": "string", "pattern": "(?<=a)b"}, "hiểu khác nhau"),
    ],
)
def test_what_is_not_supported_is_named(field, words):
    (sentence,) = sentences(*changed(x=field))
    assert words in sentence


def test_keys_stay_plain():
    assert "chữ thường không dấu" in sentences(*changed(**{"họ-tên": {"type": "string"}}))[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": []}, "chưa chia thành bước nào"),
        ({"steps": [{"key": "a", "title": "A"}]}, "Bước 1 của biểu mẫu thiếu: fields."),
        ({"steps": [{"key": "a", "title": "A", "fields": ["ghost"]}]}, "hỏi “ghost” nhưng biểu mẫu không có câu đó"),
        ({"steps": [{"key": "a", "title": "A", "fields": ["phone", "phone"]}]}, "Câu “phone” được hỏi hai lần."),
        (
            {"steps": [{**LAYOUT["steps"][0], "show_when": {"phone": {"field": "ghost", "op": "present"}}}]},
            "điều kiện nhắc tới “ghost”",
        ),
        ({"steps": LAYOUT["steps"][:3]}, "Câu “promise” không nằm trong bước nào."),
    ],
)
def test_a_layout_that_does_not_fit_is_named(change, words):
    assert any(words in sentence for sentence in sentences(SCHEMA, LAYOUT | change))


def test_rules_between_answers_are_if_then_only():
    assert "chỉ được gồm các quy tắc if/then" in sentences({**SCHEMA, "allOf": [{"required": ["phone"]}]})[0]
    rule = {"if": {"required": ["phone"]}, "then": {"required": ["ghost"]}}
    assert "Bắt buộc trả lời “ghost”" in sentences({**SCHEMA, "allOf": [rule]})[0]


def test_titled_choices_become_a_plain_list_with_words():
    owner = expand(SCHEMA)["properties"]["owner"]
    assert (owner["enum"], owner["x-enum-titles"]) == (["yes", "no"], {"yes": "Có", "no": "Không"})


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"^\d{3}$", "012", "٠١٢"),  # Arabic digits are no digits here
        (r"^\d{3}$", "012", "012\n"),
        (r"^[^@\s]+@x$", "a@x", "a b@x"),
        (r"^a.c$", "abc", "a\nc"),
        (r"^a\.c$", "a.c", "abc"),
        (r"^(ab|cd){2}$", "abcd", "ab"),
    ],
)
def test_patterns_mean_what_a_browser_takes_them_for(pattern, good, bad):
    ready = compiled(portable(pattern))
    assert ready.search(good)
    assert not ready.search(bad)


@pytest.mark.parametrize(
    "pattern", ["(a*)*", "(a|aa)+$", "((ab)+c?)+", "(?i)a", "(?P<x>a)", r"(a)\1", r"\bword", "[[a]]", "a" * 301, "("]
)
def test_patterns_that_could_hang_or_differ_are_refused(pattern):
    with pytest.raises(BadPattern):
        portable(pattern)


def test_problems_are_input_errors_that_can_be_translated():
    (problem,) = problems(*changed(x={"$ref": "#/$defs/gone"}))
    assert isinstance(problem, InputError)
    assert problem.params == {"ref": "#/$defs/gone"}
