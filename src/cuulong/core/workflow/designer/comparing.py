"""What changed between two wordings of a process, in sentences (so sánh hai phiên bản)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.workflow.definition import Action, Definition, Opinion, StepDef, in_language
from cuulong.core.workflow.designer.words import condition_words
from cuulong.core.workflow.diagram import hours_words, outcome_words, role_title
from cuulong.core.workflow.places import place_names, place_words, scope_words


def differences(older: Definition, newer: Definition) -> list[str]:
    """Every difference, step by step; empty when both work alike (khác nhau ở đâu)."""
    return list(_differences(older, newer))


def _name(title: Any) -> str:
    return in_language(title, get_language() or "vi")


def _differences(older: Definition, newer: Definition) -> Iterator[str]:
    places = place_names(older, newer)
    if older.start != newer.start:
        yield _("Bắt đầu ở bước “%(new)s”, trước là “%(old)s”.") % {
            "new": _step_name(newer, newer.start),
            "old": _step_name(older, older.start),
        }
    for step in older.steps:
        if step.key not in newer.by_key:
            yield _("Bỏ bước “%(step)s”.") % {"step": _name(step.title)}
    for step in newer.steps:
        before = older.by_key.get(step.key)
        if before is None:
            words = {"step": _name(step.title), "role": role_title(step.role), "time": hours_words(step.hours)}
            yield _("Thêm bước “%(step)s”: %(role)s, %(time)s.") % words
        else:
            yield from _step(before, step, older, newer, places)
    kept = [[s.key for s in table.steps if s.key in other.by_key] for table, other in ((older, newer), (newer, older))]
    if kept[0] != kept[1]:
        yield _("Các bước đổi thứ tự trong bảng.")


def _step(old: StepDef, new: StepDef, older: Definition, newer: Definition, places: Mapping[str, str]) -> Iterator[str]:
    name = _name(new.title)
    pairs = (
        (_("tên"), _name(old.title), name),
        (_("người làm"), role_title(old.role), role_title(new.role)),
        (_("nơi làm"), scope_words(old, places), scope_words(new, places)),
        (_("thời hạn"), hours_words(old.hours), hours_words(new.hours)),
        (_("sản phẩm"), _name(old.product), _name(new.product)),
        (_("trả lại được về"), _returns(old, older), _returns(new, newer)),
    )
    for what, before, after in pairs:
        if before != after:
            yield _changed(name, what, before, after)
    yield from _rows(name, _ways(old, older), _ways(new, newer), _("thao tác"))
    yield from _rows(name, _questions(old, places), _questions(new, places), _("ý kiến"))


def _changed(name: str, what: str, before: str, after: str) -> str:
    words = {"step": name, "what": what, "old": before or "–", "new": after or "–"}
    return _("Bước “%(step)s”: %(what)s đổi từ “%(old)s” thành “%(new)s”.") % words


def _rows(name: str, before: dict[str, str], after: dict[str, str], what: str) -> Iterator[str]:
    for key in before.keys() - after.keys():
        yield _("Bước “%(step)s”: bỏ %(what)s “%(row)s”.") % {"step": name, "what": what, "row": before[key]}
    for key, words in after.items():
        if key not in before:
            yield _("Bước “%(step)s”: thêm %(what)s “%(row)s”.") % {"step": name, "what": what, "row": words}
        elif before[key] != words:
            yield _changed(name, what, before[key], words)


def _ways(step: StepDef, table: Definition) -> dict[str, str]:
    """key → the action in words; actions of one key are told apart by their order."""
    found: dict[str, str] = {}
    for action in step.actions:
        key, n = action.key, 2
        while key in found:
            key, n = f"{action.key}#{n}", n + 1
        found[key] = _way(action, step, table)
    return found


def _way(action: Action, step: StepDef, table: Definition) -> str:
    needs = {"note": _("ghi ý kiến"), "signature": _("ký số"), "number": _("cấp số")}
    words = f"{_name(action.title)} → {target_words(table, step, action)}"
    if action.needs:
        words += ", " + ", ".join(needs[need] for need in action.needs)
    if action.when:
        words += _(", khi %(condition)s") % {"condition": condition_words(action.when)}
    return words if action.waits else words + _(", không chờ ý kiến")


def _questions(step: StepDef, places: Mapping[str, str]) -> dict[str, str]:
    return {one.key: _question(one, places) for one in step.opinions}


def _question(one: Opinion, places: Mapping[str, str]) -> str:
    words = f"{_name(one.title)}: {place_words(one.agency, places)}, {hours_words(one.hours)}"
    if not one.required:
        words += _(", hỏi khi cần")
    if one.silence == "consent":
        words += _(", quá hạn coi như đồng ý")
    return words + (_(", khi %(condition)s") % {"condition": condition_words(one.when)} if one.when else "")


def _returns(step: StepDef, table: Definition) -> str:
    if step.returns is None:
        return _("bước bất kỳ đã qua")
    return ", ".join(_step_name(table, key) for key in step.returns)


def _step_name(table: Definition, key: str) -> str:
    return _name(table[key].title) if key in table.by_key else key


def target_words(table: Definition, step: StepDef, action: Action) -> str:
    """Where an action leads (chuyển tới đâu)."""
    if step.stays(action):
        return _("ở lại bước này")
    if action.outcome:
        return outcome_words(action.outcome)
    return _step_name(table, action.next) or _("chưa nói chuyển tới đâu")
