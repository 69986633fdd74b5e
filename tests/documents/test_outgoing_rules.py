"""Who signs how, who may send to whom, what a form wants: without a database (quy tắc văn bản đi)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.systems.documents.outgoing.rules import (
    End,
    Post,
    SendRule,
    Signing,
    capacity_of,
    deciding,
    delivery_after,
    differences,
    form_checks,
    is_turn,
    must_all_have_signed,
    must_be_ready,
    must_be_sendable,
    recall_of,
)
from cuulong.systems.documents.records.rules import Refused

COMMITTEE = "Ủy ban nhân dân"
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("post", "alone", "lines", "position"),
    [
        # The head of a collective body, and the same in a matter of their own.
        (Post(position="Chủ tịch", body=COMMITTEE), False, ("TM. Ủy ban nhân dân",), "Chủ tịch"),
        (Post(position="Chủ tịch", body=COMMITTEE), True, (), "Chủ tịch"),
        # A deputy signs in the head's place, by their own right or by a lent one.
        (Post(position="Phó Chủ tịch", body=COMMITTEE), False, ("TM. Ủy ban nhân dân", "KT. Chủ tịch"), "Phó Chủ tịch"),
        (Post(position="Phó Chủ tịch", body=COMMITTEE, lent=True), True, ("KT. Chủ tịch",), "Phó Chủ tịch"),
        # A body of one leader.
        (Post(position="Giám đốc"), False, (), "Giám đốc"),
        (Post(position="Phó Giám đốc"), False, ("KT. Giám đốc",), "Phó Giám đốc"),
        (Post(position="Quyền Giám đốc"), False, (), "Q. Giám đốc"),
        # By order, and by authority.
        (Post(position="Chánh Văn phòng", head="Chủ tịch", inner=True), False, ("TL. Chủ tịch",), "Chánh Văn phòng"),
        (Post(position="Trưởng phòng", head="Chủ tịch", inner=True, lent=True), False, ("TUQ. Chủ tịch",), "Trưởng phòng"),
        (Post(position="Ủy viên", body=COMMITTEE, head="Chủ tịch", lent=True), False,
         ("TM. Ủy ban nhân dân", "TUQ. Chủ tịch"), "Ủy viên"),
    ],
)  # fmt: skip
def test_the_capacity_is_printed_as_the_post_and_the_authorisation_say(
    post: Post, alone: bool, lines: tuple[str, ...], position: str
) -> None:
    said = capacity_of(post, alone=alone)
    assert (said.lines, said.position) == (lines, position)


WARD, HALL, OTHER = End("commune", 1, "phường"), End("province", 2, "tỉnh"), End("commune", 3, "xã khác")


def test_the_most_particular_rule_of_the_day_decides() -> None:
    everybody = SendRule(allowed=False, valid_from=date(2020, 1, 1))
    by_kind = SendRule(from_kind="commune", to_kind="province", valid_from=date(2020, 1, 1))
    by_name = SendRule(from_agency=1, allowed=False, valid_from=date(2020, 1, 1))
    table = [everybody, by_kind, by_name]
    assert deciding(table, OTHER, HALL, DAY) is by_kind
    assert deciding(table, WARD, HALL, DAY) is by_name
    assert deciding(table, OTHER, WARD, DAY) is everybody
    assert deciding([], WARD, HALL, DAY) is None


def test_rules_hold_from_their_day_to_the_day_before_their_end_and_the_newest_of_equals_wins() -> None:
    old = SendRule(to_kind="province", allowed=False, valid_from=date(2026, 1, 1), valid_to=DAY)
    new = SendRule(to_kind="province", valid_from=date(2026, 2, 1))
    assert deciding([old, new], WARD, HALL, date(2026, 1, 31)) is old
    assert deciding([old, new], WARD, HALL, date(2026, 11, 29)) is new
    assert deciding([old], WARD, HALL, DAY) is None
    twin = SendRule(to_kind="province", allowed=False, valid_from=date(2026, 2, 1))
    assert deciding([new, twin], WARD, HALL, DAY) is twin


def test_the_receiver_that_may_not_be_sent_to_is_named_with_the_reason() -> None:
    closed = SendRule(to_agency=3, allowed=False, reason="đã giải thể")
    must_be_sendable([closed], WARD, [HALL], DAY)
    with pytest.raises(Refused, match="xã khác: đã giải thể"):
        must_be_sendable([closed], WARD, [HALL, OTHER], DAY)


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6))
def test_the_signer_waits_for_every_co_signer_and_each_for_those_before(lines: list[tuple[int, bool]]) -> None:
    table = [Signing(order, signed) for order, signed in lines]
    for one in table:
        assert is_turn(one.order, table) == all(other.signed for other in table if other.order < one.order)
    if all(one.signed for one in table):
        must_all_have_signed(table)
    else:
        with pytest.raises(Refused):
            must_all_have_signed(table)


def test_a_form_wants_what_the_decree_wants_of_its_kind() -> None:
    common = {"subject": "x", "uploaded": False, "signer": True, "sent_to": 1}
    letter = form_checks({"text": "a", "places": ["b"]}, named=False, articles=False, **common)  # type: ignore[arg-type]
    assert [one.code for one in letter if not one.good] == ["greeting"]
    decision = form_checks({"text": "a"}, named=True, articles=True, **common)  # type: ignore[arg-type]
    assert [one.code for one in decision if not one.good] == ["bases", "articles", "places"]
    must_be_ready(decision)
    empty = form_checks({}, named=True, articles=False, **common)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Có nội dung"):
        must_be_ready(empty)


def test_statuses_move_a_recipient_on_and_never_back_and_unknown_ones_change_nothing() -> None:
    assert delivery_after("waiting", "01") == "arrived"
    assert delivery_after("received", "01") == "received"
    assert delivery_after("arrived", "02") == "refused"
    assert delivery_after("sent", "07") == "sent"
    assert delivery_after("recalling", "15") == "recalled"
    assert delivery_after("recalling", "16") == "received"
    assert delivery_after("recalled", "06") == "recalled"


def test_a_recall_asks_back_only_what_was_sent() -> None:
    asked = {
        "waiting": "recalled",
        "failed": "recalled",
        "sent": "recalling",
        "done": "recalling",
        "refused": "refused",
    }
    assert {before: recall_of(before) for before in asked} == asked


@given(
    st.lists(st.sampled_from(["an", "bình", "cường", "dũng"]), max_size=8),
    st.lists(st.sampled_from(["an", "bình", "em"]), max_size=8),
)
def test_the_difference_of_two_wordings_gives_both_of_them_back(before: list[str], after: list[str]) -> None:
    runs = differences(" ".join(before), " ".join(after))
    assert " ".join(one.text for one in runs if one.how != "new").split() == before
    assert " ".join(one.text for one in runs if one.how != "gone").split() == after
