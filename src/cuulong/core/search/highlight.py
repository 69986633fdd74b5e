"""Marking the words that were looked for, accents or not (tô từ tìm thấy)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cuulong.lib.vietnamese import fold

from .rules import Word

_PIECE = re.compile(r"([^\W_]+)")


def highlighted(text: str, asked: Iterable[Word]) -> SafeString:
    """`text` as HTML with every word that begins like one looked for inside <mark>."""
    wanted = {word.folded for word in asked}
    pieces = (_piece(piece, wanted) for piece in _PIECE.split(text))
    return format_html_join("", "{}{}{}", pieces)


def _piece(piece: str, wanted: Collection[str]) -> tuple[str, str, str]:
    folded = fold(piece)
    if folded and any(folded == word or (len(word) > 2 and folded.startswith(word)) for word in wanted):
        return SafeString("<mark>"), piece, SafeString("</mark>")
    return "", piece, ""
