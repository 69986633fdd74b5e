"""The forms inside a file: one, a project of many, components alone, or a dump of Open Forms (tìm biểu mẫu trong tệp)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cuulong.core.eforms.builder.exchange import BadFile
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

DEEPEST = 5
MOST_FORMS = 200


@dataclass(frozen=True)
class Found:
    """One form of the file; `components` is None where a form should be and is not."""

    title: str
    components: list[Any] | None
    is_wizard: bool = False


def forms_in(data: Any) -> list[Found]:
    """Every form of a file. Raises BadFile when there is none."""
    found = []
    for one in _forms(data, "", 0):
        found.append(one)
        if len(found) > MOST_FORMS:
            raise BadFile("many_forms", gettext_noop("Tệp có quá %(top)d biểu mẫu."), top=MOST_FORMS)
    if not found:
        raise BadFile("no_form", gettext_noop("Tệp không có biểu mẫu nào: không thấy phần components."))
    return found


def _forms(data: Any, name: str, depth: int) -> Iterator[Found]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        yield from _listed(data, name, depth)
    elif isinstance(data, Mapping):
        title = _text(data.get("title")) or _text(data.get("name")) or name
        if "components" in data:
            components = data["components"]
            is_wizard = data.get("display") == "wizard"
            yield Found(title, components if isinstance(components, list) else None, is_wizard)
            return
        if isinstance(data.get("form"), Mapping):
            yield from _forms(data["form"], title, depth + 1)
        for word in ("resources", "forms"):
            several = data.get(word)
            if isinstance(several, Mapping):
                for key, one in several.items():
                    yield from _member(one, str(key), depth)
            elif several is not None:
                yield Found(f"{title} {word}".strip(), None)


def _member(one: Any, name: str, depth: int) -> Iterator[Found]:
    inner = list(_forms(one, name, depth + 1)) if isinstance(one, Mapping) else []
    yield from inner or [Found(name, None)]


def _listed(data: list[Any], name: str, depth: int) -> Iterator[Found]:
    parts = [one for one in data if isinstance(one, Mapping)]
    if parts and all("type" in one and ("key" in one or "components" in one) for one in parts):
        yield Found(name, data)
        return
    for one in parts:
        fields = one.get("fields")
        if isinstance(fields, Mapping) and isinstance(fields.get("configuration"), str | Mapping):
            yield from _forms(_unpacked(fields["configuration"]), _text(fields.get("name")), depth + 1)


def _unpacked(configuration: Any) -> Any:
    if not isinstance(configuration, str):
        return configuration
    try:
        return json.loads(configuration)
    except (ValueError, RecursionError):
        return {"components": None}


def _text(value: Any) -> str:
    return clean(value)[:300] if isinstance(value, str) else ""
