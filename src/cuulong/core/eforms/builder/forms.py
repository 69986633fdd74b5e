"""The boxes in which a page, a question, a publication is described (ô nhập của màn hình soạn)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.eforms.builder.kinds import GROUPS, NUMBERS, kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.sources import prefill_choices
from cuulong.core.eforms.form import Field
from cuulong.core.eforms.formulas import FUNCTIONS, BadFormula, parse
from cuulong.core.eforms.patterns import BadPattern, portable
from cuulong.core.eforms.texts import possible
from cuulong.design.errors import say
from cuulong.design.forms import DateBoxes
from cuulong.lib.vietnamese import clean, fold

MOST_OPTIONS = 500
CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


class NewForm(forms.Form):
    """A new form."""

    title = forms.CharField(label=gettext_lazy("Tên biểu mẫu"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Mã biểu mẫu"),
        max_length=60,
        help_text=gettext_lazy("Chữ thường không dấu, số, dấu chấm, gạch; ví dụ services.1.004002"),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code) or code in ("new", "import"):
            raise forms.ValidationError(_("Mã chỉ gồm chữ thường không dấu, số, dấu chấm và gạch."))
        return code


class NamesForm(forms.Form):
    """What the form is called."""

    title = forms.CharField(label=gettext_lazy("Tên biểu mẫu"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=300, required=False)


class StepForm(forms.Form):
    """One page."""

    title = forms.CharField(label=gettext_lazy("Tên bước"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False)
    intro = forms.CharField(
        label=gettext_lazy("Lời dẫn"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    intro_en = forms.CharField(
        label=gettext_lazy("Lời dẫn tiếng Anh"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def store(self, step: dict[str, Any]) -> None:
        """Write what was typed into the page."""
        for word in ("title", "title_en", "intro", "intro_en"):
            _set(step, word, clean(self.cleaned_data[word]))


class PaperForm(forms.Form):
    """A slot for one paper of the dossier."""

    name = forms.CharField(label=gettext_lazy("Tên giấy tờ"), max_length=300)
    name_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=300, required=False)
    hint = forms.CharField(label=gettext_lazy("Lời hướng dẫn"), max_length=500, required=False)
    hint_en = forms.CharField(label=gettext_lazy("Lời hướng dẫn tiếng Anh"), max_length=500, required=False)
    copy_kind = forms.ChoiceField(
        label=gettext_lazy("Nộp bản"),
        choices=[
            ("copy", gettext_lazy("bản chụp")),
            ("certified_copy", gettext_lazy("bản sao chứng thực")),
            ("original", gettext_lazy("bản chính")),
            ("electronic", gettext_lazy("bản điện tử")),
        ],
    )
    is_optional = forms.BooleanField(label=gettext_lazy("Không bắt buộc nộp"), required=False)

    def store(self, paper: dict[str, Any]) -> None:
        """Write what was typed into the slot."""
        for word in ("name", "name_en", "hint", "hint_en", "copy_kind"):
            _set(paper, word, clean(self.cleaned_data[word]))
        paper["required"] = "optional" if self.cleaned_data["is_optional"] else "always"


class PublishForm(forms.Form):
    """From which day a wording applies."""

    valid_from = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"), widget=DateBoxes)


class RetireForm(forms.Form):
    """The last day of a wording."""

    last_day = forms.DateField(label=gettext_lazy("Ngày cuối cùng áp dụng"), widget=DateBoxes)


def _set(node: dict[str, Any], word: str, value: Any) -> None:
    if value in (None, "", {}, []):
        node.pop(word, None)
    else:
        node[word] = value


class QuestionForm(forms.Form):
    """One question: only the boxes that its kind has."""

    title = forms.CharField(label=gettext_lazy("Câu hỏi"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Câu hỏi tiếng Anh"), max_length=300, required=False)
    description = forms.CharField(label=gettext_lazy("Lời hướng dẫn"), max_length=500, required=False)
    description_en = forms.CharField(label=gettext_lazy("Lời hướng dẫn tiếng Anh"), max_length=500, required=False)

    def __init__(self, data: Any, sheet: Sheet, path: str) -> None:
        self.sheet, self.path, self.question = sheet, path, sheet.question(path)
        self.kind, self.is_child = kind_of(self.question), "." in path
        self.field = Field(path, self.question, False)
        super().__init__(data, initial=self._texts())
        self._add_settings()
        self._add_errors()

    def _texts(self) -> dict[str, Any]:
        english = self.question.get("x-en", {})
        return {
            "title": self.question.get("title", ""),
            "description": self.question.get("description", ""),
            "title_en": english.get("title", ""),
            "description_en": english.get("description", ""),
        }

    def _box(self, name: str, made: forms.Field, initial: Any) -> None:
        made.required = made.required and name == "formula"
        self.fields[name] = made
        self.initial[name] = initial

    def _add_settings(self) -> None:
        one = self.question
        if self.kind in ("text", "textarea"):
            for word, label in (
                ("minLength", _("Ít nhất bao nhiêu ký tự")),
                ("maxLength", _("Nhiều nhất bao nhiêu ký tự")),
            ):
                self._box(word, forms.IntegerField(label=label, min_value=0, max_value=100_000), one.get(word))
            hint = _("Dành cho người quen biểu thức chính quy, ví dụ ^[A-Z]{2}[0-9]{6}$")
            self._box("pattern", forms.CharField(label=_("Khuôn cách viết"), help_text=hint), one.get("pattern"))
        if self.kind in (*NUMBERS, "computed"):
            for word, label in (("minimum", _("Nhỏ nhất")), ("maximum", _("Lớn nhất"))):
                self._box(word, forms.FloatField(label=label), one.get(word))
            self._box("unit", forms.CharField(label=_("Đơn vị"), max_length=20), one.get("x-unit"))
        if self.kind == "computed":
            hint = _("Như trong bảng tính, dùng mã câu hỏi. Hàm: %(known)s. Các câu: %(keys)s.") % {
                "known": ", ".join(FUNCTIONS),
                "keys": ", ".join(self._keys()),
            }
            made = forms.CharField(
                label=_("Công thức"), max_length=500, help_text=hint, widget=forms.Textarea({"rows": 2})
            )
            self._box("formula", made, one["x-compute"])
            kinds = (("number", _("Số có phần lẻ")), ("integer", _("Số nguyên")), ("string", _("Chữ")))
            self._box("result", forms.ChoiceField(label=_("Kết quả là"), choices=kinds), one.get("type"))
        if self.kind in ("choice", "choices"):
            hint = _(
                "Mỗi dòng một lựa chọn: chữ tiếng Việt | chữ tiếng Anh | giá trị lưu (hai phần sau để trống cũng được)."
            )
            made = forms.CharField(label=_("Các lựa chọn"), help_text=hint, widget=forms.Textarea({"rows": 8}))
            self._box("options", made, self._option_lines())
        if self.kind in ("choices", *GROUPS):
            what = (_("Ít nhất bao nhiêu mục"), _("Nhiều nhất bao nhiêu mục"))
            for word, label in zip(("minItems", "maxItems"), what, strict=True):
                self._box(word, forms.IntegerField(label=label, min_value=0, max_value=100), one.get(word))
        if self.kind in GROUPS:
            names = self.repeat
            self._box("item_title", forms.CharField(label=_("Một mục gọi là"), max_length=100), names.get("item_title"))
            self._box(
                "item_title_en",
                forms.CharField(label=_("Tên mục tiếng Anh"), max_length=100),
                names.get("item_title_en"),
            )
        if self.kind == "yes":
            self._box("must", forms.BooleanField(label=_("Phải đánh dấu mới gửi được")), one.get("const") is True)
        if not self.is_child and self.kind not in (*GROUPS, "computed", "choices", "yes"):
            sources = [("", _("Không điền sẵn")), *prefill_choices(self.sheet, self.path)]
            known = self.sheet.layout.get("prefill", {}).get(self.path, "")
            if known and known not in dict(sources):
                sources.append((known, known))
            self._box("prefill", forms.ChoiceField(label=_("Điền sẵn từ"), choices=sources), known)
        if self.is_child and self.kind != "computed":
            self._box("always", forms.BooleanField(label=_("Bắt buộc trả lời")), self.sheet.is_required(self.path))

    @property
    def repeat(self) -> dict[str, Any]:
        """What one item of the group is called."""
        found = [one for one in self.sheet.layout.get("repeats", ()) if one.get("field") == self.path]
        return found[0] if found else {}

    def _keys(self) -> list[str]:
        group, _dot, child = self.path.partition(".")
        if child:
            return [key for key in self.sheet.children(group) if key != child]
        return [path for path in self.sheet.paths() if path != self.path]

    def _option_lines(self) -> str:
        words, english = self.question.get("x-enum-titles", {}), self.question.get("x-en", {}).get("enum_titles", {})
        values = self.question.get("enum") or self.question.get("items", {}).get("enum") or ()
        lines = [(str(words.get(str(value), value)), str(english.get(str(value), "")), str(value)) for value in values]
        return "\n".join(" | ".join(line) for line in lines)

    def _add_errors(self) -> None:
        """Own sentences for what an answer can break; ours stand as the hint of what is said otherwise."""
        self.sentences = [] if self.kind == "computed" else [word for word in possible(self.field) if word != "type"]
        own, english = self.question.get("x-errors", {}), self.question.get("x-en", {}).get("errors", {})
        for word in self.sentences:
            label = _("Lời nhắc khi: %(what)s") % {"what": BROKEN[word]}
            self._box(f"error_{word}", forms.CharField(label=label, max_length=300), own.get(word, ""))
            label = _("Tiếng Anh, khi: %(what)s") % {"what": BROKEN[word]}
            self._box(f"error_en_{word}", forms.CharField(label=label, max_length=300), english.get(word, ""))

    def rows(self, *, errors: bool) -> list[Any]:
        """The boxes of own sentences, or all others."""
        return [self[name] for name in self.fields if name.startswith("error_") == errors]

    def sentence_rows(self) -> list[Any]:
        return self.rows(errors=True)

    def setting_rows(self) -> list[Any]:
        return self.rows(errors=False)

    def clean_pattern(self) -> str:
        try:
            portable(self.cleaned_data["pattern"])
        except BadPattern as error:
            raise forms.ValidationError(say(error)) from error
        return str(self.cleaned_data["pattern"])

    def clean_formula(self) -> str:
        try:
            parse(self.cleaned_data["formula"])
        except BadFormula as error:
            raise forms.ValidationError(say(error)) from error
        return str(self.cleaned_data["formula"])

    def clean_options(self) -> list[tuple[str, str, str]]:
        """(value, words, English) of each line."""
        found: list[tuple[str, str, str]] = []
        for line in str(self.cleaned_data["options"]).splitlines():
            words, english, value = ([clean(part) for part in line.split("|")] + ["", ""])[:3]
            if words:
                plain = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:40] or str(len(found) + 1)
                found.append((value or plain, words, english))
        values = [value for value, *_words in found]
        if len(values) < 2:
            raise forms.ValidationError(_("Viết ít nhất hai lựa chọn, mỗi dòng một."))
        if len(values) > MOST_OPTIONS:
            raise forms.ValidationError(_("Có quá %(top)s lựa chọn.") % {"top": MOST_OPTIONS})
        if len(set(values)) < len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise forms.ValidationError(_("Giá trị “%(value)s” đứng hai lần.") % {"value": twice})
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for low, high in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
            if given.get(low) is not None and given.get(high) is not None and given[low] > given[high]:
                self.add_error(high, _("Giới hạn trên nhỏ hơn giới hạn dưới."))
        return given

    def store(self, sheet: Sheet) -> None:
        """Write what was typed into the question of another copy of the sheet."""
        question, given = sheet.question(self.path), self.cleaned_data
        english = question.setdefault("x-en", {})
        for word in ("title", "description"):
            _set(question, word, clean(given[word]))
            _set(english, word, clean(given[f"{word}_en"]))
        for word in ("minLength", "maxLength", "minItems", "maxItems", "pattern"):
            if word in given:
                _set(question, word, given[word])
        for word in ("minimum", "maximum"):
            if word in given:
                value = given[word]
                _set(question, word, int(value) if value is not None and float(value).is_integer() else value)
        if "unit" in given:
            _set(question, "x-unit", clean(given["unit"]))
        if "formula" in given:
            question |= {"x-compute": given["formula"], "type": given["result"]}
        if "must" in given:
            _set(question, "const", given["must"] or None)
        if "options" in given:
            self._store_options(question, english)
        self._store_errors(question, english)
        _set(question, "x-en", english)
        if "prefill" in given:
            sheet.set_prefill(self.path, given["prefill"])
        if "always" in given:
            sheet.set_required(self.path, given["always"])
        if "item_title" in given:
            self._store_repeat(sheet)

    def _store_options(self, question: dict[str, Any], english: dict[str, Any]) -> None:
        options = self.cleaned_data["options"]
        home = question["items"] if self.kind == "choices" else question
        numbers = question.get("type") in ("integer", "number")
        home["enum"] = [
            int(value) if numbers and re.fullmatch(r"-?\d{1,15}", value) else value for value, *_w in options
        ]
        question["x-enum-titles"] = {value: words for value, words, _english in options}
        _set(english, "enum_titles", {value: words for value, _words, words in options if words})

    def _store_errors(self, question: dict[str, Any], english: dict[str, Any]) -> None:
        for home, word, prefix in ((question, "x-errors", "error_"), (english, "errors", "error_en_")):
            kept = {key: text for key, text in home.get(word, {}).items() if key not in self.sentences}
            typed = {key: clean(self.cleaned_data.get(prefix + key) or "") for key in self.sentences}
            _set(home, word, kept | {key: text for key, text in typed.items() if text})

    def _store_repeat(self, sheet: Sheet) -> None:
        given, question = self.cleaned_data, sheet.question(self.path)
        others = [one for one in sheet.layout.get("repeats", ()) if one.get("field") != self.path]
        names: dict[str, Any] = {
            "field": self.path,
            "item_title": clean(given["item_title"]) or question.get("title", ""),
        }
        _set(names, "item_title_en", clean(given["item_title_en"]))
        names |= {"min": question.get("minItems", 0), "max": question.get("maxItems", 20)}
        sheet.layout["repeats"] = [*others, names]


BROKEN: Mapping[str, Any] = {
    "required": gettext_lazy("chưa trả lời"),
    "enum": gettext_lazy("chọn ngoài danh sách"),
    "const": gettext_lazy("chưa đánh dấu"),
    "minItems": gettext_lazy("quá ít mục"),
    "maxItems": gettext_lazy("quá nhiều mục"),
    "minLength": gettext_lazy("quá ngắn"),
    "maxLength": gettext_lazy("quá dài"),
    "pattern": gettext_lazy("sai cách viết"),
    "format": gettext_lazy("ngày không có thật"),
    "minimum": gettext_lazy("quá nhỏ"),
    "exclusiveMinimum": gettext_lazy("quá nhỏ (phải lớn hơn hẳn)"),
    "maximum": gettext_lazy("quá lớn"),
    "exclusiveMaximum": gettext_lazy("quá lớn (phải nhỏ hơn hẳn)"),
    "identity": gettext_lazy("số không thể có thật"),
}
