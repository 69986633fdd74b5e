"""Show a page of a form, and a whole form as answered (trình bày tờ khai)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cuulong.core.eforms.bundle import bundle
from cuulong.core.eforms.checking import FieldError
from cuulong.core.eforms.communes import asks_commune, communes
from cuulong.core.eforms.conditions import Condition, fields_of
from cuulong.core.eforms.form import Field, Form
from cuulong.core.eforms.inputs import WIDTHS, Choices, Inputs, inputs, target_of
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.reading import html_name
from cuulong.core.eforms.rules import is_date
from cuulong.design import formats


def render_step(
    version: FormVersion,
    step_key: str,
    data: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    language: str = "vi",
    only: Collection[str] | None = None,
) -> SafeString:
    """One page: error summary, questions, lists with their buttons; stands inside the caller's `<form>` (bước khai).

    Works without JavaScript: a question that depends on another of the same page is then always shown and says when it
    is to be answered. Where `eforms/page.js` runs it comes and goes, and answers are checked before they are sent.
    Give the form `novalidate` and `class="form"`. Parts of the form beside the questions may come and go too: see
    `follow` in `eforms/page.js`. `only`: the questions asked again, which the server alone checks.
    """
    form, faults = version.shape, {error.path: error.message for error in errors}
    step, hidden = form.step(step_key), form.hidden(data, step_key)
    data = form.filled(data, hidden)
    places = communes() if asks_commune(form) else []
    with translation.override(language):
        blocks = [
            _Block(form, field, data, faults, language, places)
            for field in step.fields
            if (only is None or field.path in only)
            and (field.path not in hidden or _depends_on_page(field, step.fields))
        ]
        context = {
            "intro": step.intro(language) if only is None else "",
            "blocks": blocks,
            "errors": [error for block in blocks for error in block.errors],
            "check": json.dumps(bundle(form, data, step_key, language, [code for code, _name in places]))
            if only is None
            else "",
        }
        return render_to_string("eforms/step.html", context)


def _depends_on_page(field: Field, fields: tuple[Field, ...]) -> bool:
    return bool(set(fields_of(field.show_when)) & {one.path for one in fields})


class _Block:
    """One question on the page, or one list of like questions."""

    def __init__(
        self,
        form: Form,
        field: Field,
        data: Mapping[str, Any],
        faults: Mapping[str, str],
        language: str,
        places: Choices,
    ) -> None:
        self.field, self.path, self.name = field, field.path, html_name(field.path)
        self.language = language
        self.unit, self.width = unit_words(field), WIDTHS.get(field.widget, "")
        self.title, self.hint = field.title(language), field.hint(language)
        self.when = _when_words(form, field.show_when, language)
        self.is_list, self.fault = field.kind == "list", faults.get(field.path, "")
        self.is_table = self.is_list and field.widget == "table"
        words: dict[str, Any] = {"language": language, "communes": places, "sources": form.prefill}
        if self.is_list:
            self._make_items(form, data.get(field.path), faults, words)
        else:
            hints = {field.path: self.when}
            self.inputs = inputs({field.path: field}, data, faults, hints=hints, **words)
            self.errors = _linked(self.inputs, faults, [field.path])

    def _make_items(self, form: Form, value: Any, faults: Mapping[str, str], words: dict[str, Any]) -> None:
        repeat = form.repeat(self.field, words["language"])
        items = value if isinstance(value, list) and value else [{}] * max(repeat.least, 1)
        self.most, self.count = repeat.most, len(items)
        self.item_title = repeat.item_title(words["language"])
        self.errors = [{"message": self.fault, "target": f"id_{self.name}"}] if self.fault else []
        self.items = []
        for n, answers in enumerate(items):
            fields = {child.path.replace("*", str(n)): child for child in self.field.children}
            answers = answers if isinstance(answers, Mapping) else {}
            values = {path: answers.get(child.key) for path, child in fields.items()}
            made = inputs(fields, values, faults, **words)
            self.errors += _linked(made, faults, fields)
            rows = [
                {"bound": made[html_name(path)], "unit": unit_words(child), "width": WIDTHS.get(child.widget, "")}
                for path, child in fields.items()
            ]
            self.items.append({"n": n + 1, "path": f"{self.path}.{n}", "rows": rows})

    @property
    def bound(self) -> Any:
        return self.inputs[self.name]

    @property
    def titles(self) -> list[str]:
        """The heads of the columns, when the list is asked as a table."""
        return [child.title(self.language) for child in self.field.children]

    @property
    def can_add(self) -> bool:
        return self.count < self.most

    @property
    def add_words(self) -> str:
        return _("Thêm %(item)s") % {"item": self.item_title[:1].lower() + self.item_title[1:]}


def _linked(made: Inputs, faults: Mapping[str, str], paths: Iterable[str]) -> list[dict[str, str]]:
    return [{"message": faults[path], "target": target_of(made, path)} for path in paths if path in faults]


def _when_words(form: Form, condition: Condition | None, language: str) -> str:
    """ "Chỉ trả lời khi “Người nộp là chủ nhà” là “Không”": for readers whose browser does not hide the question."""
    if not condition:
        return ""
    if "op" not in condition or condition["field"] not in form.fields:
        return _("Chỉ trả lời khi phù hợp với câu trả lời ở trên.")
    field = form.fields[condition["field"]]
    if condition["op"] not in ("equals", "in"):
        return _("Chỉ trả lời khi câu “%(question)s” cần đến.") % {"question": field.title(language)}
    wanted = condition["value"] if condition["op"] == "in" else [condition["value"]]
    words = [f"“{text}”" for value, text in field.options(language) if value in wanted] or [f"“{v}”" for v in wanted]
    answers = _(" hoặc ").join(words)
    return _("Chỉ trả lời khi “%(question)s” là %(answers)s.") % {"question": field.title(language), "answers": answers}


def summary(
    version: FormVersion,
    data: Mapping[str, Any],
    language: str = "vi",
    *,
    edit_url: Callable[[str], str] | None = None,
) -> SafeString:
    """The answers page by page, as the person reads them over before sending (xem lại tờ khai).

    `edit_url(step_key)` adds a link to each page. Hidden answers are left out.
    """
    form = version.shape
    asked = form.prune(data)
    hidden = form.hidden(data)
    names = dict(communes()) if asks_commune(form) else {}
    with translation.override(language):
        parts = [
            {
                "title": step.title(language),
                "url": edit_url(step.key) if edit_url else "",
                "answers": [
                    answer
                    for field in step.fields
                    if field.path not in hidden
                    for answer in _answers(form, field, asked.get(field.path), language, names)
                ],
            }
            for step in form.shown_steps(data)
        ]
        return render_to_string("eforms/summary.html", {"parts": parts})


def _answers(form: Form, field: Field, value: Any, language: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    if field.kind != "list":
        return [(field.title(language), words_of(field, value, language, names))]
    title = form.repeat(field, language).item_title(language)
    return [
        (f"{title} {n}: {child.title(language)}", words_of(child, item.get(child.key), language, names))
        for n, item in enumerate(value if isinstance(value, list) else (), 1)
        for child in field.children
        if isinstance(item, Mapping)
    ]


# Units that forms count in; others are shown as their form writes them.
UNITS = (
    gettext_noop("tầng"),
    gettext_noop("bản"),
    gettext_noop("trang"),
    gettext_noop("người"),
    gettext_noop("tấn"),
    gettext_noop("sức ngựa"),
    gettext_noop("đồng"),
    gettext_noop("ngày"),
    gettext_noop("năm"),
)


def unit_words(field: Field) -> str:
    """The unit of a number in the reader's language (đơn vị tính)."""
    return _(field.unit) if field.unit in UNITS else field.unit


def words_of(field: Field, value: Any, language: str, names: Mapping[str, str]) -> str:
    """One answer as words (câu trả lời bằng chữ)."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    options = {str(one): text for one, text in field.options(language)}
    if isinstance(value, list):
        return ", ".join(options.get(str(one), str(one)) for one in value)
    if str(value) in options:
        return options[str(value)]
    if isinstance(value, int | float):
        return f"{formats.number(value)} {unit_words(field)}".strip()
    if field.widget == "date" and is_date(str(value)):
        return formats.day(date.fromisoformat(value))
    if field.widget == "commune":
        return names.get(str(value), str(value))
    return str(value)
