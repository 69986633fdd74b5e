"""What changed between two wordings of a form, in sentences (so sánh hai bản)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.eforms.builder.kinds import TITLES, kind_of
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.words import condition_words

WORDS = {
    "title": gettext_lazy("nội dung câu hỏi"),
    "description": gettext_lazy("lời hướng dẫn"),
    "minimum": gettext_lazy("giá trị nhỏ nhất"),
    "maximum": gettext_lazy("giá trị lớn nhất"),
    "exclusiveMinimum": gettext_lazy("giá trị phải lớn hơn"),
    "exclusiveMaximum": gettext_lazy("giá trị phải nhỏ hơn"),
    "minLength": gettext_lazy("số ký tự ít nhất"),
    "maxLength": gettext_lazy("số ký tự nhiều nhất"),
    "minItems": gettext_lazy("số mục ít nhất"),
    "maxItems": gettext_lazy("số mục nhiều nhất"),
    "pattern": gettext_lazy("khuôn cách viết"),
    "x-unit": gettext_lazy("đơn vị"),
    "x-compute": gettext_lazy("công thức"),
}


def differences(old: Sheet, new: Sheet) -> list[str]:
    """Every difference as one sentence, in the order of the new form; empty when they say the same."""
    return list(_all(old, new))


def _all(old: Sheet, new: Sheet) -> Iterator[str]:
    if old.title != new.title:
        yield _("Tên biểu mẫu: “%(old)s” → “%(new)s”") % {"old": old.title, "new": new.title}
    yield from _steps(old, new)
    before, after = list(old.paths()), list(new.paths())
    for path in after:
        names = {"title": _title(new, path), "kind": TITLES[new.kind(path)]}
        if path not in before:
            yield _("Thêm câu “%(title)s” (%(kind)s)") % names
        else:
            yield from _question(old, new, path)
    for path in before:
        if path not in after:
            yield _("Bỏ câu “%(title)s”") % {"title": _title(old, path)}
    yield from _order(old, new)
    yield from _papers(old, new)
    if _other_rules(old) != _other_rules(new):
        yield _("Các quy tắc bắt buộc khác thay đổi")


def _title(sheet: Sheet, path: str) -> str:
    return str(sheet.question(path).get("title") or path)


def _steps(old: Sheet, new: Sheet) -> Iterator[str]:
    before, after = ({step["key"]: step for step in sheet.steps} for sheet in (old, new))
    for key, step in after.items():
        title = {"title": step["title"]}
        if key not in before:
            yield _("Thêm bước “%(title)s”") % title
            continue
        if before[key]["title"] != step["title"]:
            yield _("Tên bước: “%(old)s” → “%(new)s”") % {"old": before[key]["title"], "new": step["title"]}
        if before[key].get("intro", "") != step.get("intro", ""):
            yield _("Bước “%(title)s”: lời dẫn thay đổi") % title
        if before[key].get("page_when") != step.get("page_when"):
            yield _("Bước “%(title)s”: %(change)s") % (title | {"change": _asked(new, step.get("page_when"))})
    for key, step in before.items():
        if key not in after:
            yield _("Bỏ bước “%(title)s”") % {"title": step["title"]}


def _asked(sheet: Sheet, condition: Any) -> str:
    if not condition:
        return _("nay luôn được hỏi")
    return _("nay chỉ hỏi khi %(when)s") % {"when": condition_words(sheet, condition)}


def _question(old: Sheet, new: Sheet, path: str) -> Iterator[str]:
    before, after, title = old.question(path), new.question(path), _title(new, path)

    def say(change: str) -> str:
        return _("Câu “%(title)s”: %(change)s") % {"title": title, "change": change}

    if kind_of(before) != kind_of(after):
        kinds = {"old": TITLES[kind_of(before)], "new": TITLES[kind_of(after)]}
        yield say(_("loại câu hỏi “%(old)s” → “%(new)s”") % kinds)
    for word, words in WORDS.items():
        if before.get(word) != after.get(word):
            values = {"what": words, "old": _shown(before.get(word)), "new": _shown(after.get(word))}
            yield say(_("%(what)s %(old)s → %(new)s") % values)
    yield from (say(one) for one in _options(before, after))
    for word, change in (("x-errors", _("lời nhắc lỗi thay đổi")), ("x-en", _("lời tiếng Anh thay đổi"))):
        if before.get(word, {}) != after.get(word, {}):
            yield say(change)
    if "." not in path:
        yield from (say(one) for one in _duties(old, new, path))
    elif old.is_required(path) != new.is_required(path):
        yield say(_("nay bắt buộc trả lời") if new.is_required(path) else _("nay không bắt buộc"))


def _shown(value: Any) -> str:
    return _("(không có)") if value is None else f"“{value}”"


def _options(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    def of(question: dict[str, Any]) -> dict[str, str]:
        values = question.get("enum") or question.get("items", {}).get("enum") or ()
        titles = question.get("x-enum-titles", {})
        return {str(value): str(titles.get(str(value), value)) for value in values}

    old, new = of(before), of(after)
    for value, words in new.items():
        if value not in old:
            yield _("thêm lựa chọn “%(words)s”") % {"words": words}
        elif old[value] != words:
            yield _("lựa chọn “%(old)s” → “%(new)s”") % {"old": old[value], "new": words}
    for value, words in old.items():
        if value not in new:
            yield _("bỏ lựa chọn “%(words)s”") % {"words": words}


def _duties(old: Sheet, new: Sheet, path: str) -> Iterator[str]:
    was, now = ((sheet.is_required(path), sheet.required_when(path)) for sheet in (old, new))
    if was != now:
        if now[0]:
            yield _("nay bắt buộc trả lời")
        elif now[1]:
            yield _("nay bắt buộc khi %(when)s") % {"when": condition_words(new, now[1])}
        else:
            yield _("nay không bắt buộc")
    if old.show_when(path) != new.show_when(path):
        yield _asked(new, new.show_when(path))
    sources = [sheet.layout.get("prefill", {}).get(path, "") for sheet in (old, new)]
    if sources[0] != sources[1]:
        yield _("điền sẵn từ %(old)s → %(new)s") % {
            "old": _shown(sources[0] or None),
            "new": _shown(sources[1] or None),
        }


def _order(old: Sheet, new: Sheet) -> Iterator[str]:
    """Pages and questions that both have, but elsewhere."""
    before, after = ([step["key"] for step in sheet.steps] for sheet in (old, new))
    both = set(before) & set(after)
    if [key for key in before if key in both] != [key for key in after if key in both]:
        yield _("Thứ tự các bước thay đổi")
    for path in new.paths():
        if "." in path or path not in old.schema["properties"]:
            continue
        here, there = old.step_of(path)["key"], new.step_of(path)["key"]
        if here != there and there in both:
            names = {"title": _title(new, path), "step": new.step(there)["title"]}
            yield _("Câu “%(title)s” chuyển sang bước “%(step)s”") % names
    for key in both:
        asked = [list(sheet.step(key).get("fields", ())) for sheet in (old, new)]
        shared = set(asked[0]) & set(asked[1])
        if [one for one in asked[0] if one in shared] != [one for one in asked[1] if one in shared]:
            yield _("Bước “%(title)s”: thứ tự câu hỏi thay đổi") % {"title": new.step(key)["title"]}
    for path in new.paths():
        if "." not in path and path in old.schema["properties"]:
            rows = [sheet.children(path) for sheet in (old, new)]
            if rows[0] != rows[1] and sorted(rows[0]) == sorted(rows[1]):
                yield _("Nhóm “%(title)s”: thứ tự câu hỏi thay đổi") % {"title": _title(new, path)}


def _papers(old: Sheet, new: Sheet) -> Iterator[str]:
    before, after = ({paper["key"]: paper for paper in sheet.papers} for sheet in (old, new))
    for key, paper in after.items():
        if key not in before:
            yield _("Thêm giấy tờ “%(name)s”") % {"name": paper["name"]}
        elif before[key] != paper:
            yield _("Giấy tờ “%(name)s” thay đổi") % {"name": paper["name"]}
    for key, paper in before.items():
        if key not in after:
            yield _("Bỏ giấy tờ “%(name)s”") % {"name": paper["name"]}


def _other_rules(sheet: Sheet) -> list[Any]:
    return [rule for rule in sheet.schema.get("allOf", ()) if "x-when" not in rule]
