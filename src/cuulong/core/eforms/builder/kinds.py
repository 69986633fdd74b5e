"""The kinds of questions an officer may put into a form, and what a fresh one starts as (loại câu hỏi)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

TITLES = {
    "text": _("Chữ ngắn"),
    "textarea": _("Đoạn văn"),
    "integer": _("Số nguyên"),
    "number": _("Số có phần lẻ"),
    "money": _("Số tiền"),
    "date": _("Ngày"),
    "choice": _("Chọn một"),
    "choices": _("Chọn nhiều"),
    "yes": _("Ô đánh dấu"),
    "commune": _("Xã, phường"),
    "id_number": _("Số định danh cá nhân"),
    "tax_code": _("Mã số thuế"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "computed": _("Số tự tính"),
    "group": _("Nhóm lặp"),
    "table": _("Bảng nhiều dòng"),
}
NUMBERS = ("integer", "number", "money")
GROUPS = ("group", "table")
IN_GROUP = tuple(kind for kind in TITLES if kind not in (*GROUPS, "choices"))

_FRESH: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "textarea": {"type": "string", "minLength": 1, "maxLength": 2000, "x-widget": "textarea"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "money": {"type": "integer", "minimum": 0, "x-widget": "money", "x-unit": "đồng"},
    "date": {"type": "string", "format": "date"},
    "choice": {"type": "string", "enum": ["1", "2"], "x-enum-titles": {"1": "Có", "2": "Không"}},
    "choices": {
        "type": "array",
        "items": {"type": "string", "enum": ["1", "2"]},
        "x-enum-titles": {"1": "Mục thứ nhất", "2": "Mục thứ hai"},
    },
    "yes": {"type": "boolean"},
    "commune": {"type": "string", "x-widget": "commune"},
    "id_number": {"type": "string", "pattern": "^\\d{12}$", "x-widget": "id_number"},
    "tax_code": {"type": "string", "maxLength": 20, "x-widget": "tax_code"},
    "phone": {"type": "string", "maxLength": 20, "x-widget": "phone"},
    "email": {"type": "string", "maxLength": 200, "pattern": "^[^@\\s]+@[^@\\s]+$", "x-widget": "email"},
    "computed": {"type": "number", "x-compute": "0"},
    "group": {"type": "array", "maxItems": 10, "items": {"type": "object", "properties": {}}},
    "table": {"type": "array", "maxItems": 20, "x-widget": "table", "items": {"type": "object", "properties": {}}},
}


def fresh(kind: str, title: str) -> dict[str, Any]:
    """A new question of a kind. Raises KeyError for a kind that there is not."""
    return {"title": title} | deepcopy(_FRESH[kind])


def kind_of(schema: Mapping[str, Any]) -> str:
    """Which kind an existing question is."""
    if "x-compute" in schema:
        return "computed"
    json_type, widget = schema.get("type"), schema.get("x-widget")
    items = schema.get("items")
    if json_type == "array" and isinstance(items, Mapping):
        if items.get("type") == "object":
            return "table" if widget == "table" else "group"
        return "choices"
    if json_type == "boolean":
        return "yes"
    if "enum" in schema:
        return "choice"
    if schema.get("format") == "date" or widget == "date":
        return "date"
    if widget in TITLES and widget not in ("number", "table"):
        return str(widget)
    return str(json_type) if json_type in NUMBERS else "text"
