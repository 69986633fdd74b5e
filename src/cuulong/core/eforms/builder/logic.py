"""Conditions as JSON Schema and back: a duty that falls due by an answer (điều kiện bắt buộc)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Condition = Mapping[str, Any]
_LIMITS = {"above": "exclusiveMinimum", "at_least": "minimum", "at_most": "maximum"}


def as_schema(condition: Condition) -> dict[str, Any]:
    """The `if` that is true of the same answers as the condition."""
    for ours, theirs in (("all", "allOf"), ("any", "anyOf")):
        if ours in condition:
            return {theirs: [as_schema(one) for one in condition[ours]]}
    if "not" in condition:
        return {"not": as_schema(condition["not"])}
    key, op, value = condition["field"], condition["op"], condition.get("value")
    match op:
        case "equals":
            judged: dict[str, Any] = {"const": value}
        case "not_equals":
            judged = {"not": {"const": value}}
        case "in":
            judged = {"enum": list(value or ())}
        case "includes":
            judged = {"type": "array", "contains": {"const": value}}
        case "present":
            return {"required": [key]}
        case _:
            judged = {"type": "number", _LIMITS[op]: value}
    return {"properties": {key: judged}, "required": [key]}


def as_condition(node: Any) -> Condition | None:
    """The condition an `if` was made from; None for one that says something else."""
    if not isinstance(node, Mapping):
        return None
    for ours, theirs in (("all", "allOf"), ("any", "anyOf")):
        if set(node) == {theirs}:
            inner = [as_condition(one) for one in node[theirs]]
            return None if None in inner else {ours: inner}
    if set(node) == {"not"}:
        one = as_condition(node["not"])
        return one and {"not": one}
    properties, required = node.get("properties", {}), node.get("required", [])
    if not set(node) <= {"properties", "required"} or len(required) != 1 or not set(properties) <= set(required):
        return None
    (key,) = required
    if not properties:
        return {"field": key, "op": "present"}
    return _judged(key, properties[key])


def _judged(key: str, judged: Mapping[str, Any]) -> Condition | None:
    words = {word: judged[word] for word in judged if word != "type"}
    if len(words) != 1:
        return None
    ((word, value),) = words.items()
    named = {"const": "equals", "enum": "in"} | {theirs: ours for ours, theirs in _LIMITS.items()}
    if word in named:
        return {"field": key, "op": named[word], "value": value}
    if word in ("not", "contains") and isinstance(value, Mapping) and set(value) == {"const"}:
        return {"field": key, "op": "not_equals" if word == "not" else "includes", "value": value["const"]}
    return None
