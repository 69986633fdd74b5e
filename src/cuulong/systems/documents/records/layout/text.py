"""The text of a document cut into paragraphs of the decree's styles (nội dung văn bản; NĐ 30/2020, Phụ lục I, mục II.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .characters import plain


class Style(StrEnum):
    """How a paragraph is set (kiểu đoạn)."""

    DIVISION = "division"
    """"Chương I", "Mục 2": a line of its own in the middle, its title in capitals below."""
    HEADING = "heading"
    """"I. KẾT QUẢ": bold capitals."""
    BOLD = "bold"
    """A clause or article that is a title."""
    ARTICLE = "article"
    """"Điều 1." bold, what follows upright."""
    PLAIN = "plain"


@dataclass(frozen=True)
class Paragraph:
    """`head` is set apart from `text` where the style says so (đoạn)."""

    style: Style
    text: str
    head: str = ""

    def to_json(self) -> dict[str, str]:
        return {"style": self.style.value, "head": plain(self.head), "text": plain(self.text)}


_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_DIVISION = re.compile(rf"((?:Phần|Chương)\s+(?:{_ROMAN}|\d{{1,2}})|(?:Mục|Tiểu mục)\s+\d{{1,3}})(?:[.:]\s*|\s+|$)(.*)")
_ARTICLE = re.compile(r"(Điều\s+\d{1,4}[a-zđ]?\.)\s*(.*)")
_HEADING = re.compile(rf"{_ROMAN}\.\s+(\S.*)")
_CLAUSE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.\s+(\S.*)")
_POINT = re.compile(r"[a-zđ]\)\s+\S|[-–+•]\s*\S")
_LONGEST_TITLE = 160
_LONGEST_HEADING = 250

# The level of a line: what a title stands above must be lower (a greater number).
_LEVELS = ((_DIVISION, 0), (_HEADING, 1), (_ARTICLE, 2), (_CLAUSE, 3), (_POINT, 4))
_TEXT_LEVEL = 5


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text, one a line, blank ones left out (các đoạn)."""
    return [line for line in (part.strip() for part in text.splitlines()) if line]


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs with their styles; the words are never interpreted as anything else (chia đoạn)."""
    return list(_styled(lines_of(text)))


def _styled(lines: list[str]) -> Iterator[Paragraph]:
    n = 0
    while n < len(lines):
        line, following = lines[n], lines[n + 1] if n + 1 < len(lines) else ""
        n += 1
        if divided := _division(line):
            title = divided[1]
            if not title and following and _level(following) == _TEXT_LEVEL and _is_title(following):
                title, n = following, n + 1
            yield Paragraph(Style.DIVISION, title, divided[0])
        elif found := _ARTICLE.fullmatch(line):
            titled = _is_title(found[2]) and _level(following) > _level(line) and bool(following)
            yield Paragraph(Style.BOLD, line) if titled else Paragraph(Style.ARTICLE, found[2], found[1])
        elif _HEADING.fullmatch(line) and len(line) <= _LONGEST_HEADING and _is_title(line, _LONGEST_HEADING):
            yield Paragraph(Style.HEADING, line)
        elif _CLAUSE.fullmatch(line) and following and _level(following) > _level(line) and _is_title(line):
            yield Paragraph(Style.BOLD, line)
        else:
            yield Paragraph(Style.PLAIN, line)


def _division(line: str) -> tuple[str, str] | None:
    """ "Chương II Tổ chức" is one; "Mục 2 của kế hoạch này được sửa như sau:" is a sentence."""
    found = _DIVISION.fullmatch(line)
    if found is None or (found[2] and (not _is_title(found[2]) or found[2][0].islower())):
        return None
    return found[1], found[2]


def _level(line: str) -> int:
    return next((level for pattern, level in _LEVELS if pattern.match(line)), _TEXT_LEVEL)


def _is_title(line: str, longest: int = _LONGEST_TITLE) -> bool:
    return bool(line) and len(line) <= longest and line[-1] not in ".;:,!?…/"


def listed(items: Iterable[str], *, dash: str = "", last: str = ".") -> list[str]:
    """Items of an enumeration: each ends with ";", the last with "." (liệt kê)."""
    bare = [found for item in items if (found := item.strip().lstrip("-–").strip().rstrip(".;,").rstrip())]
    return [f"{dash}{item}{';' if n < len(bare) else last}" for n, item in enumerate(bare, 1)]


def ended(line: str) -> str:
    """The last paragraph of a document: it ends with "./." (dấu kết thúc văn bản)."""
    bare = line.rstrip()
    if not bare or bare.endswith(("./.", ":", "?", "!", "…")):
        return bare
    return f"{bare.rstrip('.;,/').rstrip()}./."
