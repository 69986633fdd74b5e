"""A form as values, read from its schema and layout (biểu mẫu).

The schema is JSON Schema 2020-12 with our annotations (x-widget, x-errors, x-en …), the layout is the `[form]` table of
a province's procedure file; see provinces/README.md. `definition.problems` has been asked before anything is read here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cuulong.core.eforms.conditions import Condition, fields_of, holds
from cuulong.core.eforms.formulas import Tree, parse, result
from cuulong.core.eforms.needs import conditions_in, in_order

JsonObject = Mapping[str, Any]
# Hints of old forms that only repeat what stands beside the label.
SAID_BY_LABEL = frozenset({"không bắt buộc", "optional"})


def _is_english(language: str) -> bool:
    return language.startswith("en")


@dataclass(frozen=True)
class Field:
    """One question (trường). `path` has dots; an item of a list stands as ``*``."""

    path: str
    schema: JsonObject
    required: bool
    show_when: Condition | None = None

    @property
    def key(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def kind(self) -> str:
        """JSON type: string, number, integer, boolean, array (of texts) or list (of objects)."""
        kind = self.schema["type"]
        return "list" if kind == "array" and self.schema["items"]["type"] == "object" else kind

    @property
    def widget(self) -> str:
        """How it is asked: the schema's `x-widget`, or the natural one."""
        if named := self.schema.get("x-widget"):
            return str(named)
        if self.kind in ("boolean", "array"):
            return "checkbox"
        if "enum" in self.schema:
            return "radio" if len(self.schema["enum"]) <= 5 else "select"
        if self.schema.get("format") == "date":
            return "date"
        return "number" if self.kind in ("integer", "number") else "text"

    @property
    def unit(self) -> str:
        return str(self.schema.get("x-unit", ""))

    @property
    def formula(self) -> Tree | None:
        """How the answer is computed, when it is not asked (công thức)."""
        return parse(self.schema["x-compute"]) if "x-compute" in self.schema else None

    def _own(self, language: str) -> JsonObject:
        return self.schema.get("x-en", {}) if _is_english(language) else {}

    def title(self, language: str = "vi") -> str:
        return str(self._own(language).get("title") or self.schema.get("title") or self.key)

    def hint(self, language: str = "vi") -> str:
        text = str(self._own(language).get("description") or self.schema.get("description") or "")
        return "" if text.strip(" .").lower() in SAID_BY_LABEL else text

    def options(self, language: str = "vi") -> list[tuple[Any, str]]:
        """(value, words) of a closed question."""
        values = self.schema.get("enum") or self.schema.get("items", {}).get("enum") or ()
        words = self.schema.get("x-enum-titles", {}) | self._own(language).get("enum_titles", {})
        return [(value, str(words.get(str(value), value))) for value in values]

    def own_errors(self, language: str = "vi") -> dict[str, str]:
        """The form's own sentences, by schema keyword."""
        own = self._own(language).get("errors", {}) if _is_english(language) else self.schema.get("x-errors", {})
        return {keyword: str(text) for keyword, text in own.items()}

    @cached_property
    def children(self) -> tuple[Field, ...]:
        """The questions of one item of a list."""
        if self.kind != "list":
            return ()
        item = self.schema["items"]
        return tuple(
            Field(f"{self.path}.*.{key}", one, key in item.get("required", ())) for key, one in in_asked_order(item)
        )


def in_asked_order(item: JsonObject) -> list[tuple[str, JsonObject]]:
    """The questions of an item as `x-order` says; a JSON column forgets the order of keys."""
    properties: JsonObject = item["properties"]
    order = [key for key in item.get("x-order", ()) if key in properties]
    return [(key, properties[key]) for key in [*order, *(key for key in properties if key not in order)]]


@dataclass(frozen=True)
class Repeat:
    """How a list of like answers is asked (nhóm lặp)."""

    title: str
    title_en: str
    least: int
    most: int

    def item_title(self, language: str) -> str:
        return self.title_en if _is_english(language) and self.title_en else self.title


@dataclass(frozen=True)
class FormStep:
    """One page of a form: one topic (bước khai)."""

    key: str
    titles: tuple[str, str]
    intros: tuple[str, str]
    fields: tuple[Field, ...]
    show_when: Condition | None = None

    def title(self, language: str = "vi") -> str:
        return self.titles[_is_english(language)] or self.titles[0]

    def intro(self, language: str = "vi") -> str:
        return self.intros[_is_english(language)] or self.intros[0]


@dataclass(frozen=True)
class Form:
    """All pages of a form and how they hang together (biểu mẫu nhiều bước)."""

    schema: JsonObject
    steps: tuple[FormStep, ...]
    repeats: Mapping[str, Repeat]
    prefill: Mapping[str, str]

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.path: field for step in self.steps for field in step.fields}

    def step(self, key: str) -> FormStep:
        """Raises KeyError for a page the form does not have."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def repeat(self, field: Field, language: str = "vi") -> Repeat:
        """How a list is asked; a list without a word in the layout goes by its own title."""
        least, most = field.schema.get("minItems", 0), field.schema.get("maxItems", 20)
        return self.repeats.get(field.path) or Repeat(field.title("vi"), field.title("en"), least, most)

    def all_fields(self) -> Iterator[Field]:
        """Every question, those of list items too."""
        for field in self.fields.values():
            yield field
            yield from field.children

    def shown_steps(self, data: JsonObject) -> list[FormStep]:
        """The pages that the answers so far call for; a page whose questions are all hidden is left out."""
        hidden = self.hidden(data)
        return [step for step in self.steps if any(field.path not in hidden for field in step.fields)]

    def hidden(self, data: JsonObject, page: str | None = None) -> frozenset[str]:
        """Questions that the answers so far make pointless.

        A hidden question counts as unanswered for the others, so this goes round until nothing changes. Whoever looks
        at `page` alone is on it: its own condition is taken as met.
        """
        hidden: frozenset[str] = frozenset()
        for _round in range(len(self.fields) + 1):
            visible = self.filled({key: value for key, value in data.items() if key not in hidden}, hidden)
            found = frozenset(
                field.path
                for step in self.steps
                for field in step.fields
                if not ((step.key == page or holds(step.show_when, visible)) and holds(field.show_when, visible))
            )
            if found == hidden:
                break
            hidden = found
        return hidden

    def opened(self, asked: Collection[str]) -> frozenset[str]:
        """The questions asked again, with those that their answers open or close (câu hỏi được mở lại)."""
        found = frozenset(asked) & self.fields.keys()
        while True:
            more = {
                field.path
                for step in self.steps
                for field in step.fields
                if found & {*fields_of(field.show_when), *fields_of(step.show_when)}
            }
            if more <= found:
                return found
            found |= more

    def prune(self, data: JsonObject, page: str | None = None) -> dict[str, Any]:
        """Only what was asked: hidden and unknown answers fall away."""
        hidden = self.hidden(data, page)
        kept = {
            key: _prune_items(self.fields[key], value)
            for key, value in data.items()
            if key in self.fields and key not in hidden
        }
        return self.filled(kept, hidden)

    @cached_property
    def computed(self) -> tuple[Field, ...]:
        """Questions with a formula, each after those it needs."""
        return in_order([field for field in self.all_fields() if field.formula])

    def filled(self, data: JsonObject, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The answers with the computed ones worked out anew; what was typed for them does not count."""
        found = dict(data)
        for field in self.computed:
            root, _star, child = field.path.partition(".*.")
            if root in hidden:
                found.pop(root, None)
            elif not child:
                _put(found, field)
            elif isinstance(found.get(root), list):
                found[root] = [_with_computed(item, field) for item in found[root]]
        return found


def _prune_items(field: Field, value: Any) -> Any:
    if field.kind != "list" or not isinstance(value, list):
        return value
    known = {child.key for child in field.children}
    return [{k: v for k, v in item.items() if k in known} if isinstance(item, Mapping) else item for item in value]


def _put(answers: dict[str, Any], field: Field) -> None:
    value = result(field.formula or [], answers, field.kind)
    if value is None:
        answers.pop(field.key, None)
    else:
        answers[field.key] = value


def _with_computed(item: Any, field: Field) -> Any:
    if not isinstance(item, Mapping):
        return item
    answers = dict(item)
    _put(answers, field)
    return answers


def read(schema: JsonObject, layout: JsonObject) -> Form:
    """Read a form from an expanded schema and its layout."""
    required = set(_duties(schema))
    steps = tuple(_step(one, schema["properties"], required) for one in layout["steps"])
    repeats = {
        one["field"]: Repeat(one["item_title"], one.get("item_title_en", ""), one.get("min", 0), one.get("max", 20))
        for one in layout.get("repeats", ())
    }
    return Form(schema, steps, repeats, dict(layout.get("prefill", {})))


def _duties(schema: JsonObject) -> Iterator[str]:
    """Questions that must be answered whenever they are asked: always, or by a rule's `then` or `else`."""
    yield from schema.get("required", ())
    for rule in (*schema.get("allOf", ()), schema):
        for branch in ("then", "else"):
            yield from rule.get(branch, {}).get("required", ())


def _step(data: JsonObject, properties: JsonObject, required: set[str]) -> FormStep:
    whole, own = conditions_in(data)
    fields = tuple(Field(key, properties[key], key in required, own.get(key)) for key in data["fields"])
    return FormStep(
        key=data["key"],
        titles=(data["title"], data.get("title_en", "")),
        intros=(data.get("intro", ""), data.get("intro_en", "")),
        fields=fields,
        show_when=whole,
    )
