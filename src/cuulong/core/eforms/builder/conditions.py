"""Conditions typed into rows: question, comparison, value (ô soạn điều kiện)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cuulong.core.eforms.builder.kinds import GROUPS, kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.words import OPERATORS, condition_words, options_of, title_of
from cuulong.core.eforms.reading import parse_number
from cuulong.lib.vietnamese import clean, fold

KEEP, ALWAYS = "keep", "always"
MOST_ROWS = 8


class ConditionForm(forms.Form):
    """A condition as rows that all hold, or of which one holds. `never`: the words for "no condition"."""

    mode = forms.ChoiceField(label=gettext_lazy("Áp dụng"), required=False)

    def __init__(self, data: Any, sheet: Sheet, condition: Any, never: str, **more: Any) -> None:
        super().__init__(data, **more)
        self.sheet, self.kept = sheet, condition
        rows = _rows(condition)
        modes = [("", never), ("all", _("Khi mọi dòng dưới đây đúng")), ("any", _("Khi ít nhất một dòng đúng"))]
        if condition and rows is None:
            modes.append((KEEP, _("Giữ điều kiện đang có: %(words)s") % {"words": condition_words(sheet, condition)}))
        self._field("mode").choices = modes
        self.initial["mode"] = (
            KEEP if rows is None else ("any" if condition and "any" in condition else "all") * bool(condition)
        )
        self.count = min(MOST_ROWS, max(2, len(rows or ()) + 1))
        for n in range(self.count):
            self._add_row(n, rows[n] if rows and n < len(rows) else {})

    is_always = False

    def allow_always(self, words: str, initial: bool) -> None:
        """One more choice: true whatever was answered."""
        choices = list(self._field("mode").choices)
        self._field("mode").choices = [choices[0], (ALWAYS, words), *choices[1:]]
        if initial and not self.kept:
            self.initial["mode"] = ALWAYS

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _add_row(self, n: int, row: Mapping[str, Any]) -> None:
        number = {"n": n + 1}
        self.fields[f"field_{n}"] = forms.ChoiceField(
            label=_("Dòng %(n)s: câu hỏi") % number, choices=self._questions(), required=False, initial=row.get("field")
        )
        self.fields[f"op_{n}"] = forms.ChoiceField(
            label=_("Dòng %(n)s: so sánh") % number,
            choices=[(op, str(words)) for op, words in OPERATORS.items()],
            required=False,
            initial=row.get("op"),
        )
        self.fields[f"value_{n}"] = forms.CharField(
            label=_("Dòng %(n)s: giá trị") % number, required=False, initial=self._typed(row), max_length=300
        )

    def _questions(self) -> list[tuple[str, str]]:
        properties = self.sheet.schema["properties"]
        keys = [path for path in self.sheet.paths() if "." not in path and kind_of(properties[path]) not in GROUPS]
        return [("", "–"), *((key, title_of(self.sheet, key)) for key in keys), ("channel", _("Cách nộp"))]

    def _typed(self, row: Mapping[str, Any]) -> str:
        value = row.get("value")
        words = {str(one): text for one, text in options_of(self.sheet, row.get("field", "")).items()}
        values = value if isinstance(value, list) else [] if value is None else [value]
        return "; ".join(words.get(str(one), str(one)) for one in values)

    def rows(self) -> Iterator[list[Any]]:
        """Bound fields row by row, for the page."""
        for n in range(self.count):
            yield [self[f"{word}_{n}"] for word in ("field", "op", "value")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        mode = given.get("mode")
        self.condition: Any = None
        if mode == KEEP:
            self.condition = self.kept
        elif mode == ALWAYS:
            self.is_always = True
        elif mode:
            found = [one for n in range(self.count) if given.get(f"field_{n}") and (one := self._row(n, given))]
            if not found and not self.errors:
                self.add_error("mode", _("Chọn câu hỏi ở ít nhất một dòng, hoặc bỏ điều kiện."))
            self.condition = found[0] if len(found) == 1 and mode == "all" else {mode: found}
        return given

    def _row(self, n: int, given: Mapping[str, Any]) -> dict[str, Any] | None:
        key, op, typed = given[f"field_{n}"], given.get(f"op_{n}") or "equals", clean(given.get(f"value_{n}") or "")
        if op == "present":
            return {"field": key, "op": op}
        try:
            if not typed:
                raise ValueError(_("Dòng %(n)s: viết giá trị để so sánh.") % {"n": n + 1})
            if op == "in":
                return {
                    "field": key,
                    "op": op,
                    "value": [self._value(key, one) for one in typed.split(";") if one.strip()],
                }
            if op in ("above", "at_least", "at_most"):
                return {"field": key, "op": op, "value": self._number(typed)}
            return {"field": key, "op": op, "value": self._value(key, typed)}
        except ValueError as error:
            self.add_error(f"value_{n}", str(error))
            return None

    def _number(self, typed: str) -> int | float:
        value = parse_number(typed, get_language() or "vi")
        if isinstance(value, str):
            raise ValueError(_("“%(typed)s” không phải là số.") % {"typed": typed})
        return value

    def _value(self, key: str, typed: str) -> Any:
        options = options_of(self.sheet, key)
        for value, words in options.items():
            if fold(typed.strip()) in (fold(words), fold(str(value))):
                return value
        if options:
            known = ", ".join(f"“{words}”" for words in options.values())
            sentence = _("“%(typed)s” không phải lựa chọn của câu này. Các lựa chọn: %(known)s.")
            raise ValueError(sentence % {"typed": typed.strip(), "known": known})
        question = self.sheet.schema["properties"].get(key, {})
        return self._number(typed) if question.get("type") in ("integer", "number") else typed.strip()


def _rows(condition: Any) -> list[Mapping[str, Any]] | None:
    """The condition as rows; None when it is deeper than rows can show."""
    if not condition:
        return []
    if "op" in condition:
        return [condition]
    for word in ("all", "any"):
        if word in condition and len(condition[word]) < MOST_ROWS and all("op" in one for one in condition[word]):
            return list(condition[word])
    return None
