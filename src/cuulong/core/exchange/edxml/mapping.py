"""Between elements and the fields of records, both ways, as the records' own marks say (ánh xạ phần tử)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from typing import Any, TypeVar

from cuulong.lib.errors import gettext_noop

from .packets import SPACE, Record
from .refusal import Refused
from .tree import Element, tidy

R = TypeVar("R", bound=Record)


def is_ours(element: Element) -> bool:
    """Known names count with the regulation's namespace and without any."""
    return element.space in (SPACE, "")


_kept: dict[Any, tuple[tuple[str, dict[str, Any]], ...]] = {}


def marks(kind: type[Record]) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Field name and mark of every mapped field, in the order in which they are written."""
    if kind not in _kept:
        mapped: list[Field[Any]] = [one for one in fields(kind) if "tag" in one.metadata]
        _kept[kind] = tuple((one.name, dict(one.metadata)) for one in mapped)
    return _kept[kind]


def from_element(kind: type[R], element: Element, where: str, **more: Any) -> R:
    """The record that an element is; `where` is its way from the root. Raises Refused."""
    by_tag = {mark["tag"]: (name, mark) for name, mark in marks(kind) if not mark.get("inside")}
    by_list = {mark["inside"]: (name, mark) for name, mark in marks(kind) if mark.get("inside")}
    found: dict[str, Any] = {}
    extras: list[Element] = []
    for child in element.children:
        here = f"{where}/{child.name}"
        if is_ours(child) and child.name in by_tag:
            name, mark = by_tag[child.name]
            _take(found, name, mark, child, here)
        elif is_ours(child) and child.name in by_list:
            name, mark = by_list[child.name]
            others = [one for one in child.children if not (is_ours(one) and one.name == mark["tag"])]
            for one in child.children:
                if one not in others:
                    _take(found, name, mark, one, f"{here}/{one.name}")
            if others or child.attributes:
                extras.append(Element(child.name, child.space, "", child.attributes, tuple(others)))
        else:
            extras.append(child)
    return kind(**found, extras=tuple(extras), attributes=element.attributes, **more)


def _take(found: dict[str, Any], name: str, mark: dict[str, Any], child: Element, where: str) -> None:
    several = mark["how"] in ("leaves", "records")
    if not several and name in found:
        raise Refused("twice", gettext_noop("Phần tử %(where)s có hai lần trong gói tin."), where=where)
    if mark["how"] in ("leaf", "leaves"):
        if child.children:
            raise Refused(
                "not_text", gettext_noop("Phần tử %(where)s phải là chữ, không chứa phần tử khác."), where=where
            )
        value: Any = child.text
        if several and not value:
            return
    else:
        value = from_element(mark["kind"](), child, where)
    found[name] = (*found.get(name, ()), value) if several else value


def to_elements(record: Record, kind: type[Record] | None = None) -> Iterator[Element]:
    """The children that a record's fields are, then what nobody knows."""
    for name, mark in marks(kind or type(record)):
        value = getattr(record, name)
        several = mark["how"] in ("leaves", "records")
        made = [_element(mark, one) for one in (value if several else [value]) if one not in (None, "")]
        if mark.get("inside") and made:
            yield Element(mark["inside"], SPACE, children=tuple(made))
        else:
            yield from made
    yield from record.extras


def _element(mark: dict[str, Any], value: Any) -> Element:
    if isinstance(value, Record):
        return to_element(mark["tag"], value)
    return Element(mark["tag"], SPACE, tidy(value))


def to_element(tag: str, record: Record, more: Iterable[Element] = ()) -> Element:
    """A record as an element."""
    return Element(tag, SPACE, "", record.attributes, (*to_elements(record), *more))
