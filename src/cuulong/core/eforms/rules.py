"""What is wrong with answers, by path and keyword (kiểm tra câu trả lời).

`static/eforms/check.js` is the same in the browser; a test feeds both the same answers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from cuulong.core.eforms.form import Field, Form
from cuulong.core.eforms.patterns import compiled
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_citizen_number, parse_phone, parse_tax_code

# One complaint a question: the first of these, as a person would say it.
ORDER = (
    "required", "type", "enum", "const", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "identity",
)  # fmt: skip
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, order=True)
class Violation:
    """One answer that cannot stand: where, and which keyword of the schema it breaks."""

    path: str
    keyword: str

    @property
    def pattern(self) -> str:
        """The path of the question, items of lists as ``*``."""
        return re.sub(r"\.[0-9]+(?=\.|$)", ".*", self.path)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compiled(pattern).search(instance):
        yield ValidationError("pattern")


def _format(validator: Any, name: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if name == "date" and isinstance(instance, str) and not is_date(instance):
        yield ValidationError("format")


_Validator = extend(Draft202012Validator, {"pattern": _pattern, "format": _format})


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar as yyyy-MM-dd."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part) for part in found.groups())
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def violations(
    form: Form, data: Mapping[str, Any], step: str | None = None, communes: Collection[str] | None = None
) -> list[Violation]:
    """Everything wrong with the answers, at most one complaint a question, in the order of the form.

    `step` looks at one page only. Hidden answers are not looked at. `communes`: the statistical codes that exist; None
    leaves that unchecked.
    """
    asked = form.prune(data, step)
    hidden = form.hidden(data, step)
    found: dict[str, str] = {}
    for path, keyword in [*_judged(form, asked), *_identities(form, asked, communes)]:
        if keyword not in ORDER or path.partition(".")[0] in hidden:
            continue
        if path.count(".") == 1:  # an item that is none: the list's own fault
            path, keyword = path.partition(".")[0], "type"
        if path not in found or ORDER.index(keyword) < ORDER.index(found[path]):
            found[path] = keyword
    wanted = form.step(step).fields if step else form.fields.values()
    places = {field.path: n for n, field in enumerate(wanted)}
    kept = [Violation(path, keyword) for path, keyword in found.items() if path.partition(".")[0] in places]
    return sorted(kept, key=lambda v: (places[v.path.partition(".")[0]], _natural(form, v)))


def _natural(form: Form, violation: Violation) -> tuple[int, int]:
    """Items of a list in order, their questions in the order of the form."""
    root, *rest = violation.path.split(".")
    if not rest:
        return (-1, -1)
    return (int(rest[0]), [child.key for child in form.fields[root].children].index(rest[1]))


def _judged(form: Form, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for error in _Validator(form.schema).iter_errors(data):
        where = [str(part) for part in error.absolute_path]
        if error.validator == "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield ".".join([*where, key]), "required"
        else:
            yield ".".join(where), str(error.validator)


def _identities(form: Form, data: Mapping[str, Any], communes: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Numbers that have the right shape and still cannot be: their inner checks."""
    for field in form.fields.values():
        for path, one, value in _answers(field, data.get(field.path)):
            if isinstance(value, str) and not _is_possible(one.widget, value, communes):
                yield path, "identity"


def _answers(field: Field, value: Any) -> Iterator[tuple[str, Field, Any]]:
    if field.kind != "list":
        yield field.path, field, value
        return
    for n, item in enumerate(value if isinstance(value, list) else ()):
        for child in field.children:
            if isinstance(item, Mapping):
                yield f"{field.path}.{n}.{child.key}", child, item.get(child.key)


def _is_possible(widget: str, value: str, communes: Collection[str] | None) -> bool:
    if widget == "commune":
        return communes is None or value in communes
    return _identity(widget, value)


def _identity(widget: str, value: str) -> bool:
    try:
        match widget:
            case "id_number":
                parse_citizen_number(value)
            case "phone":
                parse_phone(value)
            case "tax_code":
                parse_tax_code(value, accept_unusual=True)
    except InputError:
        return False
    return True
