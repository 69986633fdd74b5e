"""What changed between two wordings, box by box (so sánh phiên bản)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ..records.models import Document
from .models import Version
from .rules import CONTENT_NAMES, Words, differences


@dataclass(frozen=True)
class Changed:
    """One box that differs (mục đã sửa)."""

    title: str
    words: list[Words]
    before: str
    after: str


def text_of(value: Any) -> str:
    """A box of a version as plain text."""
    if isinstance(value, list):
        return "\n".join(f"{one['title']}\n{one['text']}" if isinstance(one, dict) else str(one) for one in value)
    return str(value or "")


def changed(before: Version | None, after: Version) -> list[Changed]:
    """The boxes that differ, in the order of the page; everything when there was nothing before."""
    old, new = (before.content if before else {}), after.content
    found = []
    for name, title in CONTENT_NAMES.items():
        a, b = text_of(old.get(name)), text_of(new.get(name))
        if a != b:
            runs = [replace(run, text=run.text.replace(" ¶ ", "\n").replace("¶", "\n")) for run in differences(a, b)]
            found.append(Changed(_(title), runs, a, b))
    return found


def shown_changes(document: Document) -> list[Changed]:
    """What the newest version changed of the one before it, for whoever decides."""
    last = list(document.versions.order_by("-n")[:2])
    return changed(last[1], last[0]) if len(last) == 2 else []
