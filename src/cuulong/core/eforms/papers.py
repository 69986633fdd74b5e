"""Slots for papers that a form adds to those of its procedure (ô nộp giấy tờ)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cuulong.core.eforms.conditions import BadCondition, check_condition, fields_of
from cuulong.lib.errors import InputError, gettext_noop

REQUIRED = ("always", "when", "optional")
COPIES = ("original", "certified_copy", "copy", "electronic")
KNOWN = {"key", "name", "name_en", "hint", "hint_en", "required", "when", "copy_kind"}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


def paper_problems(layout: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[InputError]:
    """What is wrong with the slots, as sentences."""
    papers = layout.get("papers", [])
    if not isinstance(papers, list):
        yield _wrong("papers")
        return
    seen = set()
    for paper in papers:
        key = paper.get("key") if isinstance(paper, Mapping) else None
        if not (isinstance(key, str) and _KEY.fullmatch(key)) or key in seen or not _is_sound(paper):
            yield _wrong(str(key))
            continue
        seen.add(key)
        yield from _when(paper, properties)


def _wrong(key: str) -> InputError:
    return InputError("paper", gettext_noop("Ô nộp giấy tờ “%(key)s” khai chưa đúng hoặc đứng hai lần."), key=key)


def _is_sound(paper: Mapping[str, Any]) -> bool:
    words = [paper.get(word, "") for word in ("name", "name_en", "hint", "hint_en")]
    return (
        set(paper) <= KNOWN
        and all(isinstance(one, str) for one in words)
        and bool(words[0])
        and paper.get("required", "always") in REQUIRED
        and paper.get("copy_kind", "copy") in COPIES
    )


def _when(paper: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[InputError]:
    if not paper.get("when"):
        return
    try:
        check_condition(paper["when"])
    except BadCondition as error:
        yield InputError("paper_when", gettext_noop("Giấy tờ “%(name)s”: %(why)s"), name=paper["name"], why=str(error))
        return
    for key in fields_of(paper["when"]):
        if key not in properties and key != "channel":
            sentence = gettext_noop("Giấy tờ “%(name)s”: điều kiện nhắc tới “%(field)s”, không có câu đó.")
            yield InputError("paper_field", sentence, name=paper["name"], field=key)
