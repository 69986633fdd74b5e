"""How words are read, without a database."""

from __future__ import annotations

import pytest

from cuulong.core.search.highlight import highlighted
from cuulong.core.search.rules import Word, key_of, question, vector, words


def test_a_word_is_known_folded_and_as_written() -> None:
    assert list(words("Nguyễn An")) == [Word("nguyen", next(words("nguyễn")).accented), Word("an")]
    assert next(words("nguyễn")).accented != "nguyen"


def test_both_places_of_the_tone_are_one_spelling() -> None:
    assert next(words("hoà")) == next(words("hòa"))
    assert next(words("thuỷ")) == next(words("thủy"))


def test_decomposed_text_reads_like_composed() -> None:
    assert list(words("Nguyễn")) == list(words("Nguyễn"))


@pytest.mark.parametrize("typed", ["H61.01-261124-0001", "h61.01 261124 0001", " H6101-2611240001 "])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert key_of(typed) == "H61012611240001"


@pytest.mark.parametrize("typed", ["0912345678", "+84 912 345 678", "0912.345.678"])
def test_a_telephone_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert key_of(typed) == "0912345678"


def test_a_question_of_a_hundred_words_is_cut_and_repeats_are_dropped() -> None:
    assert len(question(" ".join(f"chữ{n}" for n in range(100)))) == 12
    assert question("an an an") == [Word("an")]


def test_quotes_and_backslashes_do_not_break_the_vector() -> None:
    assert vector("O'Brien \\ 'x'", "", "") == "'o':1A 'brien':2A 'x':3A '+o brien' '+brien x'"


def test_found_words_are_marked_and_nothing_else_becomes_html() -> None:
    shown = highlighted("Cấp <b>giấy</b> chứng nhận & sổ", question("giay chung"))
    assert shown == "Cấp &lt;b&gt;<mark>giấy</mark>&lt;/b&gt; <mark>chứng</mark> nhận &amp; sổ"
