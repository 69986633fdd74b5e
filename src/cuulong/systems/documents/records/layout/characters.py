"""What the fonts of a page can write; PDF/A forbids the empty box that others would become (ký tự in được)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from cuulong.lib.vietnamese import clean

# Puts nothing on the page, lets a line end.
BREAK = "\u200b"
STAND_IN = "?"
# Where Tinos is not installed, typst's own Libertinus writes these.
_LATIN = frozenset([*range(0x20, 0x7F), *range(0xA1, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)])
_PUNCTUATION = frozenset(map(ord, "–—‘’“”…•€"))
_NEVER = frozenset([0xAD, *range(0x2028, 0x2030), 0xFEFF, 0xFFFD])


@cache
def _written() -> frozenset[int]:
    """Code points that upright, bold and italic all have."""
    folder = Path(settings.NODE_MODULES) / "@expo-google-fonts" / "tinos"
    faces = sorted(folder.glob("*/*.ttf")) if folder.is_dir() else []
    if not faces:
        return _LATIN | _PUNCTUATION
    return frozenset.intersection(*(frozenset(TTFont(face, lazy=True).getBestCmap()) for face in faces)) - _NEVER


def missing(text: str) -> str:
    """The characters of a text that no letter can be printed with, each once; for a warning to who writes (ký tự không in được)."""
    return "".join(dict.fromkeys(letter for letter in clean(text) if not _fits(letter)))


def plain(text: str, longest: int = 45) -> str:
    """One line as it can be printed: what is missing becomes "?", words beyond `longest` may be broken anywhere (chữ in được)."""
    kept = "".join(letter if _fits(letter) else STAND_IN for letter in clean(text))
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _breakable(word[0], longest), kept)


def _fits(letter: str) -> bool:
    """Capitals are made of any text, so they must be there too."""
    return all(ord(each) in _written() for each in letter + letter.upper())


def _breakable(word: str, longest: int) -> str:
    step = max(4, longest // 4)
    return BREAK.join(word[start : start + step] for start in range(0, len(word), step))
