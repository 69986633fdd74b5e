"""Rows of a process table in words (lời diễn giải bảng quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OPERATORS = {
    "equals": gettext_lazy("bằng"),
    "not_equals": gettext_lazy("khác"),
    "in": gettext_lazy("là một trong"),
    "above": gettext_lazy("lớn hơn"),
    "at_least": gettext_lazy("từ"),
    "at_most": gettext_lazy("đến"),
    "present": gettext_lazy("đã trả lời"),
}


OUTCOME = "outcome"
# What every process asks about, in words; other fields are the form's own and keep their names.
FIELDS = {OUTCOME: gettext_lazy("kết quả")}
OUTCOMES = {"issue": gettext_lazy("cấp"), "refusal": gettext_lazy("từ chối")}


def condition_words(condition: Mapping[str, Any] | None) -> str:
    """ "kết quả bằng cấp và area lớn hơn 500" (điều kiện bằng lời)."""
    if not condition:
        return ""
    for word, link in (("all", _(" và ")), ("any", _(" hoặc "))):
        if word in condition:
            return link.join(_bracketed(one) for one in condition[word])
    if "not" in condition:
        return _("không phải (%(what)s)") % {"what": condition_words(condition["not"])}
    field, value = condition["field"], condition.get("value")
    said = f"{FIELDS.get(field, field)} {OPERATORS[condition['op']]}"
    if condition["op"] == "present":
        return said
    return f"{said} {OUTCOMES[value] if field == OUTCOME and value in OUTCOMES else value_words(value)}"


def _bracketed(condition: Mapping[str, Any]) -> str:
    words = condition_words(condition)
    return f"({words})" if "all" in condition or "any" in condition else words


def value_words(value: Any) -> str:
    """A value as it is typed into the box; several stand between commas."""
    if isinstance(value, list):
        return ", ".join(value_words(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def value_typed(text: str, op: str) -> Any:
    """What was typed into the box of a value."""
    if op == "in":
        return [value_typed(one.strip(), "equals") for one in text.split(",") if one.strip()]
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        return text
