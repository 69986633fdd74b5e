"""The QR code of an identity card, typed by a scanner; every card here is invented (mã QR căn cước)."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.lib.identity import IdentityError, Sex
from cuulong.lib.identity_card import looks_like_card, parse_card

CARD = "086195000002|331000002|Trần Thị Làm Thử|02031995|Nữ|Ấp Thử, xã Thử, tỉnh Vĩnh Long|15062021"


def test_a_card_is_read() -> None:
    card = parse_card(CARD)
    assert (card.number, card.old_number, card.full_name) == ("086195000002", "331000002", "Trần Thị Làm Thử")
    assert (card.born, card.sex, card.issued) == (date(1995, 3, 2), Sex.FEMALE, date(2021, 6, 15))
    assert card.address == "Ấp Thử, xã Thử, tỉnh Vĩnh Long"


def test_no_old_number_and_more_fields_at_the_end_are_borne() -> None:
    card = parse_card("086195000002||Trần Thị Làm Thử|02031995|Nữ|Ấp Thử|15062021|||\n")
    assert (card.old_number, card.issued) == ("", date(2021, 6, 15))


@pytest.mark.parametrize(
    "text",
    [
        "086195000002",
        "086195000002||Trần Thị Làm Thử",
        CARD.replace("02031995", "31021995"),
        CARD.replace("Nữ", "X"),
        CARD.replace("Trần Thị Làm Thử", ""),
        CARD.replace("Nữ", "Nam"),
        CARD.replace("02031995", "02031996"),
        CARD.replace("086195000002", "999195000002"),
    ],
)
def test_what_cannot_be_a_card_is_refused(text: str) -> None:
    with pytest.raises(IdentityError):
        parse_card(text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(IdentityError):
        parse_card(text)


def test_a_typed_number_is_not_taken_for_a_card() -> None:
    assert looks_like_card(CARD)
    assert not looks_like_card("086195000002")
