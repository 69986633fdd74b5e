"""Computed answers: written as in a spreadsheet, worked out alike on the server and in the browser."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.definition import expand, problems
from cuulong.core.eforms.formulas import FUNCTIONS, BadFormula, parse, result
from cuulong.core.eforms.rules import violations

from .conftest import COMMUNES
from .test_rules import SHARED

ANSWERS = {
    "floors": 2,
    "area": 64.5,
    "owner": "yes",
    "born": "1999-02-28",
    "moved": "2026-02-27",
    "people": [{"age": 7}, {"age": 40, "name": "An"}, {"name": "Bình"}],
    "uses": ["live", "rent"],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("floors * area", 129),
        ("=floors + 1", 3),
        ("2 + 3 × 4", 14),
        ("(2 + 3) * 4 / 8", 2.5),
        ("-floors", -2),
        ("SUM(people.age)", 47),
        ("sum(people.age; floors)", 49),
        ("COUNT(people)", 3),
        ("COUNT(people.age)", 2),
        ("COUNT(uses)", 2),
        ("MIN(people.age, 20)", 7),
        ("MAX(people.age)", 40),
        ("ROUND(area)", 65),
        ("ROUND(2 / 3, 2)", 0.67),
        ("ROUND(-2.5)", -3),
        ('IF(owner = "yes", 1, 2)', 1),
        ("IF(floors >= 3, 1, IF(floors <> 2, 2, 3))", 3),
        ("DAYS(born, moved)", 9861),
        ("YEARS(born, moved)", 26),
        ("floors / 0", None),
        ("floors + nobody", None),
        ("floors + owner", None),
        ("SUM(nobody)", 0),
        ("MAX(nobody)", None),
        ("IF(nobody > 1, 1, 2)", None),
    ],
)
def test_a_formula_is_worked_out(text, value):
    assert result(parse(text), ANSWERS, "number") == value


def test_the_kind_of_the_question_decides_what_is_an_answer():
    assert result(parse("floors / 4"), ANSWERS, "integer") == 1  # half away from zero
    assert result(parse("floors / 4"), ANSWERS, "string") is None
    assert result(parse('IF(floors > 1, "lớn", "nhỏ")'), ANSWERS, "string") == "lớn"
    assert result(parse("floors > 1"), ANSWERS, "boolean") is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "viết chưa đúng"),
        ("floors +", "viết chưa đúng"),
        ("(" * 300, "viết chưa đúng"),
        ("1" + "+1" * 300, "dài quá"),
        ("PMT(floors)", "hàm lạ “PMT”"),
        ("__import__('os')", "hàm lạ"),
        ("people.age + 1", "chỉ đứng trong SUM"),
        ("floors ** 99999999", "chỉ gồm số"),
        ("[floors]", "chỉ gồm số"),
        ("floors.__class__", "chỉ đứng trong SUM"),
        ("lambda: 1", "chỉ gồm số"),
        ("ROUND(area, floors)", "làm tròn tới"),
        ("ROUND(area, 9)", "làm tròn tới"),
        ("IF(floors)", "số phần chưa đúng"),
        ("9" * 400, "chỉ gồm số"),
    ],
)
def test_what_is_no_formula_is_refused_with_a_sentence(text, words):
    with pytest.raises(BadFormula) as caught:
        parse(text)
    assert words in str(caught.value)


NAMES = ["floors", "area", "owner", "born", "moved", "nobody", "people", "uses"]
CONSTANTS = st.sampled_from(["0", "1", "2.5", "0.1", "1e14", '"yes"'])
GROUPED = st.sampled_from(["people.age", "people.name", "nobody.x"])


def compound(inner):
    many = st.lists(inner | GROUPED, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        st.tuples(inner, st.sampled_from(list("+-*/")), inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(inner, st.sampled_from([">", ">=", "<", "<=", "=", "<>"]), inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(st.sampled_from(["SUM", "MIN", "MAX"]), many).map(lambda t: f"{t[0]}({t[1]})"),
        (inner | GROUPED).map(lambda one: f"COUNT({one})"),
        st.tuples(inner, st.integers(0, 6)).map(lambda t: f"ROUND({t[0]}, {t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"IF({', '.join(t)})"),
        st.tuples(st.sampled_from(["DAYS", "YEARS"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    )


FORMULAS = st.recursive(st.sampled_from(NAMES) | CONSTANTS, compound, max_leaves=10).filter(lambda one: len(one) < 500)
DAYS = st.dates().map(lambda day: day.isoformat()) | st.sampled_from(["0001-03-01", "2026-02-29", "x", ""])
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1000, 1000)
ANYTHING = st.one_of(NUMBERS, DAYS, st.booleans(), st.none(), st.just([]))
ITEM = st.fixed_dictionaries({}, optional={"age": NUMBERS, "name": DAYS | st.booleans()})
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "floors": ANYTHING,
        "area": NUMBERS,
        "owner": st.sampled_from(["yes", "no"]) | ANYTHING,
        "born": DAYS,
        "moved": DAYS,
        "people": st.lists(ITEM | st.just("x"), max_size=4) | ANYTHING,
        "uses": st.lists(st.sampled_from(["live", "rent"])),
    },
)


@SHARED
@given(FORMULAS, GIVEN, st.sampled_from(["number", "integer", "string", "boolean"]))
def test_browser_and_server_compute_alike(browser, text, answers, kind):
    tree = parse(text)
    ours, theirs = result(tree, answers, kind), browser("result", tree, answers, kind)
    assert (type(ours) is bool, ours) == (type(theirs) is bool, theirs)


@given(st.text(max_size=80) | st.text(st.sampled_from("SUM(),.+-*/ floors\"=<>'[]{}:;#\n\\1e9"), max_size=80))
def test_no_text_breaks_the_reader(text):
    with suppress(BadFormula):
        tree = parse(text)
        assert result(tree, ANSWERS, "number") is None or isinstance(result(tree, ANSWERS, "number"), int | float)


# ---- in a form ------------------------------------------------------------------------------------------------------

ROW = {
    "what": {"type": "string", "title": "Hàng"},
    "price": {"type": "integer", "title": "Đơn giá", "x-widget": "money"},
    "count": {"type": "integer", "title": "Số lượng"},
    "total": {"type": "integer", "title": "Thành tiền", "x-compute": "price * count"},
}
SCHEMA = {
    "type": "object",
    "properties": {
        "goods": {
            "type": "array",
            "title": "Hàng hóa",
            "x-widget": "table",
            "items": {"type": "object", "properties": ROW},
            "maxItems": 5,
        },
        "tax": {"type": "number", "title": "Thuế", "x-compute": "ROUND(sum_all * 0.08)"},
        "sum_all": {"type": "integer", "title": "Cộng", "x-compute": "SUM(goods.total)", "maximum": 1000},
        "why": {"type": "string", "title": "Vì sao nhiều"},
    },
    "required": ["why"],
}
LAYOUT = {
    "steps": [
        {
            "key": "all",
            "title": "Kê khai",
            "fields": ["goods", "sum_all", "tax", "why"],
            "show_when": {"why": {"field": "tax", "op": "above", "value": 10}},
        }
    ]
}


@pytest.fixture
def goods():
    assert problems(SCHEMA, LAYOUT) == []
    return forms.read(expand(SCHEMA), LAYOUT)


def test_rows_and_totals_are_computed_in_the_order_of_their_needs(goods):
    answers = {"goods": [{"price": 100, "count": 2}, {"price": 50, "count": 1, "total": 9}, {}], "tax": -1}
    kept = goods.prune(answers)
    assert [row.get("total") for row in kept["goods"]] == [200, 50, None]
    assert (kept["sum_all"], kept["tax"]) == (250, 20)


def test_a_condition_may_look_at_a_computed_answer(goods):
    assert [v.path for v in violations(goods, {"goods": [{"price": 100, "count": 2}]})] == ["why"]
    assert violations(goods, {"goods": [{"price": 10, "count": 2}]}) == []
    assert [(v.path, v.keyword) for v in violations(goods, {"goods": [{"price": 1000, "count": 2}], "why": "x"})] == [
        ("sum_all", "maximum")
    ]


ROWS = st.lists(
    st.fixed_dictionaries({}, optional={"price": NUMBERS, "count": st.integers(-3, 9), "total": NUMBERS}), max_size=4
)


@SHARED
@given(st.fixed_dictionaries({}, optional={"goods": ROWS, "tax": NUMBERS, "why": st.text(max_size=3)}))
def test_browser_and_server_judge_computed_forms_alike(browser, goods, data):
    assert browser.violations(goods, data) == violations(goods, data, None, COMMUNES)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("tax + 1", "Các câu hỏi chờ nhau thành vòng tròn: "),
        ("sum_all", "thành vòng tròn: sum_all → sum_all."),
        ("ghost * 2", "nhắc tới “ghost”, không có câu đó."),
        ("SUM(goods.ghost)", "nhắc tới “goods.ghost”"),
        ("SUM(", "Câu tự tính “sum_all”: Công thức “SUM(” viết chưa đúng"),
        (7, "viết chưa đúng"),
    ],
)
def test_formulas_that_cannot_be_worked_out_are_named(formula, words):
    schema = {**SCHEMA, "properties": SCHEMA["properties"] | {"sum_all": {"type": "integer", "x-compute": formula}}}
    assert words in str(problems(schema, LAYOUT)[0])


def test_questions_that_show_one_another_are_a_circle():
    show = {
        "tax": {"field": "why", "op": "present"},
        "why": {"field": "sum_all", "op": "above", "value": 1},
        "goods": {"field": "tax", "op": "present"},
    }
    layout = {"steps": [LAYOUT["steps"][0] | {"show_when": show}]}
    assert "thành vòng tròn" in str(problems(SCHEMA, layout)[0])


def test_every_function_is_tried_above():
    assert set(FUNCTIONS) == {"SUM", "MIN", "MAX", "COUNT", "ROUND", "IF", "DAYS", "YEARS"}
