"""Conditions inside a repeating group: each item decides for itself what it asks."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.builder.comparing import differences
from cuulong.core.eforms.builder.outline import row_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.definition import expand, problems
from cuulong.core.eforms.rules import violations

from .conftest import GOOD, LAYOUT, SCHEMA
from .test_rules import SHARED, agree, data_for

CHILD = {"field": "age", "op": "at_most", "value": 15}


def household():
    """The sample form whose grown-ups have a number and work, whose children go to school at a cost."""
    schema = deepcopy(SCHEMA)
    items = schema["properties"]["people"]["items"]
    items["properties"] |= {
        "school": {"type": "string", "title": "Trường", "minLength": 1, "x-show-when": CHILD},
        "fee": {"type": "integer", "title": "Học phí", "x-show-when": {"field": "school", "op": "present"}},
        "half": {"type": "number", "title": "Một nửa", "x-compute": "fee / 2", "x-show-when": CHILD},
        "id_number": {"type": "string", "title": "Số định danh", "x-show-when": {"not": CHILD}},
        "lease": {
            "type": "string",
            "title": "Hợp đồng thuê",
            "x-show-when": {"field": "owner", "op": "equals", "value": "no"},
        },
    }
    items["required"] = ["name", "school"]
    items["allOf"] = [
        {
            "if": {"properties": {"age": {"type": "number", "minimum": 18}}, "required": ["age"]},
            "then": {"required": ["id_number"]},
        }
    ]
    schema["properties"]["fees"] = {"type": "number", "title": "Cộng học phí", "x-compute": "SUM(people.fee)"}
    layout = deepcopy(LAYOUT)
    layout["steps"][3]["fields"].append("fees")
    return schema, layout


@pytest.fixture
def family():
    schema, layout = household()
    assert problems(schema, layout) == []
    return forms.read(expand(schema), layout)


def wrong(form, *people, **changes):
    return [(v.path, v.keyword) for v in violations(form, GOOD | changes | {"people": list(people)})]


def test_each_item_asks_what_its_own_answers_call_for(family):
    child, grown = {"name": "Bé Thử", "age": 7}, {"name": "Trần Văn Mẫu", "age": 40}
    assert wrong(family, child, grown) == [("people.0.school", "required"), ("people.1.id_number", "required")]
    assert wrong(family, child | {"school": "Mẫu giáo"}, grown | {"id_number": "1"}) == []
    assert wrong(family, {"name": "Chưa nói tuổi"}) == []


def test_what_an_item_does_not_ask_is_neither_kept_nor_counted(family):
    people = [
        {"name": "Bé Thử", "age": 7, "school": "Mẫu giáo", "fee": 300, "id_number": "không hỏi"},
        {"name": "Trần Văn Mẫu", "age": 40, "school": "cũ", "fee": 900, "half": 450, "id_number": "1"},
    ]
    kept = family.prune(GOOD | {"people": people})
    assert kept["people"] == [
        {"name": "Bé Thử", "age": 7, "school": "Mẫu giáo", "fee": 300, "half": 150},
        {"name": "Trần Văn Mẫu", "age": 40, "id_number": "1"},
    ]
    assert kept["fees"] == 300


def test_an_item_looks_at_the_questions_of_the_form_too(family):
    child = {"name": "Bé Thử", "age": 7, "school": "A", "lease": "HĐ 1"}
    assert "lease" not in family.prune(GOOD | {"people": [child]})["people"][0]
    assert family.prune(GOOD | {"owner": "no", "people": [child]})["people"][0]["lease"] == "HĐ 1"
    assert "people" in family.opened({"owner"})


@SHARED
@given(st.data())
def test_browser_and_server_judge_items_alike(browser, family, data):
    agree(browser, family, data.draw(data_for(family)))


def test_a_condition_that_names_nothing_or_goes_round_in_an_item_is_refused():
    schema, layout = household()
    children = schema["properties"]["people"]["items"]["properties"]
    children["fee"]["x-show-when"] = {"field": "gone", "op": "present"}
    assert [p.code for p in problems(schema, layout)] == ["condition_field"]
    children["fee"]["x-show-when"] = {"field": "fees", "op": "above", "value": 1}
    assert [p.code for p in problems(schema, layout)] == ["circle"]
    children["fee"]["x-show-when"] = {"field": "age", "op": "smells_of"}
    assert [p.code for p in problems(schema, layout)] == ["condition"]


def test_conditions_of_an_item_are_written_copied_and_told_in_words():
    old = Sheet.of({"title": "Thử", "schema": SCHEMA, "layout": LAYOUT})
    new = Sheet.of(old.raw)
    school = new.add_question("text", "Trường", group="people")
    new.set_show_when(school, CHILD)
    new.set_required(school, False, {"field": "name", "op": "present"})
    copy = new.duplicate_question(school)
    assert row_of(new, copy)["when"] == "“Tuổi” đến (trở xuống) 15"
    assert row_of(new, copy)["required_when"] == "“Tên” đã được trả lời"
    assert new.problems() == []
    later = Sheet.of(new.raw)
    later.set_show_when(school, None)
    later.set_required(school, True)
    assert differences(new, later) == ["Câu “Trường”: nay bắt buộc trả lời", "Câu “Trường”: nay luôn được hỏi"]
