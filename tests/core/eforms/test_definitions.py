"""What a form may be made of; everything else is refused with a sentence."""

import copy

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.bundle import bundle
from cuulong.core.eforms.definition import expand, problems
from cuulong.core.eforms.patterns import BadPattern, compiled, portable
from cuulong.core.eforms.rules import violations
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


# ---- definitions meant to do harm -----------------------------------------------------------------------------------


def test_references_that_multiply_are_refused_at_once():
    defs = {
        f"a{n}": {"type": "object", "properties": {k: {"$ref": f"#/$defs/a{n + 1}"} for k in "abcdefgh"}}
        for n in range(9)
    }
    defs["a9"] = {"type": "string"}
    assert "lớn quá sức xử lý" in sentences({**SCHEMA, "$defs": defs, "properties": {"x": {"$ref": "#/$defs/a0"}}})[0]


def test_an_enormous_or_bottomless_definition_is_refused_at_once():
    deep = {}
    for _n in range(5000):
        deep = {"properties": {"x": deep}}
    assert "lớn quá sức xử lý" in sentences({**SCHEMA, "x-deep": deep})[0]
    assert "lớn quá sức xử lý" in sentences({**SCHEMA, "x-wide": [0] * 100_000})[0]


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
WORDS = st.sampled_from(
    ["type", "properties", "required", "items", "enum", "allOf", "if", "then", "$ref", "oneOf", "pattern", "minLength",
     "x-widget", "x-compute", "x-en", "title", "const", "not", "format", "a", "b"]
)  # fmt: skip
VALUES = st.sampled_from(["object", "string", "array", "#/properties/a", "(a+)+", "a", "SUM(b)"])
JSON = st.recursive(
    LEAVES | VALUES,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(WORDS, one, max_size=4),
    max_leaves=12,
)
PARTS = st.dictionaries(WORDS, JSON, max_size=5)


@hypothesis_settings(max_examples=400, deadline=None)
@given(
    PARTS
    | st.dictionaries(st.sampled_from("ab"), PARTS, min_size=1).map(lambda p: {"type": "object", "properties": p}),
    st.fixed_dictionaries({}, optional={"steps": JSON | st.lists(JSON, max_size=2), "prefill": JSON, "papers": JSON}),
    st.booleans(),
)
def test_no_document_breaks_the_checker_and_what_it_passes_can_be_read(schema, layout, fits):
    if fits and isinstance(schema.get("properties"), dict):
        layout = layout | {"steps": [{"key": "a", "title": "A", "fields": list(schema["properties"])}]}
    if not problems(schema, layout):
        form = forms.read(expand(schema), layout)
        assert isinstance(violations(form, {}), list)
        assert bundle(form, {}, form.steps[0].key, "vi", [])
