"""Vietnamese text: one stored form, folding for search, order for lists, words for money."""

import re
import unicodedata

from cuulong.lib.money import too_large

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
# Combining marks: grave, hook above, tilde, acute, dot below, in dictionary order after "no tone".
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}


def nfc(text: str) -> str:
    """Give the stored form of a text: Unicode NFC."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Give a one-line text for storing: NFC, no invisible characters, single blanks."""
    return " ".join(_INVISIBLE.sub("", nfc(text)).split())


def fold(text: str) -> str:
    """Give the form for searching without accents: "Hoà Đức" becomes "hoa duc"."""
    bare = unicodedata.normalize("NFD", text.replace("Đ", "đ").lower())
    kept = "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")
    return kept.replace("đ", "d")


def accent_fold(text: str) -> str:
    """Give the form for searching with accents, where "hòa" equals "hoà": the tone ends its word."""
    bare = unicodedata.normalize("NFD", text.replace("Đ", "đ").lower())
    return re.sub(r"[^\W_][\w\u0300-\u0323]*", _tone_last, bare)


def _tone_last(word: re.Match[str]) -> str:
    tones = "".join(letter for letter in word[0] if letter in _TONES)
    return nfc("".join(letter for letter in word[0] if letter not in _TONES)) + tones


def tokens(text: str) -> list[str]:
    """List the folded words and numbers of a text."""
    return _WORD.findall(fold(text))


def sort_key(text: str) -> str:
    """Give a key that sorts in Vietnamese order under C collation: letters, then tones, then case.

    a ă â b c d đ e ê … y; ngang, huyền, hỏi, ngã, sắc, nặng; lower before upper.
    """
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    for written in nfc(text):
        bare, marks = _split(written)
        if not bare:
            if tones and (extra := [_TONES[mark] for mark in marks if mark in _TONES]):
                tones[-1] = extra[-1]
            continue
        lower = bare.lower()
        letters.append(_RANK.get(lower) or _other(lower))
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), "0"))
        cases.append("0" if bare == lower else "1")
    # The blank between the levels is below every character used inside them.
    return " ".join(("".join(letters), "".join(tones).rstrip("0"), "".join(cases).rstrip("0")))


def _split(written: str) -> tuple[str, str]:
    """Part a character into its Vietnamese letter and its other marks."""
    bare, shape, others = "", "", ""
    for part in unicodedata.normalize("NFD", written):
        if part in _SHAPES:
            shape = part
        elif unicodedata.category(part) == "Mn":
            others += part
        else:
            bare += part
    return nfc(bare + shape), others


def _other(character: str) -> str:
    """Rank what is no Vietnamese letter: blanks, marks, digits, letters, other scripts."""
    if character.isspace():
        return "!"
    if character.isascii() and not character.isalnum():
        return '"' + chr(0x21 + "_-,;:!?./`^~'\"()[]{}@$*\\&#%+<=>|".find(character) % 0x40)
    return character


def name_sort_key(full_name: str) -> str:
    """Give the key of a person's name: given name first, then family and middle names (tên gọi)."""
    *rest, given = clean(full_name).split(" ")
    return f"{sort_key(given)} {sort_key(' '.join(rest))}"


def title_person(text: str) -> str:
    """Write a typed name with capitals: "nguyễn văn an" becomes "Nguyễn Văn An" (họ và tên)."""
    return re.sub(r"[^\W_]+", lambda word: word[0].capitalize(), clean(text))


def initials(full_name: str) -> str:
    """Give the first letters of a name: "Nguyễn Văn An" becomes "NVA"."""
    return "".join(word[0].upper() for word in _WORD.findall(nfc(full_name)))


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")


def number_words(n: int) -> str:
    """Write a whole number below a billion billion in words: 700000 is "bảy trăm nghìn"."""
    if n < 0:
        return "âm " + number_words(-n)
    if n == 0:
        return _DIGITS[0]
    if n >= 10**18:
        raise too_large()
    billions, rest = divmod(n, 10**9)
    words = [number_words(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += [_three_digits(group, full=bool(words)), _GROUPS[power]]
    return " ".join(filter(None, words))


def _three_digits(n: int, *, full: bool) -> str:
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)


def money_words(amount: int) -> str:
    """Write an amount of đồng in words for a receipt: "bảy trăm nghìn đồng" (số tiền bằng chữ)."""
    return number_words(amount) + " đồng"
