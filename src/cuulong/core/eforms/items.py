"""Questions inside the items of a list: each item decides for itself which are asked (câu hỏi trong nhóm lặp).

A condition there looks at its neighbours in the same item first, then at the questions of the form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol

from cuulong.core.eforms.conditions import BadCondition, Condition, check_condition, fields_of, holds
from cuulong.core.eforms.needs import conditions_of_items
from cuulong.lib.errors import InputError, gettext_noop


class Asked(Protocol):
    """A question of a form, or of an item of one of its lists."""

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def show_when(self) -> Condition | None: ...


class Listed(Asked, Protocol):
    """A question that may be a list of items."""

    @property
    def children(self) -> tuple[Asked, ...]: ...


def left_out(fields: Iterable[Listed], answers: Mapping[str, Any]) -> frozenset[str]:
    """``group.n.key`` of each question that its item makes pointless (câu không hỏi trong từng mục)."""
    return frozenset(
        f"{field.path}.{n}.{child.key}"
        for field in fields
        if any(child.show_when for child in field.children) and isinstance(answers.get(field.path), list)
        for n, item in enumerate(answers[field.path])
        if isinstance(item, Mapping)
        for child in field.children
        if not holds(child.show_when, {**answers, **item})
    )


def without(answers: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """The answers less those of the questions in `gone`."""
    found = dict(answers)
    for root in {path.partition(".")[0] for path in gone}:
        found[root] = [
            {key: value for key, value in item.items() if f"{root}.{n}.{key}" not in gone}
            if isinstance(item, Mapping)
            else item
            for n, item in enumerate(found[root])
        ]
    return found


def outer_needs(field: Listed) -> set[str]:
    """The questions of the form that conditions inside its items look at."""
    own = {child.key for child in field.children}
    return {name for child in field.children for name in fields_of(child.show_when)} - own


def item_problems(properties: Mapping[str, Any]) -> Iterator[InputError]:
    """Conditions inside items that nobody can decide, or that name a question there is not (kiểm tra điều kiện)."""
    for path, condition, near in conditions_of_items(properties):
        where = path.replace(".*.", ".")
        try:
            check_condition(condition)
        except BadCondition as error:
            message = gettext_noop("Câu “%(field)s”: %(why)s")
            yield InputError("condition", message, field=where, why=str(error))
            continue
        for name in fields_of(condition):
            if name not in near and name not in properties and name != "channel":
                message = gettext_noop("Câu “%(field)s”: điều kiện nhắc tới “%(name)s”, không có câu đó.")
                yield InputError("condition_field", message, field=where, name=name)
