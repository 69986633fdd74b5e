"""Read what was typed into a page of a form (đọc tờ khai).

What cannot be understood stays as it was typed, so that the page shows it again beside the sentence that says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from cuulong.core.eforms.form import Field
from cuulong.core.eforms.models import FormVersion
from cuulong.design.forms import DateBoxes
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone
from cuulong.lib.vietnamese import clean

ADD, REMOVE = "eforms_add", "eforms_remove"
_BLANKS = str.maketrans("", "", " .-\u00a0()")
_LONGEST_NUMBER = 15  # digits a browser keeps exactly


def html_name(path: str) -> str:
    """The name of an input: ``designers.0.name`` is ``designers-0-name``; keys never hold hyphens."""
    return path.replace(".", "-")


def rearranges(post: QueryDict) -> bool:
    """Whether a "add one" or "remove" button of a list was pressed: show the page again, check nothing."""
    return ADD in post or REMOVE in post


def read_step(version: FormVersion, step_key: str, post: QueryDict) -> dict[str, Any]:
    """The typed answers of one page; unanswered questions are absent (đọc bước khai).

    A list gains or loses an item when its button was pressed.
    """
    found = {field.path: _answer(field, field.path, post) for field in version.shape.step(step_key).fields}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def prefill(version: FormVersion, known: Mapping[str, str]) -> dict[str, str]:
    """Answers the state already has: `known` by source ("person.full_name" …), put under the form's questions."""
    wanted = version.shape.prefill.items()
    return {field: known[source] for field, source in wanted if known.get(source)}


def _answer(field: Field, path: str, post: QueryDict) -> Any:
    name = html_name(path)
    if field.formula is not None:
        return None
    match field.kind:
        case "list":
            return _items(field, post)
        case "array":
            return [one for one in post.getlist(name) if one]
        case "boolean":
            return True if name in post else None
        case "integer" | "number":
            return parse_number(post.get(name, ""), get_language() or "vi")
    if field.widget == "date":
        return DateBoxes().value_from_datadict(post, MultiValueDict(), name)
    return parse_text(field.widget, post.get(name, ""))


def _items(field: Field, post: QueryDict) -> list[dict[str, Any]]:
    typed = post.get(f"{html_name(field.path)}-count", "0")
    most = field.schema.get("maxItems", 20)
    count = min(int(typed), most) if re.fullmatch(r"[0-9]{1,3}", typed) else 0
    gone = post.get(REMOVE, "")
    items: list[dict[str, Any]] = []
    for n in range(count):
        if gone != f"{field.path}.{n}":
            answers = {c.key: _answer(c, c.path.replace("*", str(n)), post) for c in field.children}
            items.append({key: value for key, value in answers.items() if value not in (None, "", [])})
    if post.get(ADD) == field.path and len(items) < most:
        items.append({})
    if not rearranges(post) and not any(items):
        return []
    return items


def parse_number(text: str, language: str) -> int | float | str:
    """ "1.234,5" in Vietnamese, "1,234.5" in English; what is no number stays text."""
    typed = re.sub(r"[ \u00a0]", "", text)
    group, point = (",", ".") if language.startswith("en") else (".", ",")
    if re.fullmatch(rf"-?[1-9][0-9]{{0,2}}(\{group}[0-9]{{3}})+(\{point}[0-9]+)?", typed):
        typed = typed.replace(group, "").replace(point, ".")
    elif re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", typed):
        typed = typed.replace(",", ".")
    else:
        return clean(text)
    if sum(char.isdigit() for char in typed) > _LONGEST_NUMBER:
        return clean(text)
    return float(typed) if "." in typed else int(typed)


def parse_text(widget: str, text: str) -> str:
    """A text as it is stored: one form of Unicode, single blanks; numbers of people without their blanks."""
    if widget == "textarea":
        return "\n".join(clean(line) for line in text.strip().splitlines())
    text = clean(text)
    match widget:
        case "id_number":
            return text.translate(_BLANKS)
        case "tax_code":
            return text.replace(" ", "").replace(".", "")
        case "phone":
            try:
                return parse_phone(text).number
            except InputError:
                return text.translate(_BLANKS)
    return text
