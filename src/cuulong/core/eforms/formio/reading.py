"""A Form.io form as a sheet of ours, and what became of every component (nhập biểu mẫu Form.io)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cuulong.core.eforms.builder.exchange import BadFile
from cuulong.core.eforms.builder.kinds import IN_GROUP, fresh, kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.conditions import fields_of
from cuulong.core.eforms.formio.components import (
    CANNOT,
    GROUPS,
    LAYOUT,
    PLAIN,
    WORDS_ONLY,
    label_of,
    question_of,
    text,
)
from cuulong.core.eforms.formio.finding import Found
from cuulong.core.eforms.formio.when import condition_of
from cuulong.lib.errors import gettext_noop

DEEPEST, MOST_COMPONENTS = 25, 3000
TAKEN, CHANGED, LEFT = "taken", "changed", "left"


@dataclass
class Row:
    """One component of the file: taken as it is, taken with changes, or left out, and why."""

    path: str
    type: str
    label: str
    outcome: str = TAKEN
    notes: list[str] = field(default_factory=list)


@dataclass
class Import:
    """The sheet that came of a form, with the report."""

    sheet: Sheet
    rows: list[Row]

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


def read(found: Found) -> Import:
    """Take in one form of a file. Raises BadFile when there is nothing in it to take."""
    if found.components is None:
        raise BadFile(
            "malformed", gettext_noop("Biểu mẫu “%(title)s” không có phần components đúng cách."), title=found.title
        )
    reader = _Reader(Sheet(found.title or "Form.io"))
    reader.read(found.components)
    return Import(reader.sheet, reader.rows)


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: list[Row] = []
        self.step, self.group, self.left = "", "", MOST_COMPONENTS
        self.keys: dict[str, str] = {}  # their path or key → our key
        self.waiting: list[tuple[str, Row, list[Mapping[str, Any]]]] = []

    def read(self, components: list[Any]) -> None:
        self._all(components, "", 0, [])
        for key, row, owners in self.waiting:
            self._conditions(key, row, owners)
        self.sheet.layout["steps"] = [one for one in self.sheet.steps if one["fields"]]

    def _all(self, components: Any, path: str, depth: int, owners: list[Mapping[str, Any]]) -> None:
        for one in components if isinstance(components, list) else ():
            self.left -= 1
            if self.left < 0:
                raise BadFile("components", gettext_noop("Biểu mẫu có quá %(top)d thành phần."), top=MOST_COMPONENTS)
            if isinstance(one, Mapping) and isinstance(one.get("type"), str):
                self._one(one, path, depth, owners)
            elif isinstance(one, Mapping) and isinstance(one.get("components"), list) and depth <= DEEPEST:
                self._all(one["components"], path, depth + 1, owners)  # a tab
            else:
                self.rows.append(Row(path, "?", "", LEFT, [gettext_noop("thành phần không ghi loại")]))

    def _one(self, component: Mapping[str, Any], path: str, depth: int, owners: list[Mapping[str, Any]]) -> None:
        kind, key = component["type"], text(component.get("key"), 60)
        here = f"{path}.{key}" if path and key else key or path
        row = Row(here, kind[:40], label_of(component))
        self.rows.append(row)
        if kind == "button":
            row.notes.append(gettext_noop("nút bấm; ở đây trang tự có nút"))
        elif depth > DEEPEST:
            row.outcome, row.notes = LEFT, [gettext_noop("lồng quá sâu")]
        elif kind in LAYOUT or (kind in GROUPS and self.group):
            self._box(component, row, here, depth, owners)
        elif kind in GROUPS:
            self._rows_of(component, row, here, depth, owners)
        elif kind in WORDS_ONLY:
            self._words(component, row)
        elif kind == "file" and not self.group:
            rules = component.get("validate")
            key = self.sheet.add_paper(row.label or "Tệp")
            if not (isinstance(rules, Mapping) and rules.get("required") is True):
                self.sheet.paper(key)["required"] = "optional"
            row.outcome, row.notes = CHANGED, [gettext_noop("thành ô nộp giấy tờ ở bước Giấy tờ kèm theo")]
        elif kind in PLAIN:
            self._question(component, row, owners)
        else:
            row.outcome, row.notes = LEFT, [CANNOT.get(kind, CANNOT["unknown"])]

    def _place(self) -> str:
        if not self.step:
            self.step = self.sheet.add_step(self.sheet.title)
        return self.step

    def _box(
        self, component: Mapping[str, Any], row: Row, path: str, depth: int, owners: list[Mapping[str, Any]]
    ) -> None:
        """A box: a panel at the top is a page, of any other only the contents stay."""
        if component["type"] in GROUPS:
            row.outcome, row.notes = CHANGED, [gettext_noop("nhóm lặp trong nhóm lặp: chỉ hỏi một lần")]
        elif component["type"] == "panel" and depth == 0 and not self.group:
            self.step = self.sheet.add_step(row.label or "Bước")
        for inner in _contents(component):
            inside = path if component["type"] in ("container", *GROUPS) else path.rpartition(".")[0]
            self._all(inner, inside, depth + 1, [*owners, component])
        if component["type"] == "panel" and depth == 0 and not self.group:
            self.step = ""

    def _rows_of(
        self, component: Mapping[str, Any], row: Row, path: str, depth: int, owners: list[Mapping[str, Any]]
    ) -> None:
        kind = "table" if component["type"].lower() == "datagrid" else "group"
        rules = component.get("validate") if isinstance(component.get("validate"), Mapping) else {}
        self.group = self._put(fresh(kind, row.label or "Nhóm"), component, row, owners)
        group, question = self.group, self.sheet.question(self.group)
        for theirs, ours in (("minLength", "minItems"), ("maxLength", "maxItems")):
            number = str(rules.get(theirs, "")) if isinstance(rules, Mapping) else ""
            if number.isascii() and number.isdigit():
                question[ours] = min(int(number[:3]), 100)
        for inner in _contents(component):
            self._all(inner, path, depth + 1, [])
        self.group = ""
        if not self.sheet.children(group):
            self.sheet.delete_question(group)
            self.waiting = [one for one in self.waiting if one[0] != group]
            row.outcome, row.notes = LEFT, [gettext_noop("nhóm không còn câu hỏi nào")]

    def _words(self, component: Mapping[str, Any], row: Row) -> None:
        said = text(component.get("content") or component.get("html"), 1000)
        step = self.sheet.step(self._place())
        if said and not step.get("intro") and not self.group:
            step["intro"] = said
            row.outcome, row.notes = CHANGED, [gettext_noop("thành lời dẫn của bước, bỏ định dạng")]
        else:
            row.outcome, row.notes = LEFT, [gettext_noop("bước đã có lời dẫn, hoặc không có chữ nào")]

    def _question(self, component: Mapping[str, Any], row: Row, owners: list[Mapping[str, Any]]) -> None:
        question = question_of(component, row.notes)
        if question is None or (self.group and kind_of(question) not in IN_GROUP):
            row.outcome = LEFT
            row.notes = row.notes or [gettext_noop("chọn nhiều không đứng được trong nhóm lặp")]
            return
        for word, why in _CODE.items():
            if component.get(word):
                row.notes.append(why)
        if component.get("hidden") is True:
            row.notes.append(gettext_noop("ẩn sẵn trong tệp, ở đây luôn hỏi"))
        self._put(question, component, row, owners)

    def _put(
        self, question: dict[str, Any], component: Mapping[str, Any], row: Row, owners: list[Mapping[str, Any]]
    ) -> str:
        question["title"] = question.get("title") or row.type
        name = text(component.get("key"), 50) or row.label or "cau"
        path = self.sheet.put(question, name, step="" if self.group else self._place(), group=self.group)
        row.outcome = CHANGED if row.notes else TAKEN
        rules = component.get("validate")
        if isinstance(rules, Mapping) and rules.get("required") is True:
            if question.get("type") == "boolean":
                question["const"] = True
            self.sheet.set_required(path, True)
        if self.group:
            if any(condition_of([component], self.keys, self.sheet)):
                row.outcome = CHANGED
                row.notes.append(gettext_noop("điều kiện trong nhóm lặp không nhập được, câu luôn được hỏi"))
        else:
            self.keys |= {row.path: path, text(component.get("key"), 60): path}
            self.waiting.append((path, row, [*owners, component]))
        return path

    def _conditions(self, key: str, row: Row, owners: list[Mapping[str, Any]]) -> None:
        condition, notes = condition_of(owners, self.keys, self.sheet)
        if condition and key not in _mentioned(condition):
            self.sheet.set_show_when(key, condition)
        if notes:
            row.outcome = CHANGED
            row.notes += [note for note in notes if note not in row.notes]


_CODE = {
    "calculateValue": gettext_noop("công thức viết bằng mã lệnh không nhập được"),
    "customDefaultValue": gettext_noop("giá trị sẵn viết bằng mã lệnh không nhập được"),
    "logic": gettext_noop("quy tắc logic không nhập được"),
    "prefill": gettext_noop("nguồn điền sẵn của nơi khác không nhập được"),
}


def _mentioned(condition: Any) -> set[str]:
    return set(fields_of(condition))


def _contents(component: Mapping[str, Any]) -> Iterator[Any]:
    """The lists of components that a box holds: its own, those of its columns, of its table's cells."""
    yield component.get("components")
    columns = component.get("columns")
    for column in columns if isinstance(columns, list) else ():
        if isinstance(column, Mapping):
            yield column.get("components")
    rows = component.get("rows")
    for cells in rows if isinstance(rows, list) else ():
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, Mapping):
                yield cell.get("components")
