"""What procedures cost, ask and promise, and how a dossier may move; no database (quy tắc)."""

from __future__ import annotations

import tomllib
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cuulong.lib.working_time import Unit
from cuulong.systems.services.catalogue.definition import Definition
from cuulong.systems.services.catalogue.rules import (
    NoRule,
    competent_rule,
    fees,
    limit_rule,
    papers_missing,
    papers_wanted,
    time_limit,
)
from cuulong.systems.services.dossiers import rules
from cuulong.systems.services.dossiers.pages import HOUSE_PAGES
from launcher.layout import ROOT

FOLDER = ROOT / "provinces" / "vinhlong" / "procedures"
RAW = {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(FOLDER.glob("[0-9]*.toml"))}
SAMPLES = tomllib.loads((FOLDER / "samples.toml").read_text(encoding="utf-8"))["samples"]


def definition(code: str) -> Definition:
    return Definition.read(RAW[code])


def sample(key: str) -> dict[str, Any]:
    return next(dict(one["answers"]) for one in SAMPLES if one["key"] == key)


def test_there_are_the_eight_procedures() -> None:
    assert len(RAW) == 8


@pytest.mark.parametrize("code", RAW)
def test_no_page_of_a_form_bears_the_key_of_a_page_of_the_house(code: str) -> None:
    assert {step["key"] for step in RAW[code]["form"]["steps"]}.isdisjoint(HOUSE_PAGES)


@pytest.mark.parametrize("code", RAW)
def test_every_action_of_a_process_stands_for_a_listed_move(code: str) -> None:
    actions = {a["key"] for step in RAW[code]["process"]["steps"] for a in step["actions"]}
    assert actions <= set(rules.ACTION_MOVES)


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one["key"])
def test_every_sample_case_has_a_limit_an_agency_and_a_price(one: dict[str, Any]) -> None:
    known = definition(one["procedure"])
    answers = one["answers"] | {"channel": one["channel"]}
    assert limit_rule(known, answers).label
    assert competent_rule(known, answers).why
    assert all(fee.amount >= 0 for fee in fees(known, answers))


@given(st.integers(min_value=0, max_value=50))
def test_each_copy_of_a_birth_certificate_costs_8_000(copies: int) -> None:
    due = fees(definition("1.001193"), sample("khai-sinh-be-mau") | {"copies": copies}, due="at_filing")
    assert sum(fee.amount for fee in due) == 8000 * copies


def test_a_house_of_a_support_programme_pays_nothing_and_the_reason_is_given() -> None:
    answers = sample("nha-hai-tang")
    (fee,) = fees(definition("1.013225"), answers)
    assert fee.amount == 75_000
    (fee,) = fees(definition("1.013225"), answers | {"supported_house": "co"})
    assert fee.amount == 0
    assert fee.params["reason"] == "Nhà tình nghĩa, nhà tình thương được miễn lệ phí"


@pytest.mark.parametrize(
    ("pages", "copies", "price"), [(1, 1, 2000), (2, 1, 4000), (3, 1, 5000), (4, 3, 18_000), (400, 1, 200_000)]
)
def test_certified_copies_cost_2_000_then_1_000_a_page_and_at_most_200_000(pages: int, copies: int, price: int) -> None:
    due = fees(definition("2.000815"), {"pages": pages, "copies": copies})
    assert sum(fee.amount for fee in due) == price


@given(pages=st.integers(1, 500), copies=st.integers(1, 20))
def test_one_more_page_never_makes_copies_cheaper(pages: int, copies: int) -> None:
    def price(n: int) -> int:
        return sum(fee.amount for fee in fees(definition("2.000815"), {"pages": n, "copies": copies}))

    assert price(pages) <= price(pages + 1)


def test_filing_online_the_answers_are_the_application() -> None:
    known, answers = definition("1.013225"), sample("nha-hai-tang")
    at_home = {p.key for p in papers_wanted(known, answers | {"channel": "online"})}
    at_counter = {p.key for p in papers_wanted(known, answers | {"channel": "counter"})}
    assert at_counter - at_home == {"don-de-nghi"}


def test_seven_floors_need_a_design_review_and_six_do_not() -> None:
    known, answers = definition("1.013225"), sample("nha-hai-tang") | {"channel": "online"}
    assert "bao-cao-tham-tra" not in {p.key for p in papers_wanted(known, answers | {"floors": 6})}
    assert "bao-cao-tham-tra" in {p.key for p in papers_wanted(known, answers | {"floors": 7})}


def test_what_is_missing_is_named_and_optional_papers_never_are() -> None:
    known, answers = definition("1.013225"), sample("nha-hai-tang") | {"channel": "online"}
    missing = papers_missing(known, answers, ["ban-ve"])
    assert [p.key for p in missing] == ["giay-to-dat", "cam-ket-an-toan"]
    assert papers_missing(known, answers, [p.key for p in papers_wanted(known, answers)]) == []


def test_a_building_permit_takes_15_calendar_days() -> None:
    limit = time_limit(limit_rule(definition("1.013225"), sample("nha-hai-tang")), time(15))
    assert (limit.amount, limit.unit) == (15, Unit.CALENDAR_DAYS)


def test_a_case_nobody_foresaw_is_refused_in_words() -> None:
    empty = Definition(raw={}, papers=(), limits=(), fees=(), competent=())
    with pytest.raises(NoRule, match="chưa có thời hạn"):
        limit_rule(empty, {})
    with pytest.raises(NoRule, match="Chưa xác định được cơ quan"):
        competent_rule(empty, {})


def test_an_unknown_way_to_count_a_fee_is_refused_not_guessed() -> None:
    raw = RAW["1.013225"] | {"fees": [{"key": "x", "name": "x", "rule": {"type": "per_moon"}}]}
    with pytest.raises(NoRule):
        fees(Definition.read(raw), {})


@pytest.mark.parametrize("state", sorted(rules.ENDED_STATES - {rules.ISSUED}))
def test_an_ended_dossier_does_not_move_again(state: str) -> None:
    for verb in rules.MOVES:
        with pytest.raises(rules.Refused):
            rules.next_state(verb, state)


def test_a_late_dossier_is_shown_late_while_people_work_on_it_and_not_while_it_stands_still() -> None:
    assert rules.is_late(rules.PROCESSING, 1, 2, None)
    assert not rules.is_late(rules.PROCESSING, 2, 1, None)
    assert not rules.is_late(rules.WITHDRAWN, 1, 2, None)
    assert rules.is_late(rules.ISSUED, 1, 0, 2)
    assert rules.shown_state(rules.PROCESSING, late=True) == "late"
    assert rules.shown_state(rules.PAUSED, late=True) == rules.PAUSED


def test_a_reason_is_more_than_blanks() -> None:
    with pytest.raises(rules.Refused, match="Ghi lý do"):
        rules.must_say_why(" \n ")
    assert rules.must_say_why("  vì mưa ") == "vì mưa"


class DossierMoves(RuleBasedStateMachine):
    """Any verbs in any order: a dossier is only ever where a listed move leads."""

    def __init__(self) -> None:
        super().__init__()
        self.state = rules.DRAFT
        self.trail = [self.state]

    @rule(verb=st.sampled_from(sorted(rules.MOVES)))
    def try_a_verb(self, verb: str) -> None:
        allowed, after = rules.MOVES[verb]
        before = self.state
        try:
            self.state = rules.next_state(verb, before)
        except rules.Refused:
            assert before not in allowed
            return
        assert before in allowed
        assert self.state == (after or before)
        self.trail.append(self.state)

    @invariant()
    def nothing_is_issued_that_was_not_accepted(self) -> None:
        if rules.ISSUED in self.trail:
            assert self.trail.index(rules.ACCEPTED) < self.trail.index(rules.ISSUED)

    @invariant()
    def nothing_leaves_its_end(self) -> None:
        ends = rules.ENDED_STATES - {rules.ISSUED}
        assert not any(state in ends for state in self.trail[:-1])


TestDossierMoves = DossierMoves.TestCase


@pytest.mark.parametrize(
    ("case", "amount", "cuts"),
    [
        ({"channel": "counter"}, 20_000, []),
        ({"channel": "online"}, 10_000, [(10_000, "Nộp trực tuyến giảm một nửa")]),
        (
            {"channel": "online", "poor": "co"},
            5_000,
            [(10_000, "Nộp trực tuyến giảm một nửa"), (5_000, "Hộ cận nghèo")],
        ),
        ({"channel": "online", "free": "co"}, 0, []),
    ],
)
def test_reductions_are_taken_off_one_by_one_and_say_why(
    case: dict[str, str], amount: int, cuts: list[tuple[int, str]]
) -> None:
    raw = RAW["1.013225"] | {
        "fees": [
            {
                "key": "x",
                "name": "Lệ phí",
                "rule": {"type": "flat", "amount": 20_000},
                "exempt": [{"when": {"field": "free", "op": "equals", "value": "co"}, "reason": "Được miễn"}],
                "reduce": [
                    {
                        "when": {"field": "channel", "op": "equals", "value": "online"},
                        "percent": 50,
                        "reason": "Nộp trực tuyến giảm một nửa",
                    },
                    {
                        "when": {"field": "poor", "op": "equals", "value": "co"},
                        "amount": 5_000,
                        "reason": "Hộ cận nghèo",
                    },
                ],
            }
        ]
    }
    (fee,) = fees(Definition.read(raw), case)
    assert (fee.amount, list(fee.cuts)) == (amount, cuts)
