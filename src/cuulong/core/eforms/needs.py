"""What an answer needs of others: the order of computing, and circles (phụ thuộc giữa các câu hỏi)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol, TypeVar

from cuulong.core.eforms.conditions import fields_of
from cuulong.core.eforms.formulas import fields_in


class Computed(Protocol):
    """A question that may have a formula."""

    @property
    def path(self) -> str: ...

    @property
    def formula(self) -> list[Any] | None: ...


C = TypeVar("C", bound=Computed)


def in_order(fields: Sequence[C]) -> tuple[C, ...]:
    """The computed questions, each after those its formula looks at."""
    by_path = {field.path: field for field in fields}
    graph = {path: {one for one in looked_at(path, field.formula) if one in by_path} for path, field in by_path.items()}
    return tuple(by_path[path] for path in TopologicalSorter(graph).static_order())


def looked_at(path: str, formula: list[Any] | None) -> Iterator[str]:
    """The paths that a formula looks at; in an item it looks at its neighbours."""
    group, star, _key = path.partition(".*.")
    for name in fields_in(formula) if formula else ():
        if star:
            yield f"{group}.*.{name}"
        else:
            yield name.replace(".", ".*.")


def circle(needs: Mapping[str, set[str]]) -> list[str]:
    """One circle among "question → questions it depends on", first and last the same; empty when there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        found: list[str] = list(reversed(error.args[1]))
        return found
    return []


def conditions_in(step: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """(condition of the whole page, conditions by question) of a step.

    `page_when` is of the page; `show_when` is a table by question, or, in short, the page's own condition.
    """
    page, show_when = step.get("page_when"), step.get("show_when") or {}
    if "op" in show_when or not show_when.keys().isdisjoint({"all", "any", "not"}):
        return page or show_when, {}
    return page, dict(show_when)


def needs_of(layout: Mapping[str, Any], formulas: Mapping[str, list[Any]]) -> dict[str, set[str]]:
    """Which questions each question depends on, by condition or by formula."""
    needs: dict[str, set[str]] = {}
    for step in layout["steps"]:
        whole, own = conditions_in(step)
        for key in step["fields"]:
            needs.setdefault(key, set()).update(fields_of(whole), fields_of(own.get(key)))
    for path, tree in formulas.items():
        group, _star, _child = path.partition(".*.")
        found = needs.setdefault(path, set())
        found.update(looked_at(path, tree))
        if group != path:  # a group is computed when its items are
            needs.setdefault(group, set()).add(path)
        elif any(".*." in one for one in found):
            found.update(one.partition(".*.")[0] for one in list(found))
    return needs
