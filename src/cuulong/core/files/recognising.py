"""The words of a stored paper, read by machine: an aid to search, never evidence (nhận dạng chữ trong bản quét).

A page of a PDF that has words of its own is not looked at as a picture. Bounded in pages, pixels and seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from django.conf import settings
from PIL import Image, ImageOps

from cuulong.lib.vietnamese import nfc

from . import rules
from .models import StoredFile
from .store import read

READABLE = frozenset({rules.PDF, rules.JPEG, rules.PNG})
LANGUAGE = "vie"
MOST_PAGES = 20
PAGE_SECONDS = 60
FILE_SECONDS = 240
MOST_SIDE = 4_000  # pixels
MOST_CHARACTERS = 100_000
DOTS = 200  # an inch, as papers are scanned (NĐ 30/2020, Phụ lục VI)
OWN_WORDS = 20  # letters from which a page of a PDF is taken to have its words
_INVISIBLE = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f]+")


class Unavailable(RuntimeError):
    """The program that reads pictures is not installed here, or has no Vietnamese."""


class Unreadable(ValueError):
    """The paper cannot be read by machine."""


@dataclass(frozen=True)
class Recognised:
    """What was read; `whole`: no page was left out for want of time or because there are too many (kết quả nhận dạng)."""

    text: str
    pages: int
    whole: bool
    engine: str


def available() -> bool:
    """Whether scans are read on this machine (có bộ nhận dạng chữ)."""
    try:
        return bool(_engine())
    except Unavailable:
        return False


def recognise(stored: StoredFile, *, seconds: float = FILE_SECONDS, most_pages: int = MOST_PAGES) -> Recognised:
    """The words of a paper, page by page. Raises Unavailable, Unreadable (nhận dạng chữ)."""
    if stored.media_type not in READABLE:
        raise Unreadable(stored.media_type)
    ends = time.monotonic() + seconds
    texts: list[str] = []
    engine, whole = "pdf", True
    for page in _pages(stored):
        left = ends - time.monotonic()
        if len(texts) >= most_pages or left <= 0:
            whole = False
            break
        if isinstance(page, str):
            texts.append(page)
            continue
        engine = _engine()
        try:
            texts.append(_read_picture(page, min(left, PAGE_SECONDS)))
        except subprocess.TimeoutExpired:
            texts.append("")
            whole = False
    text = "\n\n".join(_tidy(one) for one in texts).strip()
    return Recognised(text[:MOST_CHARACTERS], len(texts), whole and len(text) <= MOST_CHARACTERS, engine)


def _pages(stored: StoredFile) -> Iterator[str | Image.Image]:
    """Each page: its own words, or a picture to be read."""
    data = read(stored)
    if stored.media_type != rules.PDF:
        with Image.open(BytesIO(data)) as image:
            yield _small(ImageOps.exif_transpose(image))
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error
    with document:
        for page in document:
            words = page.get_textpage().get_text_range()
            if sum(letter.isalpha() for letter in words) >= OWN_WORDS:
                yield words
                continue
            longest = max(page.get_size()) / 72
            yield _small(page.render(scale=min(DOTS, MOST_SIDE / max(longest, 0.1)) / 72, grayscale=True).to_pil())


def _small(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    grey.thumbnail((MOST_SIDE, MOST_SIDE))
    return grey


def _read_picture(image: Image.Image, seconds: float) -> str:
    data = BytesIO()
    image.save(data, format="PNG", compress_level=1, dpi=(DOTS, DOTS))
    # One thread and a low priority: people on the screens come first.
    env = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    words = [*_nice(), settings.TESSERACT, "stdin", "stdout", "-l", LANGUAGE]
    done = subprocess.run(words, input=data.getvalue(), capture_output=True, timeout=seconds, env=env)
    if done.returncode != 0:
        raise Unreadable(done.stderr.decode(errors="replace")[-300:])
    return done.stdout.decode(errors="replace")


def _nice() -> list[str]:
    return [nice, "-n", "15"] if (nice := shutil.which("nice")) else []


_ENGINES: dict[str, str] = {}


def _engine() -> str:
    """The name and version of the program. Raises Unavailable."""
    program = settings.TESSERACT
    if not program or shutil.which(program) is None:
        raise Unavailable(program)
    if program not in _ENGINES:
        known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30)
        if LANGUAGE not in known.stdout.split():
            raise Unavailable(f"{program}: {LANGUAGE}")
        version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30)
        _ENGINES[program] = " ".join((version.stdout or version.stderr).split()[:2])[:50]
    return _ENGINES[program]


def _tidy(text: str) -> str:
    lines = (_INVISIBLE.sub(" ", line).strip() for line in nfc(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
