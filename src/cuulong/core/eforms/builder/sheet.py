"""A form on the workbench, and every change one can make to it; pure values (bản soạn biểu mẫu)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from cuulong.core.eforms.builder.kinds import GROUPS, IN_GROUP, TITLES, fresh, kind_of
from cuulong.core.eforms.builder.logic import as_condition, as_schema
from cuulong.core.eforms.definition import expand, is_too_big, problems
from cuulong.core.eforms.needs import conditions_in
from cuulong.core.eforms.versions import for_reader
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean, fold

Json = dict[str, Any]
KEPT_RULE = ("if", "then", "else")


class NoSuchPart(LookupError):
    """The step or question is not (any more) in the form (không có phần này)."""


class BadChange(InputError):
    """A change that cannot be made (không sửa được như vậy)."""


@dataclass
class Sheet:
    """Names, schema and layout of a form that may still be unfinished."""

    title: str
    title_en: str = ""
    schema: Json = field(default_factory=lambda: {"type": "object", "properties": {}})
    layout: Json = field(default_factory=lambda: {"steps": []})

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Sheet:
        """A sheet of its own from what `raw` gave; also from a version's schema and layout."""
        names = str(raw.get("title", "")), str(raw.get("title_en", ""))
        sheet = cls(*names, deepcopy(dict(raw["schema"])), deepcopy(dict(raw["layout"])))
        sheet._straighten()
        return sheet

    @property
    def name(self) -> str:
        """The title in the reader's language, Vietnamese where there is no other."""
        return for_reader(self.title, self.title_en)

    @property
    def raw(self) -> Json:
        return {"title": self.title, "title_en": self.title_en, "schema": self.schema, "layout": self.layout}

    def _straighten(self) -> None:
        """References written out, page conditions apart from those of questions, a duty a rule."""
        if is_too_big(self.schema, self.layout):
            raise BadChange("big", gettext_noop("Biểu mẫu lớn quá sức xử lý. Chia thành các biểu mẫu nhỏ hơn."))
        self.schema = expand(self.schema)
        if not isinstance(self.schema.get("properties"), dict) or not isinstance(self.layout.get("steps"), list):
            raise BadChange("root", gettext_noop("Tệp này không chứa một biểu mẫu."))
        papers = self.layout.get("papers", [])
        if not isinstance(papers, list) or not all(isinstance(one, dict) for one in papers):
            raise BadChange("root", gettext_noop("Tệp này không chứa một biểu mẫu."))
        if not all(isinstance(one, dict) for one in self.schema["properties"].values()) or not all(
            isinstance(step, dict)
            and all(isinstance(step.get(word, {}), dict) for word in ("show_when", "page_when"))
            and all(isinstance(key, str) for key in step.get("fields", ()))
            for step in self.layout["steps"]
        ):
            raise BadChange("root", gettext_noop("Tệp này không chứa một biểu mẫu."))
        for step in self.layout["steps"]:
            whole, own = conditions_in(step)
            for word, value in (("page_when", whole), ("show_when", own)):
                step.pop(word, None)
                if value:
                    step[word] = value
        rules = self.schema.pop("allOf", [])
        if "if" in self.schema:
            rules = [*rules, {word: self.schema.pop(word) for word in KEPT_RULE if word in self.schema}]
        if made := [one for rule in rules for one in _single_duties(rule)]:
            self.schema["allOf"] = made

    def problems(self) -> list[InputError]:
        """What still stands in the way of publishing (việc còn phải sửa)."""
        found = problems(self.schema, self.layout)
        if not clean(self.title):
            found.insert(0, InputError("no_title", gettext_noop("Biểu mẫu chưa có tên.")))
        return found

    # ---- looking --------------------------------------------------------------------------------------------------

    @property
    def steps(self) -> list[Json]:
        steps: list[Json] = self.layout["steps"]
        return steps

    def step(self, key: str) -> Json:
        for step in self.steps:
            if step.get("key") == key:
                return step
        raise NoSuchPart(key)

    def step_of(self, path: str) -> Json:
        root = path.partition(".")[0]
        for step in self.steps:
            if root in step.get("fields", ()):
                return step
        raise NoSuchPart(path)

    def _home(self, path: str) -> tuple[Json, str]:
        """(the properties a question stands in, its key there); an item's question is `group.key`."""
        root, _dot, child = path.partition(".")
        try:
            if not child:
                return self.schema["properties"], root
            return self.schema["properties"][root]["items"]["properties"], child
        except (KeyError, TypeError) as error:
            raise NoSuchPart(path) from error

    def question(self, path: str) -> Json:
        home, key = self._home(path)
        if not isinstance(home.get(key), dict):
            raise NoSuchPart(path)
        found: Json = home[key]
        return found

    def kind(self, path: str) -> str:
        return kind_of(self.question(path))

    def paths(self) -> Iterator[str]:
        """Every question, page by page, items after their group."""
        for step in self.steps:
            for key in step.get("fields", ()):
                if key in self.schema["properties"]:
                    yield key
                    yield from (f"{key}.{child}" for child in self.children(key))

    def children(self, key: str) -> list[str]:
        """The questions of one item in the order they are asked; JSON columns do not keep the order of keys."""
        items = self.schema["properties"].get(key, {}).get("items", {})
        properties = items.get("properties", {}) if isinstance(items, dict) else {}
        order = [one for one in items.get("x-order", ()) if one in properties] if isinstance(items, dict) else []
        return [*order, *(one for one in properties if one not in order)]

    def show_when(self, key: str) -> Any:
        return self.step_of(key).get("show_when", {}).get(key)

    def required_when(self, key: str) -> Any:
        for rule in self.schema.get("allOf", ()):
            if rule.get("x-field") == key:
                return rule["x-when"]
        return None

    def is_required(self, path: str) -> bool:
        root, _dot, child = path.partition(".")
        home = self.schema["properties"][root]["items"] if child else self.schema
        return (child or root) in home.get("required", ())

    # ---- pages ----------------------------------------------------------------------------------------------------

    def add_step(self, title: str) -> str:
        key = _free(title, {step.get("key", "") for step in self.steps}, "buoc")
        self.steps.append({"key": key, "title": clean(title), "fields": []})
        return key

    def move_step(self, key: str, by: int) -> None:
        _move(self.steps, self.steps.index(self.step(key)), by)

    def delete_step(self, key: str) -> None:
        step = self.step(key)
        for path in list(step.get("fields", ())):
            self.delete_question(path)
        self.steps.remove(step)

    def duplicate_step(self, key: str) -> str:
        """A copy of the page with copies of its questions; conditions among them point at the copies."""
        step = self.step(key)
        new = self.add_step(step["title"])
        copies = {}
        for path in list(step["fields"]):
            copies[path] = self.duplicate_question(path, step=new)
        at = self.steps.index(self.step(new))
        self.steps.insert(self.steps.index(step) + 1, self.steps.pop(at))
        made = self.step(new)
        made["title"] = step["title"]
        made |= {word: deepcopy(step[word]) for word in ("title_en", "intro", "intro_en", "page_when") if word in step}
        if shown := {copies[k]: _renamed(c, copies) for k, c in step.get("show_when", {}).items() if k in copies}:
            made["show_when"] = shown
        return new

    # ---- questions ------------------------------------------------------------------------------------------------

    def add_question(self, kind: str, title: str, *, step: str = "", group: str = "") -> str:
        """A fresh question at the end of a page or of a group; gives its path."""
        if kind not in (IN_GROUP if group else TITLES):
            raise BadChange("kind", gettext_noop("Chọn loại câu hỏi trong danh sách."))
        if not clean(title):
            raise BadChange("title", gettext_noop("Viết nội dung câu hỏi."))
        if group and self.kind(group) not in GROUPS:
            raise NoSuchPart(group)
        return self.put(fresh(kind, clean(title)), title, step=step, group=group)

    def put(self, question: Json, title: str, *, step: str = "", group: str = "") -> str:
        """Add a question whose key is made from `title` to the end of a page or of a group; gives its path."""
        if group:
            items = self.question(group)["items"]
            key = _free(title, set(items["properties"]))
            items["x-order"] = [*self.children(group), key]
            items["properties"][key] = question
            return f"{group}.{key}"
        fields: list[str] = self.step(step).setdefault("fields", [])
        key = _free(title, set(self.schema["properties"]) | {"channel"})
        self.schema["properties"][key] = question
        fields.append(key)
        return key

    def delete_question(self, path: str) -> None:
        """Take a question away with its own conditions and prefill; others that look at it are named by `problems`."""
        self.question(path)
        self.set_required(path, False)
        home, key = self._home(path)
        del home[key]
        group, _dot, child = path.partition(".")
        if child:
            return
        step = self.step_of(group)
        step["fields"].remove(group)
        step.get("show_when", {}).pop(group, None)
        self.layout.get("prefill", {}).pop(group, None)
        self.layout["repeats"] = [one for one in self.layout.get("repeats", ()) if one.get("field") != group]

    def move_question(self, path: str, by: int) -> None:
        """Up or down on its page; over the edge it goes to the neighbouring page."""
        group, _dot, child = path.partition(".")
        if child:
            items = self.question(group)["items"]
            order = self.children(group)
            _move(order, order.index(child), by)
            items["x-order"] = order
            return
        step = self.step_of(path)
        at = step["fields"].index(path)
        if 0 <= at + by < len(step["fields"]):
            _move(step["fields"], at, by)
            return
        near = self.steps.index(step) + by
        if 0 <= near < len(self.steps):
            self.place_question(path, self.steps[near]["key"], 0 if by > 0 else len(self.steps[near]["fields"]))

    def place_question(self, path: str, step: str, at: int) -> None:
        """Put a question at a place of a page; its own condition goes with it."""
        here, there = self.step_of(path), self.step(step)
        condition = here.get("show_when", {}).pop(path, None)
        here["fields"].remove(path)
        there["fields"].insert(max(0, min(at, len(there["fields"]))), path)
        if condition:
            there.setdefault("show_when", {})[path] = condition

    def duplicate_question(self, path: str, step: str = "") -> str:
        question = deepcopy(self.question(path))
        group, _dot, child = path.partition(".")
        title = str(question.get("title") or path)
        if child:
            new = self.put(question, title, group=group)
            self.set_required(new, self.is_required(path))
            return new
        here = step or self.step_of(path)["key"]
        new = self.put(question, title, step=here)
        if not step:
            fields = self.step(here)["fields"]
            fields.insert(fields.index(path) + 1, fields.pop())
            self.set_show_when(new, deepcopy(self.show_when(path)))
        self.set_required(new, self.is_required(path), deepcopy(self.required_when(path)))
        for one in [one for one in self.layout.get("repeats", ()) if one.get("field") == path]:
            self.layout["repeats"].append(one | {"field": new})
        return new

    # ---- papers ---------------------------------------------------------------------------------------------------

    @property
    def papers(self) -> list[Json]:
        found: list[Json] = self.layout.get("papers", [])
        return found

    def paper(self, key: str) -> Json:
        for paper in self.papers:
            if paper.get("key") == key:
                return paper
        raise NoSuchPart(key)

    def add_paper(self, name: str) -> str:
        """A slot for one paper, required at first."""
        if not clean(name):
            raise BadChange("title", gettext_noop("Viết tên giấy tờ."))
        key = _free(name, {paper.get("key", "") for paper in self.papers}, "giay")
        self.layout["papers"] = [*self.papers, {"key": key, "name": clean(name), "required": "always"}]
        return key

    def move_paper(self, key: str, by: int) -> None:
        _move(self.papers, self.papers.index(self.paper(key)), by)

    def delete_paper(self, key: str) -> None:
        self.papers.remove(self.paper(key))

    # ---- what goes with a question --------------------------------------------------------------------------------

    def set_required(self, path: str, always: bool, when: Any = None) -> None:
        root, _dot, child = path.partition(".")
        home = self.schema["properties"][root]["items"] if child else self.schema
        key = child or root
        required = [one for one in home.get("required", ()) if one != key] + ([key] if always else [])
        home.pop("required", None)
        if required:
            home["required"] = required
        if child:
            return
        rules = [rule for rule in self.schema.pop("allOf", []) if rule.get("x-field") != key]
        if when:
            rules.append({"x-field": key, "x-when": when, "if": as_schema(when), "then": {"required": [key]}})
        if rules:
            self.schema["allOf"] = rules

    def set_show_when(self, key: str, condition: Any) -> None:
        step = self.step_of(key)
        shown = step.pop("show_when", {})
        shown.pop(key, None)
        if condition:
            shown[key] = condition
        if shown:
            step["show_when"] = shown

    def set_prefill(self, key: str, source: str) -> None:
        prefill = self.layout.pop("prefill", {})
        prefill.pop(key, None)
        if source:
            prefill[key] = source
        if prefill:
            self.layout["prefill"] = prefill


def _single_duties(rule: Any) -> list[Json]:
    """A rule as one rule a question, where it only makes questions required; otherwise as it is."""
    if not isinstance(rule, Mapping):
        return []
    if "x-when" in rule:
        return [dict(rule)]
    when, then = as_condition(rule.get("if")), rule.get("then")
    plain = {word for word in rule if word in KEPT_RULE} == {"if", "then"}
    if (
        when is None
        or not plain
        or not isinstance(then, Mapping)
        or set(then) != {"required"}
        or not isinstance(then["required"], list)
    ):
        return [dict(rule)]
    return [{"x-field": key, "x-when": when, "if": rule["if"], "then": {"required": [key]}} for key in then["required"]]


def _renamed(condition: Any, names: Mapping[str, str]) -> Any:
    """A condition whose questions have other keys."""
    if isinstance(condition, list):
        return [_renamed(one, names) for one in condition]
    if not isinstance(condition, Mapping):
        return condition
    return {
        word: names.get(value, value) if word == "field" else value if word == "value" else _renamed(value, names)
        for word, value in condition.items()
    }


def _free(title: str, taken: set[str], otherwise: str = "cau") -> str:
    """A key made from the title that nothing else has."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:50].strip("_")
    base = plain if re.match(r"[a-z]", plain) else f"{otherwise}_{plain}".strip("_")
    n = 1
    while (key := base if n == 1 else f"{base}_{n}") in taken:
        n += 1
    return key


def _move(items: list[Any], at: int, by: int) -> None:
    items.insert(max(0, min(len(items) - 1, at + by)), items.pop(at))
