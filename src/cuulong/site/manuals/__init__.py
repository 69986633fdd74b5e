"""Manuals for each kind of user, kept beside the program so that they say what it does (hướng dẫn sử dụng)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).parent
SLUGS = ("nguoi-dan", "mot-cua", "chuyen-vien", "kiem-soat-thu-tuc")


@dataclass(frozen=True)
class Manual:
    """One manual; its links name routes, so that one to a page that is gone fails a test (một bản hướng dẫn)."""

    slug: str
    title: str
    lead: str
    tokens: tuple[Token, ...]

    @property
    def html(self) -> str:
        """The text below title and lead; tokens come from our own files, raw HTML is not taken."""
        return str(_parser().renderer.render([_addressed(token) for token in self.tokens], _parser().options, {}))

    def routes(self) -> Iterator[str]:
        """The names of the routes it links to."""
        for token in self.tokens:
            for child in token.children or ():
                if child.type == "link_open":
                    yield str(child.attrs["href"])

    def labels(self) -> Iterator[str]:
        """The words of screens it quotes, in bold."""
        for token in self.tokens:
            bold = False
            for child in token.children or ():
                if child.type in ("strong_open", "strong_close"):
                    bold = child.type == "strong_open"
                elif bold and child.type == "text":
                    yield child.content


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _addressed(token: Token) -> Token:
    """The token with names of routes turned into addresses."""
    if not token.children:
        return token
    children = [
        child.copy(attrs=child.attrs | {"href": reverse(str(child.attrs["href"]))})
        if child.type == "link_open"
        else child
        for child in token.children
    ]
    return token.copy(children=children)


@cache
def manuals() -> dict[str, Manual]:
    """Every manual by its slug, in the order of a dossier's way (các bản hướng dẫn)."""
    return {slug: _read(FOLDER / f"{slug}.md") for slug in SLUGS}


def _read(path: Path) -> Manual:
    """Of a file: its first heading is the title, its first paragraph the lead."""
    tokens = _parser().parse(path.read_text("utf-8"))
    title, lead = tokens[1].content, tokens[4].content
    return Manual(path.stem, title, lead, tuple(tokens[6:]))
