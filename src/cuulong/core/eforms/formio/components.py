"""What each kind of Form.io component becomes here, or why it cannot (bảng chuyển đổi thành phần)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cuulong.core.eforms.builder.kinds import fresh
from cuulong.core.eforms.patterns import BadPattern, portable
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

Json = Mapping[str, Any]

# Boxes that only hold others.
LAYOUT = {"panel", "well", "fieldset", "columns", "tabs", "table", "container", "dynamicWizard"}
GROUPS = {"datagrid", "editgrid", "dataGrid", "editGrid"}
WORDS_ONLY = {"htmlelement", "content"}
CANNOT = {
    "password": gettext_noop("mật khẩu không được hỏi trong biểu mẫu"),
    "signature": gettext_noop("chữ ký vẽ tay không có giá trị; ký số ở bước riêng"),
    "file": gettext_noop("tệp nộp ở bước Giấy tờ kèm theo, khai trong thành phần hồ sơ"),
    "map": gettext_noop("chưa có ô chọn điểm trên bản đồ"),
    "hidden": gettext_noop("ô ẩn, người dân không trả lời"),
    "resource": gettext_noop("lấy dữ liệu từ máy chủ Form.io"),
    "datasource": gettext_noop("lấy dữ liệu từ máy chủ khác"),
    "datatable": gettext_noop("bảng lấy dữ liệu từ máy chủ Form.io"),
    "form": gettext_noop("biểu mẫu lồng trong biểu mẫu"),
    "tagpad": gettext_noop("chưa có ô ghi chú trên ảnh"),
    "partners": gettext_noop("dữ liệu riêng của Hà Lan (người cùng hộ)"),
    "children": gettext_noop("dữ liệu riêng của Hà Lan (con)"),
    "customerProfile": gettext_noop("dữ liệu riêng của Open Forms (hồ sơ khách)"),
    "addressNL": gettext_noop("địa chỉ theo mã bưu chính Hà Lan"),
    "unknown": gettext_noop("thành phần do nơi khác tự chế"),
}
PLAIN = {
    "textfield": "text", "textarea": "textarea", "number": "number", "currency": "number", "email": "email",
    "phoneNumber": "phone", "checkbox": "yes", "radio": "choice", "select": "choice", "selectboxes": "choices",
    "date": "date", "datetime": "date", "day": "date", "time": "text", "address": "text", "iban": "text",
    "bsn": "text", "postcode": "text", "licenseplate": "text", "url": "text", "tags": "text",
}  # fmt: skip
CHANGED = {
    "currency": gettext_noop("nhập thành số có đơn vị"),
    "phoneNumber": gettext_noop("kiểm theo cách viết số điện thoại Việt Nam"),
    "datetime": gettext_noop("chỉ giữ ngày, không giữ giờ"),
    "time": gettext_noop("nhập thành chữ theo mẫu giờ:phút"),
    "address": gettext_noop("nhập thành một dòng chữ"),
    "iban": gettext_noop("nhập thành chữ, không kiểm số của nước ngoài"),
    "bsn": gettext_noop("nhập thành chữ, không kiểm số của nước ngoài"),
    "postcode": gettext_noop("nhập thành chữ, không kiểm số của nước ngoài"),
    "licenseplate": gettext_noop("nhập thành chữ, không kiểm số của nước ngoài"),
    "url": gettext_noop("nhập thành chữ"),
    "tags": gettext_noop("nhập thành chữ"),
}


def text(value: Any, longest: int = 300) -> str:
    """Plain words of a value that may hold HTML or nothing."""
    return clean(re.sub(r"<[^<>]*>", " ", value[:20_000]))[:longest] if isinstance(value, str) else ""


def label_of(component: Json) -> str:
    return (
        text(component.get("label"))
        or text(component.get("legend"))
        or text(component.get("title"))
        or text(component.get("key"))
    )


def question_of(component: Json, notes: list[str]) -> dict[str, Any] | None:
    """The question a component becomes; None, with a note why, when it cannot."""
    kind = PLAIN[component["type"]]
    options = options_of(component)
    if kind == "choice" and component.get("multiple") is True:
        kind = "choices"
    question = fresh(kind, label_of(component))
    if kind in ("choice", "choices"):
        if not options:
            notes.append(gettext_noop("các lựa chọn lấy từ nguồn ngoài tệp"))
            return None
        (question["items"] if kind == "choices" else question)["enum"] = list(options)
        question["x-enum-titles"] = options
    elif component.get("multiple") is True:
        notes.append(gettext_noop("chỉ nhận một câu trả lời thay vì nhiều"))
    if component["type"] in CHANGED:
        notes.append(CHANGED[component["type"]])
    if component["type"] == "time":
        question["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    if component["type"] == "currency":
        question["x-unit"] = text(component.get("currency"), 20) or "đồng"
    if hint := text(component.get("description")) or text(component.get("tooltip")):
        question["description"] = hint
    _limits(component, kind, question, notes)
    return question


def options_of(component: Json) -> dict[str, str]:
    """Value → words of a closed question; empty when they do not stand in the file."""
    values = component.get("values")
    data = component.get("data")
    if not isinstance(values, list) and isinstance(data, Mapping):
        values = data.get("values")
    found = {}
    for one in values[:500] if isinstance(values, list) else ():
        if isinstance(one, Mapping) and text(str(one.get("value", ""))):
            value = text(str(one["value"]))
            found[value] = text(one.get("label")) or value
    return found


def _limits(component: Json, kind: str, question: dict[str, Any], notes: list[str]) -> None:
    rules = component.get("validate")
    if not isinstance(rules, Mapping):
        return
    if kind in ("text", "textarea"):
        for word in ("minLength", "maxLength"):
            if (number := _number(rules.get(word))) is not None and 0 <= number <= 100_000:
                question[word] = int(number)
        if question.get("minLength", 0) > question["maxLength"]:
            question["maxLength"] = question["minLength"]
        if pattern := rules.get("pattern"):
            _pattern(str(pattern), question, notes)
    if kind == "number":
        for theirs, ours in (("min", "minimum"), ("max", "maximum")):
            if (number := _number(rules.get(theirs))) is not None:
                question[ours] = int(number) if number.is_integer() else number
        if rules.get("integer") is True or component.get("decimalLimit") == 0:
            question["type"] = "integer"
    if rules.get("custom") or rules.get("json"):
        notes.append(gettext_noop("quy tắc kiểm tra viết bằng mã lệnh không nhập được"))
    if isinstance(component.get("errors"), Mapping):
        own = {word: text(said) for word, said in component["errors"].items() if word in ERRORS and text(said)}
        question["x-errors"] = {ERRORS[word]: said for word, said in own.items()}
    elif said := text(rules.get("customMessage")):
        broken = {"required", *({*question} & {"minLength", "maxLength", "minimum", "maximum", "pattern", "enum"})}
        question["x-errors"] = dict.fromkeys(sorted(broken), said)


ERRORS = {
    "required": "required", "minLength": "minLength", "maxLength": "maxLength", "min": "minimum", "max": "maximum",
    "pattern": "pattern", "invalid_date": "format",
}  # fmt: skip


def _pattern(pattern: str, question: dict[str, Any], notes: list[str]) -> None:
    whole = f"^(?:{pattern})$"
    try:
        portable(whole)
    except BadPattern:
        notes.append(gettext_noop("khuôn cách viết không dùng được ở đây"))
    else:
        question["pattern"] = whole


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None
