"""What the table of a process is checked for, before any case walks through it."""

import tomllib
from pathlib import Path

import pytest

from cuulong.core.eforms.conditions import BadCondition, check_condition, holds
from cuulong.core.workflow.definition import in_language, read
from cuulong.core.workflow.rules import (
    NotAllowed,
    choose,
    must_be_given,
    must_have_opinions,
    open_actions,
    problems,
)

PROVINCES = Path(__file__).parents[3] / "provinces"


def step(key, *actions, **more):
    row = {"key": key, "title": {"vi": key.upper()}, "role": "specialist", "scope": "competent", "hours": 8}
    row["actions"] = [{"key": f"to_{to}", "title": {"vi": f"Sang {to}"}, "next": to} for to in actions]
    return row | more


def sentences(*steps, start="a", roles=None):
    return [str(one) for one in problems({"start": start, "steps": list(steps)}, roles)]


def test_a_sound_table_has_no_problems():
    assert sentences(step("a", "b"), step("b", "a", "end:issued")) == []


def test_a_step_nobody_can_reach_is_named():
    assert sentences(step("a", "end:issued"), step("b", "end:issued")) == ["Không có đường nào dẫn tới bước “B”."]


def test_a_loop_without_an_exit_is_named_step_by_step():
    assert sentences(step("a", "b", "end:x"), step("b", "c"), step("c", "b")) == [
        "Từ bước “B” hồ sơ chạy vòng mãi, không có đường kết thúc.",
        "Từ bước “C” hồ sơ chạy vòng mãi, không có đường kết thúc.",
    ]


def test_an_action_that_stays_is_no_way_out():
    assert sentences(step("a", "a")) == ["Từ bước “A” hồ sơ chạy vòng mãi, không có đường kết thúc."]


def test_an_action_into_nowhere_is_named():
    assert sentences(step("a", "b")) == ["Bước “A”, thao tác “Sang b” dẫn tới “b”, không có bước đó."]
    assert "không có bước đó" in sentences(step("a", "end:"))[0]


def test_a_missing_start_is_named():
    assert sentences(step("a", "end:x"), start="z") == ["Chưa nói bước bắt đầu, hoặc bước “z” không có."]


def test_an_empty_table_is_refused():
    assert [str(p) for p in problems({"start": "a", "steps": []})] == ["Quy trình chưa có bước nào."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Bước thứ 1 thiếu: title."),
        ({"role": "wizard"}, "Bước “A”: không có vai trò “wizard”."),
        ({"scope": "anywhere"}, "Bước “A”: không rõ cơ quan nào làm (anywhere)."),
        ({"scope": "named:"}, "Bước “A”: không rõ cơ quan nào làm (named:)."),
        ({"hours": -1}, "Bước “A”: số giờ phải là số nguyên từ 0 đến 4.000."),
        ({"hours": 2.5}, "Bước “A”: số giờ phải là số nguyên từ 0 đến 4.000."),
        ({"actions": []}, "Bước “A” không có thao tác nào nên hồ sơ sẽ kẹt ở đó."),
        ({"actions": [{"key": "x", "title": "X"}]}, "Bước “A”, thao tác “X” chưa nói chuyển tới đâu."),
        (
            {"actions": [{"key": "x", "title": "X", "next": "end:x", "needs": ["blood"]}]},
            "Bước “A”: không hiểu điều kiện kèm theo “blood”.",
        ),
        (
            {"actions": [{"key": "x", "title": "X", "next": "end:x"}, {"key": "x", "title": "Y", "next": "end:y"}]},
            "Bước “A” có hai mục cùng mã “x”.",
        ),
        (
            {"actions": [{"key": "x", "title": "X", "next": "end:x", "when": {"field": "f", "op": "like"}}]},
            "Bước “A”: Điều kiện trên trường “f” có phép so sánh lạ: “like”.",
        ),
        (
            {"parallel": [{"key": "o", "title": "O", "agency": "somebody", "hours": 8}]},
            "Bước “A”: không rõ hỏi ý kiến cơ quan nào (somebody).",
        ),
        (
            {"parallel": [{"key": "o", "title": "O", "agency": "ask", "hours": 0}]},
            "Bước “A”: hạn trả lời ý kiến phải dài hơn 0 giờ.",
        ),
        (
            {"parallel": [{"key": "o", "title": "O", "agency": "ask", "hours": 8, "silence": "refusal"}]},
            "Bước “A”: không hiểu cách xử lý khi quá hạn trả lời.",
        ),
    ],
)
def test_each_mistake_in_a_row_gets_its_sentence(change, sentence):
    assert sentence in sentences(step("a", "end:x", **change), roles={"specialist"})


def test_two_steps_of_one_key_are_refused():
    assert "Có hai bước cùng mã “a”." in sentences(step("a", "end:x"), step("a", "end:x"))


@pytest.mark.parametrize("path", sorted(PROVINCES.glob("*/procedures/*.toml")), ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_every_process_of_the_provinces_can_run(path):
    procedure = tomllib.loads(path.read_text(encoding="utf-8"))
    if "process" in procedure:
        assert [str(p) for p in problems(procedure["process"])] == []


def fork():
    small, big = {"field": "tons", "op": "at_most", "value": 20}, {"field": "tons", "op": "above", "value": 20}
    actions = [
        {"key": "go", "title": "Xã", "next": "end:commune", "when": small},
        {"key": "go", "title": "Sở", "next": "end:department", "when": big},
        {"key": "note", "title": "Ghi", "next": "a", "needs": ["note"]},
    ]
    return read({"start": "a", "steps": [step("a", actions=actions)]})["a"]


def test_the_way_depends_on_the_answers():
    assert choose(fork(), "go", {"tons": 20}).outcome == "commune"
    assert choose(fork(), "go", {"tons": 21}).outcome == "department"


def test_without_the_answer_neither_way_is_open():
    with pytest.raises(NotAllowed, match="lúc này không có thao tác đó"):
        choose(fork(), "go", {})
    assert [action.key for action in open_actions(fork(), {})] == ["note"]


def test_a_paused_case_keeps_only_the_actions_that_stay():
    assert [action.key for action in open_actions(fork(), {"tons": 1}, paused=True)] == ["note"]
    with pytest.raises(NotAllowed, match="đang tạm dừng"):
        choose(fork(), "go", {"tons": 1}, paused=True)


def test_a_needed_note_signature_or_number_cannot_be_left_out():
    note = choose(fork(), "note", {})
    must_be_given(note, "Lý do", ())
    with pytest.raises(NotAllowed, match="Ghi ý kiến hoặc lý do"):
        must_be_given(note, "  ", ())
    for need, words in (("signature", "chữ ký số"), ("number", "số văn bản")):
        needing = read({"start": "a", "steps": [step("a", actions=[_needing(need)])]})["a"].actions[0]
        must_be_given(needing, "", {need})
        with pytest.raises(NotAllowed, match=words):
            must_be_given(needing, "", ())


def _needing(need):
    return {"key": "x", "title": "X", "next": "end:x", "needs": [need]}


class Asked:
    agency_label = "Sở Xây dựng"

    def __init__(self, due_at, silence):
        self.due_at, self.silence = due_at, silence


def test_silence_after_the_deadline_is_consent_only_where_the_table_says_so(moment):
    before, after = moment("2026-11-24 08:00"), moment("2026-11-26 08:00")
    due = moment("2026-11-25 17:00")
    must_have_opinions([Asked(due, "consent")], after)
    with pytest.raises(NotAllowed, match="Còn chờ ý kiến của Sở Xây dựng"):
        must_have_opinions([Asked(due, "consent")], before)
    with pytest.raises(NotAllowed, match="chưa trả lời dù đã quá hạn"):
        must_have_opinions([Asked(due, "remind")], after)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (None, {}, True),
        ({"field": "a", "op": "equals", "value": 1}, {"a": 1}, True),
        ({"field": "a", "op": "equals", "value": 1}, {"a": True}, False),
        ({"field": "a", "op": "not_equals", "value": 1}, {}, False),
        ({"field": "a", "op": "not_equals", "value": 1}, {"a": 2}, True),
        ({"field": "a", "op": "in", "value": ["x", "y"]}, {"a": "y"}, True),
        ({"field": "a", "op": "present"}, {"a": ""}, False),
        ({"field": "a", "op": "present"}, {"a": False}, True),
        ({"field": "a", "op": "above", "value": 5}, {"a": 5}, False),
        ({"field": "a", "op": "at_least", "value": 5}, {"a": 5}, True),
        ({"field": "a", "op": "at_most", "value": 5}, {"a": "4"}, False),
        ({"not": {"field": "a", "op": "present"}}, {}, True),
        ({"all": [{"field": "a", "op": "present"}, {"field": "b", "op": "present"}]}, {"a": 1}, False),
        ({"any": [{"field": "a", "op": "present"}, {"field": "b", "op": "present"}]}, {"a": 1}, True),
    ],
)
def test_conditions_are_decided_as_the_province_wrote_them(condition, answers, expected):
    if condition:
        check_condition(condition)
    assert holds(condition, answers) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "road = tinh",
        {},
        {"field": "a"},
        {"field": "a", "op": "in", "value": "x"},
        {"field": "a", "op": "above", "value": "5"},
        {"all": {"field": "a", "op": "present"}},
        {"any": [], "field": "a"},
        {"not": "x"},
    ],
)
def test_a_condition_that_cannot_be_decided_is_refused(condition):
    with pytest.raises(BadCondition):
        check_condition(condition)


def test_a_title_falls_back_to_vietnamese():
    assert in_language({"vi": "Ký", "en": "Sign"}, "en-gb") == "Sign"
    assert in_language({"vi": "Ký"}, "en") == "Ký"
    assert in_language("Ký", "en") == "Ký"
