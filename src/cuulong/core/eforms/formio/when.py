"""When a Form.io component is shown, as a condition of ours (điều kiện của Form.io)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuulong.core.eforms.builder.kinds import kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.formio.components import text
from cuulong.lib.errors import gettext_noop

OPERATORS = {
    "isEqual": "equals", "isNotEqual": "not_equals", "isNotEmpty": "present", "greaterThan": "above",
    "greaterThanOrEqual": "at_least", "lessThanOrEqual": "at_most",
}  # fmt: skip
_CODE = gettext_noop("điều kiện viết bằng mã lệnh không nhập được, câu luôn được hỏi")
_UNKNOWN = gettext_noop("điều kiện nhắc tới phần không nhập được, câu luôn được hỏi")


def condition_of(owners: list[Mapping[str, Any]], keys: Mapping[str, str], sheet: Sheet) -> tuple[Any, list[str]]:
    """(condition, notes) of a component inside its boxes: all of theirs hold."""
    found, notes = [], []
    for one in owners:
        if one.get("customConditional"):
            notes.append(_CODE)
        simple = one.get("conditional")
        if not isinstance(simple, Mapping):
            continue
        if simple.get("json"):
            notes.append(_CODE)
        condition, is_lost = _simple(simple, keys, sheet)
        if condition:
            found.append(condition)
        elif is_lost:
            notes.append(_UNKNOWN)
    return (found[0] if len(found) == 1 else {"all": found} if found else None), notes


def _simple(simple: Mapping[str, Any], keys: Mapping[str, str], sheet: Sheet) -> tuple[Any, bool]:
    """(condition, whether something was lost) of `{show, when, eq}` or `{show, conjunction, conditions}`."""
    rows = simple.get("conditions")
    if isinstance(rows, list) and rows:
        made = [_row(one, keys, sheet) if isinstance(one, Mapping) else None for one in rows]
        if None in made:
            return None, True
        both: Any = made[0] if len(made) == 1 else {"any" if simple.get("conjunction") == "any" else "all": made}
    elif simple.get("when"):
        both = _row({"component": simple["when"], "operator": "isEqual", "value": simple.get("eq")}, keys, sheet)
        if both is None:
            return None, True
    else:
        return None, False
    return (both if simple.get("show") in (True, "true", None, "") else {"not": both}), False


def _row(row: Mapping[str, Any], keys: Mapping[str, str], sheet: Sheet) -> Any:
    key = keys.get(text(row.get("component"), 200), "")
    operator = row.get("operator")
    if not key or not isinstance(operator, str):
        return None
    if operator == "isEmpty":
        return {"not": {"field": key, "op": "present"}}
    if operator in ("lessThan",):
        return {"not": {"field": key, "op": "at_least", "value": _value(row.get("value"), key, sheet)}}
    if operator not in OPERATORS:
        return None
    op, value = OPERATORS[operator], _value(row.get("value"), key, sheet)
    if op == "present":
        return {"field": key, "op": op}
    if op in ("above", "at_least", "at_most") and isinstance(value, str | bool):
        return None
    kind = kind_of(sheet.question(key))
    if kind == "choices" and op in ("equals", "not_equals"):
        includes = {"field": key, "op": "includes", "value": value}
        return includes if op == "equals" else {"not": includes}
    if kind == "yes" and value is False:  # a box that is not ticked is an unanswered one
        return {"not": {"field": key, "op": "equals", "value": op == "equals"}}
    return {"field": key, "op": op, "value": value}


def _value(value: Any, key: str, sheet: Sheet) -> Any:
    """The value to compare with in the type of the question's answers."""
    question = sheet.question(key)
    if question.get("type") == "boolean":
        return value in (True, "true", 1)
    if question.get("type") in ("integer", "number") and isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if question.get("type") in ("integer", "number") else str(value)
    return text(value) if isinstance(value, str) else str(value)
