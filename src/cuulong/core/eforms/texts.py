"""The sentences a form answers with, by question and keyword (lời nhắc lỗi)."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from cuulong.core.eforms.form import Field, Form
from cuulong.core.eforms.rules import ORDER

_IDENTITIES = ("id_number", "phone", "tax_code", "commune")


def sentences(form: Form, language: str) -> dict[str, dict[str, str]]:
    """Question path (``*`` for items) → keyword → sentence; the form's own words first, then ours."""
    with translation.override(language):
        return {field.path: _of(field, language) for field in form.all_fields()}


def _of(field: Field, language: str) -> dict[str, str]:
    own = field.own_errors(language)
    return {keyword: own.get(keyword) or _ours(field, keyword, language) for keyword in possible(field)}


def possible(field: Field) -> list[str]:
    """The keywords an answer to the question can break (lỗi có thể gặp)."""
    broken = {"required", "type", *field.schema}
    if field.widget in _IDENTITIES:
        broken.add("identity")
    return [keyword for keyword in ORDER if keyword in broken]


def _ours(field: Field, keyword: str, language: str) -> str:
    title, value = field.title(language), field.schema.get(keyword)
    match keyword:
        case "required":
            return _("Chưa trả lời: %(title)s") % {"title": title}
        case "type":
            return _wrong_type(field, title)
        case "enum" | "const":
            return _("Chọn một mục trong danh sách: %(title)s") % {"title": title}
        case "minItems":
            return _("%(title)s: cần ít nhất %(n)s mục") % {"title": title, "n": value}
        case "maxItems":
            return _("%(title)s: nhiều nhất %(n)s mục") % {"title": title, "n": value}
        case "minLength":
            return _("%(title)s: viết ít nhất %(n)s ký tự") % {"title": title, "n": value}
        case "maxLength":
            return _("%(title)s: viết gọn trong %(n)s ký tự") % {"title": title, "n": value}
        case "pattern":
            return _("%(title)s: xem lại cách viết") % {"title": title}
        case "format":
            return _("%(title)s: nhập ngày có thật, ví dụ 27/10/2026") % {"title": title}
        case "minimum" | "exclusiveMinimum":
            return _("%(title)s: nhập số lớn hơn, từ %(n)s") % {"title": title, "n": value}
        case "maximum" | "exclusiveMaximum":
            return _("%(title)s: nhập số nhỏ hơn, đến %(n)s") % {"title": title, "n": value}
    return _impossible(field.widget)


def _wrong_type(field: Field, title: str) -> str:
    if field.kind in ("integer", "number"):
        return _("%(title)s: nhập bằng chữ số, ví dụ 2") % {"title": title}
    return _("%(title)s: xem lại câu trả lời") % {"title": title}


def _impossible(widget: str) -> str:
    texts = {
        "id_number": _("Xem lại số định danh: 12 chữ số, ba số đầu là mã tỉnh từ 001 đến 096"),
        "phone": _(
            "Xem lại số điện thoại: di động có 10 số bắt đầu bằng 03, 05, 07, 08, 09; cố định có 11 số bắt đầu bằng 02"
        ),
        "tax_code": _("Mã số thuế chưa đúng, có thể gõ nhầm hoặc đảo số. Xem lại từng số trên giấy đăng ký"),
        "commune": _("Chọn xã hoặc phường trong danh sách"),
    }
    return texts[widget]
