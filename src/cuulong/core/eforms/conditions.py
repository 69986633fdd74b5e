"""Conditions over answers: when a field is asked, a branch is taken, a fee falls due (điều kiện).

The grammar is the province's: ``{field, op, value}`` combined by ``all``, ``any`` and ``not``. `static/eforms/check.js`
holds the same rules for the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cuulong.lib.errors import InputError, gettext_noop

OPERATORS = ("equals", "not_equals", "in", "includes", "above", "at_least", "at_most", "present")

Condition = Mapping[str, Any]


class BadCondition(InputError):
    """A condition nobody can decide (điều kiện viết sai)."""


def _bad(message: str, **params: Any) -> BadCondition:
    return BadCondition("bad_condition", message, **params)


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether `condition` is true of `answers`; no condition always is (điều kiện thỏa mãn).

    A comparison with an unanswered field is false, whatever the operator.
    """
    if not condition:
        return True
    if "all" in condition:
        return all(holds(one, answers) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, answers) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    answer = answers.get(condition["field"])
    if answer in (None, "", []):
        return False
    return _compare(condition["op"], answer, condition.get("value"))


def _compare(op: str, answer: Any, value: Any) -> bool:
    match op:
        case "equals":
            return _same(answer, value)
        case "not_equals":
            return not _same(answer, value)
        case "in":
            return any(_same(answer, one) for one in value)
        case "includes":
            return isinstance(answer, list) and any(_same(one, value) for one in answer)
        case "present":
            return True
    if not (_is_number(answer) and _is_number(value)):
        return False
    above, equal = bool(answer > value), bool(answer == value)
    return above if op == "above" else above or equal if op == "at_least" else not above


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(answer: Any, value: Any) -> bool:
    """Equality as JSON has it: true is not 1."""
    return isinstance(answer, bool) == isinstance(value, bool) and bool(answer == value)


def check_condition(condition: Any) -> None:
    """Refuse what `holds` could not decide. Raises BadCondition."""
    if not isinstance(condition, Mapping):
        raise _bad(gettext_noop("Điều kiện phải là một bảng có field và op."))
    for word in ("all", "any"):
        if word in condition:
            if len(condition) > 1 or not isinstance(condition[word], list):
                raise _bad(gettext_noop("Điều kiện “%(word)s” phải là một danh sách đứng riêng."), word=word)
            for one in condition[word]:
                check_condition(one)
            return
    if "not" in condition:
        check_condition(condition["not"])
        return
    if not isinstance(condition.get("field"), str):
        raise _bad(gettext_noop("Điều kiện chưa nói hỏi trường nào (field)."))
    op = condition.get("op")
    if op not in OPERATORS:
        raise _bad(
            gettext_noop("Điều kiện trên trường “%(field)s” có phép so sánh lạ: “%(op)s”."),
            field=condition["field"],
            op=op,
        )
    value = condition.get("value")
    if op == "in" and not isinstance(value, list):
        raise _bad(
            gettext_noop("Điều kiện trên trường “%(field)s”: phép “in” cần một danh sách."), field=condition["field"]
        )
    if op in ("above", "at_least", "at_most") and not _is_number(value):
        raise _bad(gettext_noop("Điều kiện trên trường “%(field)s” cần so với một số."), field=condition["field"])


def fields_of(condition: Condition | None) -> Iterator[str]:
    """The fields a condition looks at."""
    if not condition:
        return
    for word in ("all", "any"):
        for one in condition.get(word, ()):
            yield from fields_of(one)
    if "not" in condition:
        yield from fields_of(condition["not"])
    if "field" in condition:
        yield condition["field"]
