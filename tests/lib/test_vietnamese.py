"""Vietnamese text: search, order, words for money."""

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.lib import vietnamese as vi
from cuulong.lib.money import MoneyError

ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]


def test_text_is_stored_composed_and_trimmed() -> None:
    decomposed = unicodedata.normalize("NFD", "  Xã\u00a0 Chánh\u200b Hội ")
    assert vi.clean(decomposed) == "Xã Chánh Hội"


@pytest.mark.parametrize("text", ["Giấy chứng nhận", "GIẤY CHỨNG NHẬN", "giay chung nhan"])
def test_search_ignores_case_and_accents(text: str) -> None:
    assert vi.fold(text) == "giay chung nhan"


def test_search_ignores_the_bar_of_d() -> None:
    assert vi.fold("Đường Đồng Khởi") == "duong dong khoi"


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("Thủy", "thuỷ"), ("khỏe", "khoẻ")])
def test_both_places_of_the_tone_are_the_same_word_even_with_accents(one: str, other: str) -> None:
    assert vi.accent_fold(one) == vi.accent_fold(other)


def test_other_accents_stay_other_words() -> None:
    words = ["hoa", "hoà", "hoá", "hỏa", "hóa chất", "dào", "đào"]
    assert len({vi.accent_fold(word) for word in words}) == len(words)


def test_words_are_cut_at_everything_else() -> None:
    assert vi.tokens("Số 12/QĐ-UBND, ngày 5") == ["so", "12", "qd", "ubnd", "ngay", "5"]


def test_letters_sort_in_the_order_of_the_alphabet() -> None:
    shuffled = random.Random(1).sample(ALPHABET, len(ALPHABET))
    assert sorted(shuffled, key=vi.sort_key) == ALPHABET


def test_tones_sort_ngang_huyen_hoi_nga_sac_nang() -> None:
    assert sorted("ạáãảàa", key=vi.sort_key) == list("aàảãáạ")


def test_letters_count_before_tones_and_tones_before_case() -> None:
    ordered = ["an", "An", "àn", "ano", "ăn", "bá", "bạ", "bả lả", "bà lạ"]
    assert vi.sort_key("ân") > vi.sort_key("ẳng")
    assert sorted(ordered[:5], key=vi.sort_key) == ["an", "An", "àn", "ano", "ăn"]
    assert vi.sort_key("bà lạ") < vi.sort_key("bả lả")


def test_digits_come_before_letters_and_blanks_before_digits() -> None:
    assert sorted(["xa", "x1", "x a"], key=vi.sort_key) == ["x a", "x1", "xa"]


@given(st.text())
def test_the_same_text_in_any_unicode_form_has_the_same_keys(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    for key in (vi.sort_key, vi.fold, vi.nfc):
        assert key(decomposed) == key(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aăâeêoôơuưyđdbà ảãáạĐÂ", max_size=8), st.text(alphabet="aăâđdbàáĐÂ ", max_size=8))
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    assert (vi.sort_key(one) == vi.sort_key(other)) == (vi.nfc(one) == vi.nfc(other))


def test_people_are_listed_by_given_name() -> None:
    people = ["Trần Văn Ấn", "Lê Thị Anh", "Nguyễn Văn An", "Đỗ Văn An", "Lê Bình", "Dương Ân"]
    assert sorted(people, key=vi.name_sort_key) == [
        "Đỗ Văn An",
        "Nguyễn Văn An",
        "Lê Thị Anh",
        "Dương Ân",
        "Trần Văn Ấn",
        "Lê Bình",
    ]


def first_letter(name: str) -> str:
    """The first letter without its tone: "Ấ" gives "â"."""
    toneless = (
        mark for mark in unicodedata.normalize("NFD", name[0].lower()) if mark not in "\u0300\u0309\u0303\u0301\u0323"
    )
    return vi.nfc("".join(toneless))


def test_real_names_keep_the_order_of_their_first_letters(people_data: Path) -> None:
    names = (people_data / "collation_input.txt").read_text("utf-8").split("\n")
    ranked = sorted(filter(None, names), key=lambda name: vi.sort_key(name).encode())
    rank = "aăâbcdđeêghiklmnoôơpqrstuưvxy".index
    firsts = [rank(first_letter(name)) for name in ranked]
    assert len(ranked) > 800
    assert firsts == sorted(firsts)


def test_a_typed_name_gets_its_capitals() -> None:
    assert vi.title_person("  nguyễn  văn ĐỨC ") == "Nguyễn Văn Đức"


def test_initials_keep_vietnamese_letters() -> None:
    assert vi.initials("Đỗ Văn An") == "ĐVA"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"),
        (8_000, "tám nghìn đồng"),
        (70_000, "bảy mươi nghìn đồng"),
        (700_000, "bảy trăm nghìn đồng"),
        (15, "mười lăm đồng"),
        (21, "hai mươi mốt đồng"),
        (101, "một trăm linh một đồng"),
        (111, "một trăm mười một đồng"),
        (1_005, "một nghìn không trăm linh năm đồng"),
        (1_000_005, "một triệu không trăm linh năm đồng"),
        (2_778_261, "hai triệu bảy trăm bảy mươi tám nghìn hai trăm sáu mươi mốt đồng"),
        (1_000_000_000, "một tỷ đồng"),
        (1_500_000_000_000, "một nghìn năm trăm tỷ đồng"),
        (-5_000, "âm năm nghìn đồng"),
    ],
)
def test_amounts_on_receipts_are_written_in_words(amount: int, words: str) -> None:
    assert vi.money_words(amount) == words


def test_an_absurd_amount_has_no_words() -> None:
    with pytest.raises(MoneyError):
        vi.number_words(10**18)
