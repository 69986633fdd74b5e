"""Conditions and kinds as an officer reads them (diễn giải bằng lời)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.eforms.builder.sheet import Sheet

OPERATORS = {
    "equals": gettext_lazy("là"),
    "not_equals": gettext_lazy("không phải là"),
    "in": gettext_lazy("là một trong"),
    "includes": gettext_lazy("có chọn"),
    "above": gettext_lazy("lớn hơn"),
    "at_least": gettext_lazy("từ (trở lên)"),
    "at_most": gettext_lazy("đến (trở xuống)"),
    "present": gettext_lazy("đã được trả lời"),
}
CHANNELS = {
    "online": gettext_lazy("trực tuyến"),
    "counter": gettext_lazy("tại quầy"),
    "post": gettext_lazy("bưu chính"),
}


def title_of(sheet: Sheet, key: str) -> str:
    """The question's words, or its key when there is no such question."""
    if key == "channel":
        return _("Cách nộp")
    question = sheet.schema["properties"].get(key)
    return str(question.get("title") or key) if isinstance(question, Mapping) else key


def options_of(sheet: Sheet, key: str) -> dict[Any, str]:
    """Value → words of a closed question."""
    if key == "channel":
        return {value: str(words) for value, words in CHANNELS.items()}
    question = sheet.schema["properties"].get(key) or {}
    if question.get("type") == "boolean":
        return {True: _("Có"), False: _("Không")}
    values = question.get("enum") or (question.get("items") or {}).get("enum") or ()
    titles = question.get("x-enum-titles", {})
    return {value: str(titles.get(str(value), value)) for value in values}


def condition_words(sheet: Sheet, condition: Any) -> str:
    """ "“Số tầng” lớn hơn 2 và “Là chủ nhà” là “Không”" (điều kiện bằng lời)."""
    if not condition:
        return ""
    if "all" in condition:
        return _(" và ").join(condition_words(sheet, one) for one in condition["all"])
    if "any" in condition:
        return _(" hoặc ").join(condition_words(sheet, one) for one in condition["any"])
    if "not" in condition:
        return _("không phải (%(inner)s)") % {"inner": condition_words(sheet, condition["not"])}
    key, op = condition["field"], condition["op"]
    question = f"“{title_of(sheet, key)}”"
    if op == "present":
        return f"{question} {OPERATORS[op]}"
    return f"{question} {OPERATORS[op]} {value_words(sheet, key, condition.get('value'))}"


def value_words(sheet: Sheet, key: str, value: Any) -> str:
    """The value a condition compares with."""
    if isinstance(value, list):
        return ", ".join(value_words(sheet, key, one) for one in value)
    options = {str(one): words for one, words in options_of(sheet, key).items()}
    return f"“{options[str(value)]}”" if str(value) in options else str(value)
