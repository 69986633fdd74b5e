"""Fields, error summaries, uploaded files (biểu mẫu)."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from ..forms import MOST_BYTES

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


@register.inclusion_tag("design/parts/upload.html")
def file_ways(
    name: str,
    attrs: dict[str, Any] | None = None,
    *,
    capture: bool = False,
    several: bool = False,
    max_bytes: int = MOST_BYTES,
    kept: Iterable[dict[str, Any]] = (),
    label: str = "",
    **more: Any,
) -> dict[str, object]:
    """`{% file_ways "ban-ve" id="p-ban-ve" accept=".pdf" capture=True %}`: choose a file or take a photo (chọn tệp).

    The input's attributes come as a dict from widgets, or one by one; "_" in their names stands for "-". `label` tells
    readers of the page aloud which of several papers a photo is for.
    """
    attrs = {**(attrs or {}), **{key.replace("_", "-"): value for key, value in more.items() if value}}
    return {
        "name": name,
        "attrs": attrs,
        "capture": capture,
        "several": several,
        "max_bytes": max_bytes,
        "kept": kept,
        "label": label,
    }


def _errors(form: forms.BaseForm) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"message": message, "target": ""} for message in form.non_field_errors()]
    for bound in form:
        # Radio groups have no element of their own id; their first option is <id>_0.
        target = bound.id_for_label or f"{bound.auto_id}_0"
        found += [{"message": message, "target": target} for message in said(bound)]
    return found


@register.filter
def said(bound: BoundField) -> list[str]:
    """What is wrong with a field; an empty one is told by its own name: "Nhập số tầng" (lỗi của ô nhập)."""
    found = []
    for error in bound.form.errors.as_data().get(bound.name, ()):
        if error.code == "required" and error.message is forms.Field.default_error_messages["required"]:
            found.append(_missing(bound))
        else:
            found += [str(message) for message in error.messages]
    return found


def _missing(bound: BoundField) -> str:
    label = str(bound.label)
    label = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    chosen = isinstance(bound.field, forms.ChoiceField | forms.FileField | forms.BooleanField)
    return (_("Chọn %(label)s") if chosen else _("Nhập %(label)s")) % {"label": label}
