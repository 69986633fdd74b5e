"""Which answers can stand: the same verdict on the server and in the browser."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cuulong.core.eforms.reading import parse_number, parse_text
from cuulong.core.eforms.rules import is_date, violations

from .conftest import COMMUNES, GOOD, PROCEDURES, province_form


def wrong(form, step=None, **changes):
    data = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return [(v.path, v.keyword) for v in violations(form, data, step)]


def test_good_answers_stand(sample):
    assert wrong(sample) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"full_name": None}, [("full_name", "required")]),
        ({"full_name": ""}, [("full_name", "minLength")]),
        ({"id_number": "12"}, [("id_number", "pattern")]),
        ({"id_number": "099199000001"}, [("id_number", "identity")]),
        ({"phone": "0112345678"}, [("phone", "identity")]),
        ({"tax_code": "0100109107"}, [("tax_code", "identity")]),
        ({"tax_code": "0100109106-001"}, []),
        ({"born": "2026-02-29"}, [("born", "format")]),
        ({"born": "20260228"}, [("born", "format")]),
        ({"floors": "hai"}, [("floors", "type")]),
        ({"floors": 0}, [("floors", "minimum")]),
        ({"floors": 2.0}, []),
        ({"floors": True}, [("floors", "type")]),
        ({"area": 0}, [("area", "exclusiveMinimum")]),
        ({"owner": "maybe"}, [("owner", "enum")]),
        ({"owner": "no"}, [("owner_name", "required")]),
        ({"owner": "no", "owner_name": "Trần Văn Mẫu"}, []),
        ({"uses": []}, [("uses", "minItems")]),
        ({"uses": ["live", "sell"]}, [("uses", "type")]),
        ({"promise": False}, [("promise", "const")]),
        ({"remark": "x" * 21}, [("remark", "maxLength")]),
        ({"people": [{}]}, [("people.0.name", "required")]),
        ({"people": [{"name": "A"}, {"name": "B", "age": -1}]}, [("people.1.age", "minimum")]),
        ({"people": ["A"]}, [("people", "type")]),
    ],
)
def test_each_mistake_is_found_at_its_question(sample, changes, expected):
    assert wrong(sample, **changes) == expected


def test_a_hidden_answer_is_neither_judged_nor_kept(sample):
    answers = GOOD | {"owner_name": "x" * 99, "floors": 1, "people": []}
    assert violations(sample, answers) == []
    assert {"owner_name", "people"}.isdisjoint(sample.prune(answers))
    assert [step.key for step in sample.shown_steps(answers)] == ["who", "house", "end"]


def test_a_page_is_judged_alone(sample):
    assert wrong(sample, "house", full_name=None, floors=0) == [("floors", "minimum")]


def test_mistakes_come_in_the_order_of_the_form(sample):
    found = wrong(sample, people=[{"age": -1}, {}], full_name=None, promise=None)
    assert [path for path, _ in found] == ["full_name", "people.0.name", "people.0.age", "people.1.name", "promise"]


def test_unknown_answers_fall_away(sample):
    kept = sample.prune(GOOD | {"is_admin": True, "people": [{"name": "A", "salary": 1}]})
    assert "is_admin" not in kept
    assert kept["people"] == [{"name": "A"}]


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.234,5", "vi", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("2.500", "vi", 2500),
        ("2,500", "en", 2500),
        ("2.5", "vi", 2.5),
        ("2,5", "en", 2.5),
        ("0.500", "vi", 0.5),
        ("-3", "vi", -3),
        ("1 000", "vi", 1000),
        ("hai", "vi", "hai"),
        ("1e5", "vi", "1e5"),
        ("9" * 16, "vi", "9" * 16),
        ("", "vi", ""),
    ],
)
def test_numbers_are_read_as_they_are_written_here(typed, language, value):
    assert parse_number(typed, language) == value


def test_numbers_of_people_lose_their_blanks():
    assert parse_text("id_number", "086 199 000 001") == "086199000001"
    assert parse_text("phone", "+84 912 345 678") == "0912345678"
    assert parse_text("tax_code", "0100109106 - 001") == "0100109106-001"
    assert parse_text("text", "  Trần   Thị ") == "Trần Thị"
    assert parse_text("textarea", "a  b\r\nc\n") == "a b\nc"


# ---- the browser ----------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("aZ0 9.@-/\n\u00a0ữ𝄞"), max_size=45)
LIKELY = st.sampled_from(
    ["yes", "no", "co", "khong", "live", "086199000001", "099199000001", "0912345678", "+84912345678", "0100109106",
     "0100109107", "0100109106-001", "2026-02-28", "2026-02-29", "1900-02-29", "0000-01-01", "29551", "99999"]
)  # fmt: skip
NUMBERS = st.integers(-5, 200) | st.floats(-1e6, 1e6, allow_nan=False)


def answers_to(field):
    if field.kind == "list":
        item = st.fixed_dictionaries({}, optional={child.key: answers_to(child) for child in field.children})
        return st.lists(item | st.just("x"), max_size=4)
    options = [value for value, _ in field.options()]
    likely = st.sampled_from(options) if options else LIKELY
    if field.kind == "array":
        return st.lists(likely, max_size=3)
    plain = {"integer": NUMBERS, "number": NUMBERS, "boolean": st.booleans()}.get(field.kind, LIKELY | WORDS)
    return (plain | likely if options else plain) | st.sampled_from([True, 0, "", 2, "x", []])


def data_for(form):
    return st.fixed_dictionaries({}, optional={path: answers_to(field) for path, field in form.fields.items()})


def agree(browser, form, data):
    assert browser.violations(form, data) == violations(form, data, None, COMMUNES)
    for step in form.steps:
        assert browser.violations(form, data, step.key) == violations(form, data, step.key, COMMUNES)


SHARED = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED
@given(st.data())
def test_browser_and_server_judge_alike(browser, sample, data):
    agree(browser, sample, data.draw(data_for(sample)))


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_browser_and_server_judge_the_forms_of_the_provinces_alike(browser, path):
    form, _schema, _layout = province_form(path)

    @hypothesis_settings(SHARED, max_examples=40)
    @given(data_for(form))
    def alike(data):
        agree(browser, form, data)

    alike()


@SHARED
@given(
    st.sampled_from(["text", "textarea", "id_number", "phone", "tax_code"]),
    st.text(st.sampled_from("0123456789+84 .-ab\u1ee9Ữ"), max_size=20),
)
def test_browser_and_server_read_the_same_text(browser, widget, typed):
    assert browser("parseText", widget, typed) == parse_text(widget, typed)


@SHARED
@given(st.text(st.sampled_from("0123456789.,- a"), max_size=20), st.sampled_from(["vi", "en"]))
def test_browser_and_server_read_the_same_number(browser, typed, language):
    assert browser("parseNumber", typed, language) == parse_number(typed, language)


@SHARED
@given(st.dates())
def test_real_days_are_days_on_both_sides(browser, day):
    assert is_date(day.isoformat())
    assert browser("parseDate", str(day.day), str(day.month), str(day.year)) == day.isoformat()
