"""Fields, error summaries, uploaded files (biểu mẫu)."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.inclusion_tag("design/forms/field.html")
def field(bound: BoundField, unit: str = "", width: str = "") -> dict[str, object]:
    """`{% field form.area unit="m²" width="4" %}`: label, hint, error, input (ô nhập)."""
    return {"field": bound, "unit": unit, "width": width}


@register.inclusion_tag("design/parts/error_list.html")
def error_summary(form: forms.BaseForm, *more: forms.BaseForm) -> dict[str, object]:
    """All errors of one or several forms, each a link to its field, focused on load (tóm tắt lỗi)."""
    return {"errors": [error for each in (form, *more) if each.is_bound for error in _errors(each)]}


@register.inclusion_tag("design/parts/error_list.html")
def error_list(errors: list[Any]) -> dict[str, object]:
    """An error summary from plain {message, target id}, for forms that are not Django's (tóm tắt lỗi)."""
    return {"errors": errors}


@register.inclusion_tag("design/parts/file.html")
def file_line(
    name: str, size: int | None = None, note: str = "", bad: str = "", url: str = "", remove: str = ""
) -> dict[str, object]:
    """One file and whether it can be read: `bad` says why not, `remove` is a button's value (dòng tệp)."""
    return {"name": name, "size": size, "note": note, "bad": bad, "url": url, "remove": remove}


def _errors(form: forms.BaseForm) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"message": message, "target": ""} for message in form.non_field_errors()]
    for bound in form:
        # Radio groups have no element of their own id; their first option is <id>_0.
        target = bound.id_for_label or f"{bound.auto_id}_0"
        found += [{"message": message, "target": target} for message in bound.errors]
    return found
