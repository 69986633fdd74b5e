"""Questions of a form as Django form fields, so that they look like every other form of the house (ô nhập)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cuulong.core.eforms.form import Field
from cuulong.core.eforms.reading import html_name
from cuulong.core.eforms.rules import is_date
from cuulong.design import formats
from cuulong.design.forms import DateBoxes

Choices = Sequence[tuple[Any, str]]

AUTOCOMPLETE = {
    "person.full_name": "name",
    "person.phone": "tel",
    "person.email": "email",
    "person.address": "street-address",
    "person.birth_date": "bday",
    "person.sex": "sex",
    "business.name": "organization",
}
WIDTHS = {"id_number": "10", "phone": "10", "tax_code": "10", "commune": "20"}


class Inputs(forms.Form):
    """The questions of a page, holding what was typed and the sentences already found."""

    use_required_attribute = False
    _errors: ErrorDict | None


def inputs(
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    language: str,
    communes: Choices = (),
    sources: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
) -> Inputs:
    """A Django form of concrete paths (``designers.0.name``) with values and errors by path.

    `sources`: where the state knows the answer from, which also tells the browser what to offer.
    """
    form = Inputs(initial={html_name(path): _shown(field, values.get(path)) for path, field in fields.items()})
    for path, field in fields.items():
        source = (sources or {}).get(path, "")
        form.fields[html_name(path)] = forms.Field(
            label=field.title(language),
            help_text=_hint(field, language, (hints or {}).get(path, "")),
            required=field.required or field.formula is not None,
            widget=_widget(field, language, communes, AUTOCOMPLETE.get(source, "")),
        )
    form._errors = ErrorDict({html_name(path): ErrorList([text]) for path, text in errors.items() if path in fields})
    return form


def target_of(form: Inputs, path: str) -> str:
    """The id an error summary links to."""
    bound = form[html_name(path)]
    return bound.id_for_label or f"{bound.auto_id}_0"


def _hint(field: Field, language: str, when: str) -> SafeString:
    hint = escape(field.hint(language))
    return format_html('{} <span data-when-words="">{}</span>', hint, when) if when else hint


def _shown(field: Field, value: Any) -> Any:
    """A stored value as the input wants it; typed text that was not understood stays."""
    if field.formula is not None and not isinstance(value, int | float):
        return words_of_computed(field, value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        text = formats.number(value)
        return text.replace(",", "") if formats.english() else text.replace(".", "")
    if field.widget == "date" and isinstance(value, str):
        if is_date(value):
            return date.fromisoformat(value)
        return value if value.count(".") == 2 else ""
    return value


def words_of_computed(field: Field, value: Any) -> str:
    """A computed answer that is no number, as words."""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return str(value or "")


def _widget(field: Field, language: str, communes: Choices, autocomplete: str) -> forms.Widget:
    attrs: dict[str, Any] = {"autocomplete": autocomplete} if autocomplete else {}
    if field.formula is not None:
        return forms.TextInput(attrs | {"readonly": True})
    match field.widget:
        case "textarea":
            return forms.Textarea(attrs | {"rows": 4})
        case "date":
            return DateBoxes(attrs)
        case "radio":
            return forms.RadioSelect(attrs, choices=field.options(language))
        case "select":
            return forms.Select(attrs, choices=[("", _("Chọn")), *field.options(language)])
        case "commune":
            return forms.Select(attrs, choices=[("", _("Chọn xã, phường")), *communes])
        case "checkbox" if field.kind == "array":
            return forms.CheckboxSelectMultiple(attrs, choices=field.options(language))
        case "checkbox":
            return forms.CheckboxInput(attrs)
        case "number" | "money":
            return forms.TextInput(attrs | {"inputmode": "numeric" if field.kind == "integer" else "decimal"})
        case "id_number":
            return forms.TextInput(attrs | {"inputmode": "numeric"})
        case "phone":
            return forms.TextInput(attrs | {"type": "tel"})
        case "email":
            return forms.EmailInput(attrs)
    return forms.TextInput(attrs)
