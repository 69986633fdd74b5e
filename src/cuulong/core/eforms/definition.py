"""What a form may be made of (quy tắc soạn biểu mẫu): everything else is refused with a sentence.

The subset of JSON Schema 2020-12 is the one that two independent validators judge alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cuulong.core.eforms.conditions import BadCondition, check_condition, fields_of
from cuulong.core.eforms.formulas import BadFormula, parse
from cuulong.core.eforms.needs import circle, conditions_in, looked_at, needs_of
from cuulong.core.eforms.papers import paper_problems
from cuulong.core.eforms.patterns import BadPattern, portable
from cuulong.lib.errors import InputError, gettext_noop

JsonObject = Mapping[str, Any]

ABOUT = {"$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples"}
ASSERTING = {
    "string": {"enum", "const", "minLength", "maxLength", "pattern", "format"},
    "number": {"enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "integer": {"enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "boolean": {"const"},
    "array": {"items", "minItems", "maxItems"},
}
FORMATS = {"date"}
WIDGETS = {
    "text", "textarea", "date", "number", "money", "radio", "select", "checkbox",
    "id_number", "phone", "email", "commune", "tax_code", "table",
}  # fmt: skip
IN_CONDITION = {
    "properties", "required", "const", "enum", "not", "anyOf", "allOf", "type", "minimum", "maximum",
    "exclusiveMinimum", "minLength", "contains",
}  # fmt: skip
IN_THEN = {"required", "properties", "allOf"}
MOST_FIELDS = 200
DEEPEST = 12
MOST_NODES, DEEPEST_NODE = 30_000, 40
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class BadForm(InputError):
    """A form definition that cannot be used; `.problems` says why (biểu mẫu chưa dùng được)."""

    def __init__(self, problems: list[InputError]) -> None:
        super().__init__("bad_form", gettext_noop("Biểu mẫu chưa dùng được: %(first)s"), first=str(problems[0]))
        self.problems = tuple(problems)


def _problem(code: str, message: str, **params: Any) -> InputError:
    return InputError(code, message, **params)


def expand(schema: JsonObject) -> dict[str, Any]:
    """The schema without `$ref`, titled `oneOf` turned into `enum`, patterns spelt out. Raises InputError.

    Only references within the document are followed; a cycle or a remote address is refused.
    """
    expanded = _expand(schema, schema, (), [MOST_NODES])
    return {key: value for key, value in expanded.items() if key != "$defs"}


def _expand(node: Any, root: JsonObject, trail: tuple[str, ...], left: list[int]) -> Any:
    """`left`: how many pieces may still be made; references to references can multiply without end."""
    left[0] -= 1
    if left[0] < 0:
        raise _too_big()
    if isinstance(node, list):
        return [_expand(one, root, trail, left) for one in node]
    if not isinstance(node, Mapping):
        return node
    if len(trail) > DEEPEST:
        raise _problem("deep", gettext_noop("Biểu mẫu tham chiếu lồng nhau quá %(top)d lần."), top=DEEPEST)
    if "$ref" in node:
        return _follow(node, root, trail, left)
    out = {key: _expand(value, root, trail, left) for key, value in node.items() if key != "$defs"}
    if isinstance(out.get("pattern"), str):
        out["pattern"] = portable(out["pattern"])
    if _is_titled_choice(out.get("oneOf")):
        choices = out.pop("oneOf")
        out["enum"] = [one["const"] for one in choices]
        out["x-enum-titles"] = {str(one["const"]): str(one["title"]) for one in choices}
    return out


def _follow(node: JsonObject, root: JsonObject, trail: tuple[str, ...], left: list[int]) -> Any:
    ref = node["$ref"]
    if not (isinstance(ref, str) and ref.startswith("#/")):
        raise _problem(
            "remote", gettext_noop("Biểu mẫu chỉ được tham chiếu bên trong chính nó, không tới “%(ref)s”."), ref=ref
        )
    if ref in trail:
        raise _problem("cycle", gettext_noop("Biểu mẫu tham chiếu vòng tròn ở “%(ref)s”."), ref=ref)
    target: Any = root
    for part in ref[2:].split("/"):
        target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
    if not isinstance(target, Mapping):
        raise _problem("ref", gettext_noop("Biểu mẫu tham chiếu tới “%(ref)s” nhưng không có phần đó."), ref=ref)
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return _expand({**target, **beside}, root, (*trail, ref), left)


def _too_big() -> InputError:
    return _problem("big", gettext_noop("Biểu mẫu lớn quá sức xử lý. Chia thành các biểu mẫu nhỏ hơn."))


def is_too_big(*parts: Any) -> bool:
    """Whether a document has too many pieces, or is nested too deep, to be looked at (biểu mẫu quá lớn)."""
    waiting, seen = [(part, 0) for part in parts], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        inner = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
        if seen > MOST_NODES or (inner and depth >= DEEPEST_NODE):
            return True
        waiting += [(one, depth + 1) for one in inner]
    return False


def _is_titled_choice(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, Mapping) and "const" in one and "title" in one for one in value
    )


def problems(schema: JsonObject, layout: JsonObject) -> list[InputError]:
    """Everything wrong with a form, as sentences; empty when it can be used (kiểm tra biểu mẫu)."""
    if is_too_big(schema, layout):
        return [_too_big()]
    try:
        whole = expand(schema)
    except InputError as error:
        return [error]
    properties = whole.get("properties")
    if whole.get("type") != "object" or not isinstance(properties, Mapping) or not properties:
        return [_problem("root", gettext_noop("Biểu mẫu phải là một nhóm câu hỏi (type: object) có ít nhất một câu."))]
    if len(properties) > MOST_FIELDS:
        return [_problem("many", gettext_noop("Biểu mẫu có quá %(top)d câu hỏi."), top=MOST_FIELDS)]
    if not isinstance(whole.get("allOf", []), list) or not _words(whole.get("required", [])):
        return [_problem("root", gettext_noop("Phần bắt buộc hoặc quy tắc của biểu mẫu viết sai."))]
    found = [p for key, field in properties.items() for p in _field(key, field)]
    found += _unknown(
        whole, {"type", "properties", "required", "additionalProperties", "allOf", "if", "then", "else"}, ""
    )
    for rule in [*whole.get("allOf", ()), *([whole] if "if" in whole else [])]:
        found += _rule(rule, set(properties))
    found += _required(whole, properties)
    return (
        found
        or list(_layout(layout, properties))
        or [
            *_circles(layout, properties),
            *paper_problems(layout, properties),
        ]
    )


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def formulas_of(properties: JsonObject) -> dict[str, Any]:
    """Formula text by path, items of groups as ``*``."""
    found = {}
    for key, field in properties.items():
        if "x-compute" in field:
            found[key] = field["x-compute"]
        for child, one in field.get("items", {}).get("properties", {}).items():
            if "x-compute" in one:
                found[f"{key}.*.{child}"] = one["x-compute"]
    return found


def _circles(layout: JsonObject, properties: JsonObject) -> Iterator[InputError]:
    """Formulas that cannot be read or look at nothing; questions that wait for one another."""
    known = set(properties) | {
        f"{key}.*.{child}" for key, one in properties.items() for child in one.get("items", {}).get("properties", {})
    }
    trees = {}
    for path, text in formulas_of(properties).items():
        try:
            trees[path] = parse(text if isinstance(text, str) else "")
        except BadFormula as error:
            yield _problem(
                "formula",
                gettext_noop("Câu tự tính “%(field)s”: %(why)s"),
                field=path.replace(".*.", "."),
                why=str(error),
            )
            continue
        for name in looked_at(path, trees[path]):
            if name not in known:
                yield _problem(
                    "formula_field",
                    gettext_noop("Công thức của “%(field)s” nhắc tới “%(name)s”, không có câu đó."),
                    field=path.replace(".*.", "."),
                    name=name.replace(".*.", "."),
                )
    if round_trip := circle(needs_of(layout, trees)):
        sentence = gettext_noop("Các câu hỏi chờ nhau thành vòng tròn: %(circle)s.")
        yield _problem("circle", sentence, circle=" → ".join(one.replace(".*.", ".") for one in round_trip))


def _unknown(node: JsonObject, known: Iterable[str], where: str) -> Iterator[InputError]:
    for key in node:
        if key not in known and key not in ABOUT and not key.startswith("x-"):
            sentence = gettext_noop("Biểu mẫu dùng từ khóa “%(keyword)s” ở “%(where)s”, chưa được hỗ trợ.")
            yield _problem("keyword", sentence, keyword=key, where=where or "#")


def _required(node: JsonObject, properties: JsonObject) -> Iterator[InputError]:
    for key in node["required"] if _words(node.get("required")) else ():
        if key not in properties:
            yield _problem(
                "required", gettext_noop("Bắt buộc trả lời “%(field)s” nhưng biểu mẫu không có câu đó."), field=key
            )


def _field(key: str, field: Any, within: str = "") -> Iterator[InputError]:
    where = f"{within}{key}"
    if not _KEY.fullmatch(key):
        yield _problem(
            "key",
            gettext_noop("Mã câu hỏi “%(field)s” chỉ được dùng chữ thường không dấu, số và gạch dưới."),
            field=where,
        )
        return
    kind = field.get("type") if isinstance(field, Mapping) else None
    if not isinstance(kind, str) or kind not in ASSERTING:
        yield _problem(
            "type", gettext_noop("Câu hỏi “%(field)s” có kiểu chưa được hỗ trợ: %(kind)s."), field=where, kind=kind
        )
        return
    yield from _unknown(field, ASSERTING[kind] | {"type"}, where)
    yield from _values(where, kind, field)
    if field.get("x-widget", "text") not in WIDGETS:
        yield _problem(
            "widget",
            gettext_noop("Câu hỏi “%(field)s” có ô nhập lạ: %(widget)s."),
            field=where,
            widget=field["x-widget"],
        )
    if "format" in field and field["format"] not in FORMATS:
        yield _problem(
            "format",
            gettext_noop("Câu hỏi “%(field)s” có định dạng chưa được hỗ trợ: %(format)s."),
            field=where,
            format=field["format"],
        )
    if kind == "array":
        yield from _items(where, field.get("items"), within)


LENGTHS = ("minLength", "maxLength", "minItems", "maxItems")
NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def _values(where: str, kind: str, field: JsonObject) -> Iterator[InputError]:
    """Keywords whose values no validator could use, and words that are none."""
    wrong = [word for word in LENGTHS if word in field and (type(field[word]) is not int or field[word] < 0)]
    wrong += [word for word in NUMBERS if word in field and type(field[word]) not in (int, float)]
    wrong += [
        word for word in ("title", "description", "pattern", "x-unit") if not isinstance(field.get(word, ""), str)
    ]
    wrong += [word for word in ("x-en", "x-errors", "x-enum-titles") if not isinstance(field.get(word, {}), Mapping)]
    if "enum" in field and not (isinstance(field["enum"], list) and field["enum"] and _plain(field["enum"])):
        wrong.append("enum")
    for word in wrong:
        sentence = gettext_noop("Câu hỏi “%(field)s”: giá trị của “%(keyword)s” viết sai.")
        yield _problem("value", sentence, field=where, keyword=word)


def _plain(values: list[Any]) -> bool:
    return all(isinstance(one, str | int | float | bool) for one in values)


def _items(where: str, items: Any, within: str) -> Iterator[InputError]:
    kind = items.get("type") if isinstance(items, Mapping) else None
    if kind == "string" and isinstance(items.get("enum"), list) and _plain(items["enum"]) and items["enum"]:
        yield from _unknown(items, {"type", "enum"}, where)
    elif kind == "object" and not within and isinstance(items.get("properties"), Mapping):
        yield from _unknown(items, {"type", "properties", "required", "additionalProperties"}, where)
        yield from _required(items, items["properties"])
        for key, field in items["properties"].items():
            if isinstance(field, Mapping) and field.get("type") == "array":
                yield _problem(
                    "nested", gettext_noop("Nhóm lặp “%(field)s” không được chứa nhóm lặp khác."), field=where
                )
            else:
                yield from _field(key, field, f"{where}.")
    else:
        yield _problem(
            "items", gettext_noop("Danh sách “%(field)s” phải gồm các lựa chọn hoặc các nhóm câu hỏi."), field=where
        )


def _rule(rule: Any, keys: set[str]) -> Iterator[InputError]:
    """One conditional duty: if / then / else."""
    if not isinstance(rule, Mapping) or "if" not in rule:
        yield _problem("rule", gettext_noop("Phần allOf của biểu mẫu chỉ được gồm các quy tắc if/then."))
        return
    yield from _inside(rule["if"], IN_CONDITION, "if")
    for branch in ("then", "else"):
        yield from _inside(rule.get(branch, {}), IN_THEN, branch)
        wanted = rule.get(branch, {}).get("required", []) if isinstance(rule.get(branch, {}), Mapping) else []
        for key in sorted(set(wanted) - keys) if _words(wanted) else ():
            yield _problem(
                "required", gettext_noop("Bắt buộc trả lời “%(field)s” nhưng biểu mẫu không có câu đó."), field=key
            )


def _inside(node: Any, known: set[str], where: str) -> Iterator[InputError]:
    if not isinstance(node, Mapping):
        yield _problem("rule", gettext_noop("Quy tắc if/then của biểu mẫu viết sai."))
        return
    yield from _unknown(node, known, where)
    inner, lists = node.get("properties", {}), [node.get(word, []) for word in ("allOf", "anyOf")]
    if not (isinstance(inner, Mapping) and all(isinstance(one, list) for one in lists)):
        yield _problem("rule", gettext_noop("Quy tắc if/then của biểu mẫu viết sai."))
        return
    if not _words(node.get("required", [])):
        yield _problem("rule", gettext_noop("Quy tắc if/then của biểu mẫu viết sai."))
    for one in inner.values():
        yield from _inside(one, known | {"const", "enum", "minimum", "maximum", "minLength"}, where)
    for each in lists:
        for one in each:
            yield from _inside(one, known, where)
    for word in ("not", "contains"):
        if word in node:
            yield from _inside(node[word], known, where)


def _layout(layout: JsonObject, properties: JsonObject) -> Iterator[InputError]:
    steps = layout.get("steps")
    if not isinstance(steps, list) or not steps:
        yield _problem("no_steps", gettext_noop("Biểu mẫu chưa chia thành bước nào."))
        return
    seen: set[str] = set()
    for n, step in enumerate(steps, 1):
        if not isinstance(step, Mapping):
            step = {}
        missing = [word for word in ("key", "title", "fields") if not step.get(word)]
        missing += [word for word in ("key", "title") if step.get(word) and not isinstance(step[word], str)]
        if missing or not _words(step["fields"]):
            yield _problem(
                "step",
                gettext_noop("Bước %(n)d của biểu mẫu thiếu: %(what)s."),
                n=n,
                what=", ".join(missing or ["fields"]),
            )
            continue
        for key in step["fields"]:
            if key not in properties:
                yield _problem(
                    "unknown",
                    gettext_noop("Bước “%(step)s” hỏi “%(field)s” nhưng biểu mẫu không có câu đó."),
                    step=step["title"],
                    field=key,
                )
            elif key in seen:
                yield _problem("twice", gettext_noop("Câu “%(field)s” được hỏi hai lần."), field=key)
            seen.add(key)
        yield from _conditions(step, properties)
    for key in properties.keys() - seen:
        yield _problem("unasked", gettext_noop("Câu “%(field)s” không nằm trong bước nào."), field=key)


def _conditions(step: JsonObject, properties: JsonObject) -> Iterator[InputError]:
    title = step["title"]
    if not all(isinstance(step.get(word, {}), Mapping) for word in ("show_when", "page_when")):
        yield _problem("condition", gettext_noop("Bước “%(step)s”: %(why)s"), step=title, why="show_when")
        return
    whole, own = conditions_in(step)
    for condition in [*([whole] if whole else []), *own.values()]:
        try:
            check_condition(condition)
        except BadCondition as error:
            yield _problem("condition", gettext_noop("Bước “%(step)s”: %(why)s"), step=title, why=str(error))
            continue
        for key in fields_of(condition):
            if key not in properties and key != "channel":
                yield _problem(
                    "condition_field",
                    gettext_noop("Bước “%(step)s”: điều kiện nhắc tới “%(field)s”, không có câu đó."),
                    step=title,
                    field=key,
                )


__all__ = ["BadForm", "BadPattern", "expand", "problems"]
