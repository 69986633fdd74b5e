"""Reading XML of strangers, and its canonical form (đọc XML an toàn)."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml import etree

from cuulong.lib.errors import InputError, gettext_noop

from .names import EXCLUSIVE, INCLUSIVE

MAX_BYTES = 60 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 500_000
MAX_ATTRIBUTES = 100


class HostileXml(InputError):
    """XML that is not read: broken, or made to harm (XML không nhận)."""


def parse_xml(data: bytes) -> Any:
    """The tree of a packet, without entities and bounded (đọc XML). Raises HostileXml with a sentence."""
    if len(data) > MAX_BYTES:
        raise HostileXml(
            "too_large", gettext_noop("Gói tin XML quá lớn: tối đa %(limit)d MB."), limit=MAX_BYTES // 1024 // 1024
        )
    _look_through(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken() from error


def _look_through(data: bytes) -> None:
    """Go through it once without keeping anything, before anything is built."""
    parser = expat.ParserCreate()
    depth = seen = 0

    def refuse(*_args: object) -> None:
        raise HostileXml("dtd", gettext_noop("Gói tin XML có khai báo DOCTYPE hoặc thực thể nên không nhận."))

    def begin(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, seen
        depth, seen = depth + 1, seen + 1
        if depth > MAX_DEPTH or seen > MAX_ELEMENTS or len(attributes) > MAX_ATTRIBUTES:
            raise HostileXml(
                "too_deep", gettext_noop("Gói tin XML lồng quá sâu hoặc quá nhiều phần tử nên không nhận.")
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, HostileXml):
            raise
        raise _broken() from error


def _broken() -> HostileXml:
    return HostileXml("bad_xml", gettext_noop("Gói tin không phải XML đọc được."))


def canonical(node: Any, algorithm: str, prefixes: list[str] | None = None) -> bytes:
    """The canonical form of an element or a whole tree, without comments. Raises ValueError for another algorithm."""
    if algorithm not in (EXCLUSIVE, INCLUSIVE):
        raise ValueError(algorithm)
    written: bytes = etree.tostring(
        node,
        method="c14n",
        exclusive=algorithm == EXCLUSIVE,
        with_comments=False,
        inclusive_ns_prefixes=prefixes or None,
    )
    return written
