"""What a button of the workbench does to the sheet, and the sentence the history keeps of it (việc sửa bản soạn)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cuulong.core.eforms.actions.drafts import Alter, Said
from cuulong.core.eforms.builder.conditions import ConditionForm
from cuulong.core.eforms.builder.sheet import BadChange, Sheet
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

Post = Mapping[str, str]


def of_button(post: Post, place: list[str]) -> Alter:
    """The change that a pressed button asks for; the name of the place to go back to is put into `place`."""
    for name, deed in _BUTTONS.items():
        if name in post:
            return lambda sheet: deed(sheet, post[name], post, place)
    raise BadChange("button", gettext_noop("Không rõ nút nào đã được bấm. Bấm lại lần nữa."))


def edit_step(key: str, store: Callable[[dict[str, Any]], None], condition: Any) -> Alter:
    """Names of a page and when it is asked."""

    def alter(sheet: Sheet) -> Said:
        step = sheet.step(key)
        store(step)
        step.pop("page_when", None)
        if condition:
            step["page_when"] = condition
        return gettext_noop("Sửa bước “%(title)s”"), {"title": step["title"]}

    return alter


def edit_question(
    path: str, store: Callable[[Sheet], None], shown: ConditionForm | None, required: ConditionForm | None
) -> Alter:
    """All of one question."""

    def alter(sheet: Sheet) -> Said:
        store(sheet)
        if shown is not None:
            sheet.set_show_when(path, shown.condition)
        if required is not None:
            sheet.set_required(path, required.is_always, required.condition)
        return gettext_noop("Sửa câu “%(title)s”"), {"title": sheet.question(path)["title"]}

    return alter


def edit_paper(key: str, store: Callable[[dict[str, Any]], None], condition: Any) -> Alter:
    """A slot for a paper: its words, and when it is asked for."""

    def alter(sheet: Sheet) -> Said:
        paper = sheet.paper(key)
        store(paper)
        paper.pop("when", None)
        if condition:
            paper |= {"required": "when", "when": condition}
        return gettext_noop("Sửa giấy tờ “%(title)s”"), {"title": paper["name"]}

    return alter


def edit_names(title: str, title_en: str) -> Alter:
    """What the form is called."""

    def alter(sheet: Sheet) -> Said:
        sheet.title, sheet.title_en = clean(title), clean(title_en)
        return gettext_noop("Đổi tên biểu mẫu thành “%(title)s”"), {"title": sheet.title}

    return alter


def replace(content: Mapping[str, Any], file: str) -> Alter:
    """Everything by what a file says."""

    def alter(sheet: Sheet) -> Said:
        new = Sheet.of(content)
        sheet.schema, sheet.layout = new.schema, new.layout
        sheet.title, sheet.title_en = new.title or sheet.title, new.title_en or sheet.title_en
        return gettext_noop("Nhập từ tệp %(file)s"), {"file": file}

    return alter


def _title(sheet: Sheet, path: str) -> dict[str, Any]:
    return {"title": sheet.question(path).get("title") or path}


def _names(sheet: Sheet, _value: str, post: Post, place: list[str]) -> Said:
    if not clean(post.get("title", "")):
        raise BadChange("title", gettext_noop("Biểu mẫu cần có tên."))
    return edit_names(post.get("title", ""), post.get("title_en", ""))(sheet)


def _add_step(sheet: Sheet, _value: str, post: Post, place: list[str]) -> Said:
    title = clean(post.get("title", ""))[:200]
    if not title:
        raise BadChange("title", gettext_noop("Viết tên bước."))
    place.append(f"step-{sheet.add_step(title)}")
    return gettext_noop("Thêm bước “%(title)s”"), {"title": title}


def _add_question(sheet: Sheet, _value: str, post: Post, place: list[str]) -> Said:
    title = clean(post.get("title", ""))[:300]
    path = sheet.add_question(post.get("kind", ""), title, step=post.get("step", ""), group=post.get("group", ""))
    place.append(f"q-{path}")
    return gettext_noop("Thêm câu “%(title)s”"), {"title": title}


def _move_step(by: int) -> Callable[..., Said]:
    def deed(sheet: Sheet, key: str, _post: Post, place: list[str]) -> Said:
        sheet.move_step(key, by)
        place.append(f"step-{key}")
        return gettext_noop("Chuyển chỗ bước “%(title)s”"), {"title": sheet.step(key)["title"]}

    return deed


def _copy_step(sheet: Sheet, key: str, _post: Post, place: list[str]) -> Said:
    place.append(f"step-{sheet.duplicate_step(key)}")
    return gettext_noop("Nhân bản bước “%(title)s”"), {"title": sheet.step(key)["title"]}


def _delete_step(sheet: Sheet, key: str, _post: Post, place: list[str]) -> Said:
    title = sheet.step(key)["title"]
    sheet.delete_step(key)
    return gettext_noop("Xóa bước “%(title)s” cùng các câu hỏi của bước"), {"title": title}


def _move_question(by: int) -> Callable[..., Said]:
    def deed(sheet: Sheet, path: str, _post: Post, place: list[str]) -> Said:
        sheet.move_question(path, by)
        place.append(f"q-{path}")
        return gettext_noop("Chuyển chỗ câu “%(title)s”"), _title(sheet, path)

    return deed


def _copy_question(sheet: Sheet, path: str, _post: Post, place: list[str]) -> Said:
    place.append(f"q-{sheet.duplicate_question(path)}")
    return gettext_noop("Nhân bản câu “%(title)s”"), _title(sheet, path)


def _delete_question(sheet: Sheet, path: str, _post: Post, place: list[str]) -> Said:
    said = _title(sheet, path)
    sheet.delete_question(path)
    return gettext_noop("Xóa câu “%(title)s”"), said


def _add_paper(sheet: Sheet, _value: str, post: Post, place: list[str]) -> Said:
    name = clean(post.get("title", ""))[:300]
    place.append(f"paper-{sheet.add_paper(name)}")
    return gettext_noop("Thêm giấy tờ “%(title)s”"), {"title": name}


def _move_paper(by: int) -> Callable[..., Said]:
    def deed(sheet: Sheet, key: str, _post: Post, place: list[str]) -> Said:
        sheet.move_paper(key, by)
        place.append(f"paper-{key}")
        return gettext_noop("Chuyển chỗ giấy tờ “%(title)s”"), {"title": sheet.paper(key)["name"]}

    return deed


def _delete_paper(sheet: Sheet, key: str, _post: Post, place: list[str]) -> Said:
    name = sheet.paper(key)["name"]
    sheet.delete_paper(key)
    return gettext_noop("Xóa giấy tờ “%(title)s”"), {"title": name}


def _place_question(sheet: Sheet, path: str, post: Post, place: list[str]) -> Said:
    at = post.get("at", "")
    sheet.place_question(path, post.get("step", ""), int(at) if at.isascii() and at.isdigit() else 0)
    place.append(f"q-{path}")
    return gettext_noop("Chuyển chỗ câu “%(title)s”"), _title(sheet, path)


_BUTTONS: dict[str, Callable[..., Said]] = {
    "names": _names,
    "add_step": _add_step,
    "add_question": _add_question,
    "step_up": _move_step(-1),
    "step_down": _move_step(1),
    "step_copy": _copy_step,
    "step_delete": _delete_step,
    "question_up": _move_question(-1),
    "question_down": _move_question(1),
    "question_copy": _copy_question,
    "question_delete": _delete_question,
    "add_paper": _add_paper,
    "paper_up": _move_paper(-1),
    "paper_down": _move_paper(1),
    "paper_delete": _delete_paper,
    "question_place": _place_question,
}
