"""What the browser needs to check a page as the server will (gói kiểm tra trên trình duyệt)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cuulong.core.eforms.conditions import fields_of
from cuulong.core.eforms.form import Field, Form, FormStep
from cuulong.core.eforms.formulas import fields_in
from cuulong.core.eforms.texts import sentences


def bundle(form: Form, data: Mapping[str, Any], step_key: str, language: str, communes: list[str]) -> dict[str, Any]:
    """Schema, conditions and sentences for one page, and those earlier answers that its conditions look at."""
    step = form.step(step_key)
    here = {field.path for field in step.fields}
    texts = sentences(form, language)
    return {
        "schema": _bare(form.schema),
        "steps": [_step(one) for one in form.steps],
        "step": step_key,
        "computed": [{"path": one.path, "tree": one.formula, "kind": one.kind} for one in form.computed],
        "texts": {path: words for path, words in texts.items() if path.partition(".")[0] in here},
        "given": {key: data[key] for key in _looked_at(form) if key in data and key not in here},
        "communes": communes,
    }


def _step(step: FormStep) -> dict[str, Any]:
    return {"key": step.key, "show": step.show_when, "fields": [_field(field) for field in step.fields]}


def _field(field: Field) -> dict[str, Any]:
    return {
        "path": field.path,
        "key": field.key,
        "kind": field.kind,
        "widget": field.widget,
        "computed": field.formula is not None,
        "date": field.schema.get("format") == "date",
        "show": field.show_when,
        "children": [_field(child) for child in field.children],
    }


def _bare(node: Any) -> Any:
    """The schema without words: only what is judged."""
    if isinstance(node, list):
        return [_bare(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    return {
        key: {name: _bare(one) for name, one in value.items()} if key == "properties" else _bare(value)
        for key, value in node.items()
        if not (key.startswith(("x-", "$")) or key in ("title", "description", "examples", "default"))
    }


def _looked_at(form: Form) -> set[str]:
    """Questions that conditions of the form depend on; "channel" is one without an input."""
    found = {"channel"}
    for step in form.steps:
        found |= set(fields_of(step.show_when))
        for field in step.fields:
            found |= set(fields_of(field.show_when))
    for field in form.computed:
        found |= {path.partition(".")[0] for path in fields_in(field.formula)}
    for rule in (*form.schema.get("allOf", ()), form.schema):
        found |= set(_judged(rule.get("if", {})))
    return found


def _judged(node: Mapping[str, Any]) -> Iterator[str]:
    yield from node.get("properties", ())
    yield from node.get("required", ())
    for word in ("allOf", "anyOf"):
        for one in node.get(word, ()):
            yield from _judged(one)
    if isinstance(node.get("not"), Mapping):
        yield from _judged(node["not"])
