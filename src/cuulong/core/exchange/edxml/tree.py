"""XML into a tree of plain elements: no document type, no entity, bounded in every direction (đọc cây XML).

Python's own expat is asked piece by piece, so that a file too large, too deep or with a document type is left at the first
byte that shows it, and every refusal can name its line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from cuulong.lib.errors import gettext_noop

from .refusal import MIB, Limits, Refused

PIECE = 256 * 1024
# Elements whose text is an attachment; it is bounded by the packet itself.
CONTENT = "ContentTransferEncoded"


@dataclass(frozen=True)
class Element:
    """One element: namespace and name, text without surrounding blanks, children in their order (phần tử XML)."""

    name: str
    space: str = ""
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()  # ("name" or "namespace name", value)
    children: tuple[Element, ...] = ()


@dataclass
class _Open:
    """An element whose end has not come yet."""

    name: str
    space: str
    attributes: tuple[tuple[str, str], ...]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    children: list[Element] = field(default_factory=list)

    def closed(self) -> Element:
        text = tidy("".join(self.pieces))
        return Element(self.name, self.space, text, self.attributes, tuple(self.children))


def tidy(text: str) -> str:
    """Text as it is kept: NFC, no blanks around."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def parse(source: bytes | IO[bytes], limits: Limits) -> Element:
    """The root element. Raises Refused."""
    return _Builder(limits).build(_pieces(source, limits))


def _pieces(source: bytes | IO[bytes], limits: Limits) -> Iterator[bytes]:
    """The bytes piece by piece; raises before more than the limit is in memory."""
    if isinstance(source, bytes):
        if len(source) > limits.packet:
            raise _too_big(limits)
        yield source
        return
    seen = 0
    while piece := source.read(PIECE):
        seen += len(piece)
        if seen > limits.packet:
            raise _too_big(limits)
        yield piece


def _too_big(limits: Limits) -> Refused:
    return Refused(
        "too_big",
        gettext_noop("Gói tin lớn hơn %(most)s MB nên không nhận. Bên gửi tách bớt tệp đính kèm."),
        most=limits.packet // MIB,
    )


class _Builder:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.open: list[_Open] = []
        self.root: Element | None = None
        self.count = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def build(self, pieces: Iterator[bytes]) -> Element:
        head = b""
        try:
            for piece in pieces:
                if not head:
                    head = piece[:1024]
                    _check_head(head)
                self.parser.Parse(piece, False)
            if not head:
                raise Refused("empty", gettext_noop("Gói tin rỗng."))
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused(
                "not_xml",
                gettext_noop("Gói tin không phải XML đúng chuẩn: dòng %(line)s, cột %(column)s (%(reason)s)."),
                line=error.lineno,
                column=error.offset + 1,
                reason=expat.errors.messages.get(error.code, str(error.code)),
            ) from None
        except (LookupError, ValueError) as error:  # an encoding that Python or expat does not know
            if isinstance(error, Refused):
                raise
            raise Refused("not_xml", gettext_noop("Gói tin khai bảng mã chữ lạ, không đọc được.")) from None
        assert self.root is not None
        return self.root

    def _doctype(self, *_: object) -> None:
        raise Refused(
            "doctype",
            gettext_noop(
                "Gói tin có khai báo DOCTYPE hoặc ENTITY ở dòng %(line)s. Vì an toàn, gói như vậy không được đọc."
            ),
            line=self.parser.CurrentLineNumber,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= self.limits.depth:
            raise Refused(
                "too_deep",
                gettext_noop("Gói tin lồng nhau quá %(most)s tầng, ở dòng %(line)s."),
                most=self.limits.depth,
                line=self.parser.CurrentLineNumber,
            )
        if self.count > self.limits.elements or len(attributes) > self.limits.attributes:
            raise Refused(
                "too_many",
                gettext_noop("Gói tin có quá nhiều phần tử hoặc thuộc tính, ở dòng %(line)s."),
                line=self.parser.CurrentLineNumber,
            )
        space, _, local = name.rpartition(" ")
        self.open.append(_Open(local, space, tuple(sorted(attributes.items()))))

    def _text(self, text: str) -> None:
        here = self.open[-1]
        here.length += len(text)
        if here.length > self.limits.text and here.name != CONTENT:
            raise Refused(
                "too_big",
                gettext_noop("Phần tử %(name)s dài quá %(most)s ký tự, ở dòng %(line)s."),
                name=here.name[:60],
                most=self.limits.text,
                line=self.parser.CurrentLineNumber,
            )
        here.pieces.append(text)

    def _end(self, name: str) -> None:
        closed = self.open.pop().closed()
        if self.open:
            self.open[-1].children.append(closed)
        else:
            self.root = closed


def _check_head(head: bytes) -> None:
    """Bytes before the declaration make expat speak of an invalid token, which helps nobody."""
    at = head.find(b"<?xml")
    if at > 0 and head[:at] != b"\xef\xbb\xbf":
        raise Refused(
            "not_xml",
            gettext_noop("Gói tin có %(count)s byte lạ đứng trước khai báo XML nên không phải XML đúng chuẩn."),
            count=at,
        )
