"""What stands on a page, letter by letter, as a reader program finds it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Letter:
    page: int
    char: str
    size: float
    font: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def look(self) -> tuple[float, str]:
        return self.size, self.font.rpartition("-")[2]


@dataclass(frozen=True)
class Run:
    """Letters that follow each other in one size and face; millimetres from the upper left."""

    page: int
    text: str
    size: float
    face: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def letters(pdf: bytes) -> list[Letter]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number, page in enumerate(document):
        height = page.get_height()
        text = page.get_textpage()
        for n in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text.raw, n))
            if pdfium.FPDFText_IsGenerated(text.raw, n) and not char.isspace():
                continue
            left, bottom, right, top = text.get_charbox(n)
            size = round(pdfium.FPDFText_GetFontSize(text.raw, n), 1)
            found.append(
                Letter(
                    number,
                    char,
                    size,
                    _font(text.raw, n),
                    left / MM,
                    (height - top) / MM,
                    right / MM,
                    (height - bottom) / MM,
                )
            )
        text.close()
        page.close()
    document.close()
    return found


def _font(page: object, n: int) -> str:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(page, n, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFText_GetFontInfo(page, n, buffer, length, flags)
    return buffer.value.decode()


def runs(pdf: bytes) -> list[Run]:
    """Lines, cut again where size or face change."""
    found = []
    for _line, group in groupby(_lined(letters(pdf)), key=lambda pair: pair[0]):
        for (size, face), part in groupby([one for _n, one in group], key=lambda one: one.look):
            found.append(_run(list(part), size, face))
    return found


def _lined(all_letters: Iterable[Letter]) -> Iterable[tuple[tuple[int, int], Letter]]:
    line, last = 0, None
    for one in all_letters:
        if one.char in "\r\n":
            line += 1
        elif one.font:
            last = one
            yield (one.page, line), one
        elif last:
            # A blank that the reader program makes up belongs to what stands before it.
            yield (one.page, line), replace(last, char=" ")


def _run(part: list[Letter], size: float, face: str) -> Run:
    seen = [one for one in part if not one.char.isspace()] or part
    return Run(
        part[0].page,
        "".join(one.char for one in part).strip(),
        size,
        face,
        min(one.left for one in seen),
        min(one.top for one in seen),
        max(one.right for one in seen),
        max(one.bottom for one in seen),
    )


def plain(pdf: bytes) -> str:
    """All words of a file with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    words = []
    for page in document:
        text = page.get_textpage()
        words.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return " ".join(" ".join(words).replace("\u200b", "").split())


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(" ".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return found


def find(all_runs: list[Run], start: str) -> Run:
    """The first run that begins with these words."""
    return next(run for run in all_runs if run.text.startswith(start))
