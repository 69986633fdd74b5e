"""The eight procedures: every reference resolves, every sample passes, every case has one answer."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.provinces.province_files import BOTH, ROLES, SHARED, VINH_LONG

EIGHT = {"1.001193", "2.000635", "2.000815", "1.001266", "1.013225", "2.001827", "1.004002", "1.013274"}
OPERATORS = {"equals", "not_equals", "in", "above", "at_least", "at_most", "present"}
WIDGETS = {
    "text",
    "textarea",
    "date",
    "number",
    "money",
    "radio",
    "select",
    "checkbox",
    "id_number",
    "phone",
    "email",
    "commune",
    "tax_code",
}
FORMS = {p["code"]: (p, s) for p, s in VINH_LONG.procedures()}
SAMPLES = VINH_LONG.toml("procedures/samples.toml")["samples"]
each = pytest.mark.parametrize("code", sorted(FORMS))
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s['procedure']}-{s['key']}")


def conditions(node: Any) -> list[dict[str, Any]]:
    """Every simple condition under `when`, `show_when` or inside `all`, `any`, `not`."""
    if isinstance(node, list):
        return [c for item in node for c in conditions(item)]
    if not isinstance(node, dict):
        return []
    if "op" in node:
        return [node]
    return [c for value in node.values() for c in conditions(value)]


def holds(condition: dict[str, Any], answers: dict[str, Any]) -> bool:
    if "all" in condition:
        return all(holds(c, answers) for c in condition["all"])
    if "any" in condition:
        return any(holds(c, answers) for c in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    answer = answers.get(condition["field"])
    if answer is None:
        return False
    value = condition.get("value")
    return {
        "equals": lambda: answer == value,
        "not_equals": lambda: answer != value,
        "in": lambda: answer in value,
        "above": lambda: answer > value,
        "at_least": lambda: answer >= value,
        "at_most": lambda: answer <= value,
        "present": lambda: True,
    }[condition["op"]]()


def first(rows: list[dict[str, Any]], answers: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in rows if "when" not in row or holds(row["when"], answers))


def sample(key: str) -> dict[str, Any]:
    (found,) = [s for s in SAMPLES if s["key"] == key]
    return found["answers"] | {"channel": found["channel"]}


def test_the_eight_procedures_of_a_first_day_are_there():
    assert set(FORMS) == EIGHT


@each
def test_schema_is_valid_2020_12_and_every_field_speaks_both_languages(code):
    schema = FORMS[code][1]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    fields = dict(schema["properties"])
    for field in schema["properties"].values():
        fields |= field.get("items", {}).get("properties", {})
    for name, field in fields.items():
        english = field["x-en"]
        assert field["title"], name
        assert english["title"], name
        assert ("description" in field) == ("description" in english), name
        assert "required" in english["errors"], name
        assert english["errors"].keys() <= field["x-errors"].keys(), name
        assert field["type"] == "array" or field["x-widget"] in WIDGETS, name
        if "enum" in field:
            assert set(field["enum"]) == field["x-enum-titles"].keys() == english["enum_titles"].keys(), name
        for keyword in {"pattern", "minimum", "maximum", "minLength", "maxLength", "format", "enum", "minItems"}:
            assert keyword not in field or keyword in field["x-errors"], (name, keyword)


@each
def test_steps_ask_each_field_once_and_hide_only_what_is_not_always_required(code):
    procedure, schema = FORMS[code]
    asked = [field for step in procedure["form"]["steps"] for field in step["fields"]]
    assert sorted(asked) == sorted(schema["properties"])
    seen: list[str] = []
    for step in procedure["form"]["steps"]:
        for field in step["fields"]:
            seen.append(field)
            condition = step.get("show_when", {}).get(field)
            if condition:
                assert field not in schema["required"], field
                assert all(c["field"] in seen for c in conditions(condition)), field
    repeats = {r["field"] for r in procedure["form"].get("repeats", [])}
    assert repeats == {name for name, f in schema["properties"].items() if f["type"] == "array"}
    assert set(procedure["form"]["prefill"]) <= set(asked)


@each
def test_a_conditional_duty_of_the_schema_is_shown_on_the_screen(code):
    procedure, schema = FORMS[code]
    hidden = {f for step in procedure["form"]["steps"] for f in step.get("show_when", {})}
    for rule in schema.get("allOf", []):
        assert set(rule["then"]["required"]) <= hidden


@each
def test_every_condition_names_a_field_and_a_possible_answer(code):
    procedure, schema = FORMS[code]
    tables = [procedure[k] for k in ("competent", "papers", "time_limits", "fees", "form")]
    parallel = [o for step in procedure["process"]["steps"] for o in step.get("parallel", [])]
    for condition in conditions([*tables, parallel]):
        assert condition["op"] in OPERATORS, condition
        if condition["field"] == "channel":
            continue
        field = schema["properties"][condition["field"]]
        values = condition.get("value", [])
        for value in values if isinstance(values, list) else [values]:
            assert "enum" not in field or value in field["enum"], condition


@each
def test_competence_topics_registers_and_rooms_exist(code):
    procedure, schema = FORMS[code]
    topics = {t["key"] for t in VINH_LONG.toml("topics.toml")["topics"]}
    rooms = {r["key"] for r in VINH_LONG.toml("rooms.toml")["rooms"]}
    today = {slug for slug, row in VINH_LONG.agencies.items() if not row["valid_to"]}
    assert procedure["topics"]
    assert set(procedure["topics"]) <= topics
    for row in procedure["competent"]:
        assert row["level"] in procedure["levels"]
        if row["level"] == "province":
            assert {row["agency"], row["division"]} <= today
        else:
            assert row["room"] in rooms
            assert "area_field" not in row or schema["properties"][row["area_field"]]["x-widget"] == "commune"
    assert "when" not in procedure["competent"][-1]
    assert "when" not in procedure["time_limits"][-1]
    registers = {r["key"] for r in procedure.get("registers", [])}
    assert {p["replaced_by"] for p in procedure["papers"] if "replaced_by" in p} <= registers


@each
def test_fees_know_their_amount_and_their_moment(code):
    procedure, schema = FORMS[code]
    for fee in procedure["fees"]:
        rule = fee["rule"]
        assert fee["due"] in {"at_filing", "at_intake", "at_result"}
        assert rule["type"] in {"free", "flat", "per_unit", "per_page"}
        for key in ("quantity_field", "pages_field", "copies_field"):
            assert key not in rule or schema["properties"][rule[key]]["type"] == "integer"


@each
def test_the_process_runs_from_intake_to_an_end_and_no_step_is_out_of_reach(code):
    process = FORMS[code][0]["process"]
    steps = {step["key"]: step for step in process["steps"]}
    today = {slug for slug, row in VINH_LONG.agencies.items() if not row["valid_to"]}
    reached, ends, open_steps = set(), set(), [process["start"]]
    while open_steps:
        key = open_steps.pop()
        if key.startswith("end:"):
            ends.add(key)
        elif key not in reached:
            reached.add(key)
            open_steps += [action["next"] for action in steps[key]["actions"]]
    assert reached == set(steps)
    assert ends == {"end:issued", "end:refused", "end:declined"}
    for step in steps.values():
        assert step["role"] in ROLES
        assert step["scope"] in {"intake", "competent"}
        assert len({action["key"] for action in step["actions"]}) == len(step["actions"])
        for opinion in step.get("parallel", []):
            assert opinion["agency"] == "ask" or opinion["agency"].removeprefix("named:") in today
            assert opinion["silence"] in {"consent", "remind"}
            assert opinion["hours"] <= step["hours"] or not opinion["required"]


@each
def test_no_way_to_the_counter_avoids_the_signature_and_the_seal(code):
    steps = {step["key"]: step for step in FORMS[code][0]["process"]["steps"]}
    into = {
        target: {key for key, step in steps.items() for a in step["actions"] if a["next"] == target and key != target}
        for target in ("number", "return")
    }
    assert into == {"number": {"sign"}, "return": {"number"}}
    needs = {a["key"]: set(a.get("needs", [])) for step in steps.values() for a in step["actions"]}
    assert "signature" in needs["sign"]
    assert {"number", "signature"} <= needs["number_and_seal"]


@each_sample
def test_sample_answers_pass_the_schema_and_leave_out_what_is_hidden(sample):
    procedure, schema = FORMS[sample["procedure"]]
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(sample["answers"])] == []
    for step in procedure["form"]["steps"]:
        for field, condition in step.get("show_when", {}).items():
            assert holds(condition, sample["answers"]) or field not in sample["answers"], field


@each_sample
def test_sample_hands_in_every_required_paper_that_no_register_replaces(sample):
    procedure = FORMS[sample["procedure"]][0]
    answers = sample["answers"] | {"channel": sample["channel"]}
    papers = {paper["key"]: paper for paper in procedure["papers"]}
    assert set(sample["papers"]) <= set(papers)
    needed = {
        key
        for key, paper in papers.items()
        if "replaced_by" not in paper
        and (paper["required"] == "always" or (paper["required"] == "when" and holds(paper["when"], answers)))
    }
    assert needed <= set(sample["papers"])
    channel = {"counter": "counter", "online": "online", "post": "post"}[sample["channel"]]
    assert procedure["channels"][channel]
    assert sample["account"] in {row["account"] for row in VINH_LONG.table("demo_citizens")}


def test_every_procedure_has_a_sample():
    assert {s["procedure"] for s in SAMPLES} == EIGHT


def test_a_missing_answer_is_refused_in_the_words_of_the_field():
    schema = FORMS["1.001193"][1]
    answers = sample("khai-sinh-be-mau")
    del answers["channel"], answers["father_name"]
    (error,) = Draft202012Validator(schema).iter_errors(answers)
    assert error.validator == "required"
    assert "father_name" in error.message
    assert schema["properties"]["father_name"]["x-errors"]["required"] == "Nhập họ và tên cha"


def test_a_small_boat_goes_to_the_commune_and_a_cargo_ship_to_the_department():
    rows = FORMS["1.004002"][0]["competent"]
    assert first(rows, sample("ghe-nho"))["level"] == "commune"
    assert first(rows, sample("tau-hang"))["agency"] == "so-xay-dung"
    assert first(rows, sample("ghe-nho") | {"passengers": 13})["agency"] == "so-xay-dung"
    assert first(rows, sample("ghe-nho") | {"vessel_class": "vr-sb"})["agency"] == "so-xay-dung"
    rowed = sample("ghe-nho") | {"has_engine": "khong", "engine_power": None}
    assert first(rows, rowed | {"deadweight": 15})["level"] == "commune"
    assert first(rows, rowed | {"deadweight": 15.5})["agency"] == "so-xay-dung"


def test_a_funeral_waits_one_day_and_a_wedding_five_working_days():
    rows = FORMS["1.013274"][0]["time_limits"]
    limits = [(r["amount"], r["unit"]) for r in (first(rows, sample("dam-tang")), first(rows, sample("dam-cuoi")))]
    assert limits == [(1, "calendar_day"), (5, "working_day")]


def test_the_tax_office_has_two_working_days_and_its_silence_is_consent():
    steps = FORMS["1.001266"][0]["process"]["steps"]
    (opinion,) = [o for step in steps for o in step.get("parallel", [])]
    assert (opinion["agency"], opinion["hours"], opinion["silence"]) == ("named:thue-tinh", 16, "consent")


def test_fees_of_the_first_day():
    rules = {code: [f["rule"] for f in FORMS[code][0]["fees"]] for code in FORMS}
    assert rules["2.000635"] == [{"type": "per_unit", "amount": 8000, "quantity_field": "copies"}]
    assert rules["2.001827"] == [{"type": "flat", "amount": 700000}]
    assert rules["1.004002"] == [{"type": "flat", "amount": 70000}]
    assert rules["1.001193"][0] == rules["1.001266"][0] == {"type": "free"}
    assert rules["2.000815"][0]["cap_per_copy"] == 200000
    assert FORMS["2.000635"][0]["fees"][0]["due"] == "at_filing"
    assert FORMS["2.001827"][0]["fees"][0]["due"] == FORMS["1.004002"][0]["fees"][0]["due"] == "at_intake"
    assert FORMS["1.013225"][0]["fees"][0]["due"] == "at_result"


def test_a_house_of_a_support_programme_pays_no_charge():
    (fee,) = FORMS["1.013225"][0]["fees"]
    assert not any(holds(case["when"], sample("nha-hai-tang")) for case in fee["exempt"])
    supported = sample("nha-hai-tang") | {"supported_house": "co"}
    assert any(holds(case["when"], supported) for case in fee["exempt"])


def test_what_is_only_remembered_is_marked():
    assert FORMS["2.000815"][0]["fees"][0]["certainty"] == "remembered"
    assert FORMS["1.013225"][0]["certainty"] == "remembered"


def test_the_invented_province_reuses_two_procedures_that_need_no_agency_of_the_demo():
    for procedure, _schema in BOTH[1].procedures():
        assert all(row["level"] == "commune" for row in procedure["competent"])
        opinions = [o["agency"] for step in procedure["process"]["steps"] for o in step.get("parallel", [])]
        assert set(opinions) <= {"ask"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_decisions_and_legal_bases_marked_as_read_stand_in_the_national_catalogue():
    path = SHARED / "03_procedures" / "tthc_full_dev.jsonl"
    full = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = {entry["ma_thu_tuc"]: entry for entry in full if entry["ma_thu_tuc"] in EIGHT}
    assert set(found) == EIGHT - {"2.000815", "1.013225"}
    for code, entry in found.items():
        procedure = FORMS[code][0]
        assert procedure["decision"] == entry["so_quyet_dinh"]
        listed = {basis["so_ky_hieu"] for basis in entry["can_cu_phap_ly"]}
        ours = {basis["number"] for basis in procedure["legal_basis"] if basis["certainty"] == "read"}
        # two numbers are broken at the source: "7/2025/NQ-CP" for 66.7, "2076/2025/QH15" for 76/2025
        assert ours - listed <= {"66.7/2025/NQ-CP", "76/2025/QH15"}
