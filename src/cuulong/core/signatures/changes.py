"""What an update of a PDF changed on its pages (chỗ đã sửa)."""

from __future__ import annotations

import hashlib
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

# A page's way back up, and what signing itself may add.
NOT_SHOWN = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs"})
MAX_PAGES = 500


def changed_pages(reader: PdfFileReader, revision: int) -> list[int]:
    """The numbers (from 1) of the pages that look different now from how they did at `revision`."""
    before, after = _pages(reader.get_historical_root(revision)), _pages(reader.root)
    longest = max(len(before), len(after))
    return [n + 1 for n in range(longest) if n >= len(before) or n >= len(after) or before[n] != after[n]]


def _pages(root: generic.DictionaryObject) -> list[str]:
    found: list[str] = []

    def walk(node: Any, inherited: dict[str, Any]) -> None:
        inherited = inherited | {k: node[k] for k in ("/Resources", "/MediaBox", "/Rotate") if k in node}
        if "/Kids" in node:
            for kid in node["/Kids"]:
                walk(kid.get_object() if isinstance(kid, generic.IndirectObject) else kid, inherited)
        elif len(found) < MAX_PAGES:
            digest = hashlib.sha256()
            _feed(digest, {**inherited, **{k: node.raw_get(k) for k in node if k not in NOT_SHOWN}}, set())
            found.append(digest.hexdigest())

    try:
        walk(root["/Pages"], {})
    except (PdfError, KeyError, RecursionError, ValueError):
        found.append("unreadable")
    return found


def _feed(digest: Any, value: Any, seen: set[tuple[int, int]]) -> None:
    if isinstance(value, generic.IndirectObject):
        if (value.idnum, value.generation) in seen:
            return
        seen.add((value.idnum, value.generation))
        value = value.get_object()
    if isinstance(value, dict):
        for key in sorted(value):
            if key not in NOT_SHOWN:
                digest.update(str(key).encode())
                _feed(digest, value.raw_get(key) if isinstance(value, generic.DictionaryObject) else value[key], seen)
        if isinstance(value, generic.StreamObject):
            digest.update(value.encoded_data)
    elif isinstance(value, list):
        for n in range(len(value)):
            _feed(digest, value.raw_get(n) if isinstance(value, generic.ArrayObject) else value[n], seen)
    else:
        digest.update(repr(value).encode())
