"""Words of documents and of questions, without a database (quy tắc tìm kiếm).

A vector holds every word folded ("nguyen") and, where it bears accents, once more as written ("~nguyễn"): any
spelling finds it, the right one ranks it first. Of names it holds each two neighbours as well ("+nguyen van"): four in
ten people are called Nguyễn, so that the words of a name meet in fewer rows two by two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from cuulong.lib.identity import IdentityError, parse_phone
from cuulong.lib.vietnamese import accent_fold, fold, nfc

NAME, TITLE, TEXT = "A", "B", "D"
LONGEST_TEXT = 4_000  # characters of running text that are indexed
LONGEST_BODY = 20_000  # of words that are found and never shown
LONGEST_WORD = 60
MOST_POSITIONS = 16_000
MOST_WORDS = 12  # of a question
AS_WRITTEN, SIDE_BY_SIDE = "~", "+"
_WORD = re.compile(r"[^\W_]+[\w\u0300-\u0323]*")
_PLAIN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Word:
    """One word: folded, and as written where that differs (từ)."""

    folded: str
    accented: str = ""


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; "H61.01" gives two."""
    for found in _WORD.finditer(nfc(text)):
        yield from _forms(found[0][:LONGEST_WORD])


@lru_cache(maxsize=8_192)  # Vietnamese is written with some seven thousand syllables
def _forms(written: str) -> tuple[Word, ...]:
    accented = accent_fold(written)
    return tuple(Word(folded, accented if accented != folded else "") for folded in _PLAIN.findall(fold(written)))


def vector(names: str, title: str, text: str, body: str = "") -> str:
    """A PostgreSQL tsvector, as text: names weigh most, then the title, then the text and what is not shown (vectơ từ)."""
    found: dict[str, list[str]] = {}
    position = 0
    parts = ((NAME, names), (TITLE, title), (TEXT, text[:LONGEST_TEXT]), (TEXT, body[:LONGEST_BODY]))
    for weight, part in parts:
        for word in words(part):
            position = min(position + 1, MOST_POSITIONS)
            found.setdefault(word.folded, []).append(f"{position}{weight}")
            if word.accented:
                found.setdefault(AS_WRITTEN + word.accented, []).append(f"{position}{weight}")
    placed = [f"{_quoted(lexeme)}:{','.join(places[:200])}" for lexeme, places in found.items()]
    return " ".join([*placed, *map(_quoted, _neighbours(words(names)))])


def _neighbours(row: Iterable[Word]) -> list[str]:
    return list(dict.fromkeys(f"{SIDE_BY_SIDE}{one.folded} {next_.folded}" for one, next_ in pairwise(row)))


def all_of(asked: Iterable[Word], *, prefix: bool = False) -> str:
    """A tsquery for every word, in any order; `prefix`: the last one may be unfinished."""
    lexemes = [_quoted(word.folded) for word in asked]
    if prefix and lexemes:
        lexemes[-1] += ":*"
    return " & ".join(lexemes)


def in_a_row(asked: Iterable[Word]) -> str:
    """A tsquery for a name with these words in this order; empty for a single word."""
    return " & ".join(map(_quoted, _neighbours(asked)))


def some_of(asked: Iterable[Word]) -> str:
    """A tsquery for at least two of the words; one alone, such as a family name, says too little."""
    return " | ".join(f"({_quoted(one.folded)} & {_quoted(other.folded)})" for one, other in combinations(asked, 2))


def as_written(asked: Iterable[Word]) -> list[str]:
    """One tsquery for each word that was typed with its accents."""
    return [_quoted(AS_WRITTEN + word.accented) for word in asked if word.accented]


def question(text: str) -> list[Word]:
    """The different words of what was typed, at most twelve."""
    return list(dict.fromkeys(words(text)))[:MOST_WORDS]


def key_of(text: str) -> str:
    """A code or telephone number as it is compared: letters and digits only, upper case (mã, số điện thoại)."""
    try:
        return str(parse_phone(text))
    except IdentityError:
        return "".join(_PLAIN.findall(fold(text))).upper()


def may_be_key(text: str) -> bool:
    """Codes and numbers have a digit; names and titles without one need not be looked up as such."""
    return any(character.isdigit() for character in text)


def is_code(text: str) -> bool:
    """One piece of at least six characters with digits: a code or a number, never words."""
    return len(text) >= 6 and len(text.split()) == 1 and sum(character.isdigit() for character in text) >= 4


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
