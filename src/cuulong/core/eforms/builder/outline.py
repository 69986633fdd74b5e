"""The form as the workbench lists it (bố cục bản soạn)."""

from __future__ import annotations

from typing import Any

from cuulong.core.eforms.builder.kinds import GROUPS, TITLES, kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.words import condition_words


def outline(sheet: Sheet) -> list[dict[str, Any]]:
    """Pages with their questions, in order."""
    last = len(sheet.steps) - 1
    return [
        {
            "key": step["key"],
            "n": n + 1,
            "title": step.get("title", ""),
            "when": condition_words(sheet, step.get("page_when")),
            "is_first": n == 0,
            "is_last": n == last,
            "questions": [row_of(sheet, key) for key in step.get("fields", ()) if key in sheet.schema["properties"]],
        }
        for n, step in enumerate(sheet.steps)
    ]


def papers_of(sheet: Sheet) -> list[dict[str, Any]]:
    """The slots for papers, in order."""
    return [
        paper
        | {"when_words": condition_words(sheet, paper.get("when")), "is_required": paper.get("required") == "always"}
        for paper in sheet.papers
    ]


def row_of(sheet: Sheet, path: str) -> dict[str, Any]:
    """What the workbench says of one question."""
    question = sheet.question(path)
    kind, is_child = kind_of(question), "." in path
    return {
        "path": path,
        "title": question.get("title") or path,
        "kind": TITLES[kind],
        "is_required": sheet.is_required(path),
        "required_when": "" if is_child else condition_words(sheet, sheet.required_when(path)),
        "when": "" if is_child else condition_words(sheet, sheet.show_when(path)),
        "formula": question.get("x-compute", ""),
        "prefill": sheet.layout.get("prefill", {}).get(path, ""),
        "items": [row_of(sheet, f"{path}.{key}") for key in sheet.children(path)] if kind in GROUPS else [],
    }
