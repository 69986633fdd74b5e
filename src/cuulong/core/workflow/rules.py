"""What a process table must be, and which way a case goes (quy tắc của quy trình)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from cuulong.core.eforms.conditions import BadCondition, check_condition, holds
from cuulong.core.workflow.definition import (
    END,
    NAMED,
    NEEDS,
    ROOM,
    SILENCE,
    Action,
    Definition,
    StepDef,
    in_language,
    read,
)
from cuulong.lib.errors import InputError, gettext_noop

LONGEST = 4000  # working hours, about two years


class Problem(InputError):
    """One thing wrong with a process table, as a sentence (lỗi trong bảng quy trình)."""


class BadDefinition(InputError):
    """A process table that cannot be used; `.problems` says why (bảng quy trình chưa dùng được)."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        super().__init__(
            "bad_definition", gettext_noop("Bảng quy trình chưa dùng được: %(first)s"), first=str(problems[0])
        )
        self.problems = tuple(problems)


class NotAllowed(InputError):
    """The act is not open to this person or at this step (không được phép)."""


class AlreadyMoved(InputError):
    """Somebody else was first; says who, what and when (hồ sơ đã được người khác xử lý)."""


# ---- checking a definition ------------------------------------------------------------------------------------------


def problems(data: Mapping[str, Any], roles: Collection[str] | None = None) -> list[InputError]:
    """Everything wrong with a process table, in the order of its rows; empty when it can run (kiểm tra quy trình)."""
    rows = data.get("steps")
    if not isinstance(rows, list) or not rows:
        return [Problem("no_steps", gettext_noop("Quy trình chưa có bước nào."))]
    shape = [p for n, row in enumerate(rows, 1) for p in _row_shape(n, row)]
    if shape:
        return shape
    found = [p for row in rows for p in _row_content(row, roles)]
    found += _repeated(row["key"] for row in rows)
    keys = {row["key"] for row in rows}
    if data.get("start") not in keys:
        found.append(
            Problem(
                "start", gettext_noop("Chưa nói bước bắt đầu, hoặc bước “%(key)s” không có."), key=data.get("start", "")
            )
        )
    found += _dangling(rows, keys)
    return found or _paths(read(data))


def _row_shape(n: int, row: Any) -> list[InputError]:
    """Complaints about a row too broken to be read at all."""
    if not isinstance(row, Mapping):
        return [Problem("row", gettext_noop("Dòng %(n)d không phải là một bước."), n=n)]
    missing = [name for name in ("key", "title", "role", "scope", "hours") if row.get(name) in (None, "")]
    found: list[InputError] = []
    if missing:
        found.append(Problem("missing", gettext_noop("Bước thứ %(n)d thiếu: %(what)s."), n=n, what=", ".join(missing)))
    for action in row.get("actions", ()):
        if lacking := [name for name in ("key", "title", "next") if not action.get(name)]:
            if lacking == ["next"]:
                words = {"step": in_language(row.get("title"), "vi"), "action": in_language(action["title"], "vi")}
                sentence = gettext_noop("Bước “%(step)s”, thao tác “%(action)s” chưa nói chuyển tới đâu.")
                found.append(Problem("next_missing", sentence, **words))
                continue
            sentence = gettext_noop("Bước thứ %(n)d có một thao tác thiếu: %(what)s.")
            found.append(Problem("action", sentence, n=n, what=", ".join(lacking)))
    for opinion in row.get("parallel", ()):
        if lacking := [name for name in ("key", "title", "agency", "hours") if opinion.get(name) in (None, "")]:
            sentence = gettext_noop("Bước thứ %(n)d có một ý kiến thiếu: %(what)s.")
            found.append(Problem("opinion", sentence, n=n, what=", ".join(lacking)))
    return found


def _row_content(row: Mapping[str, Any], roles: Collection[str] | None) -> Iterable[InputError]:
    title = in_language(row["title"], "vi")
    if not _is_scope(row["scope"], ("competent", "intake"), ROOM):
        yield Problem(
            "scope",
            gettext_noop("Bước “%(step)s”: không rõ cơ quan nào làm (%(scope)s)."),
            step=title,
            scope=row["scope"],
        )
    if roles is not None and row["role"] not in roles:
        yield Problem(
            "role", gettext_noop("Bước “%(step)s”: không có vai trò “%(role)s”."), step=title, role=row["role"]
        )
    if not _is_time(row["hours"]):
        yield Problem("hours", gettext_noop("Bước “%(step)s”: số giờ phải là số nguyên từ 0 đến 4.000."), step=title)
    if not row.get("actions"):
        yield Problem(
            "no_action", gettext_noop("Bước “%(step)s” không có thao tác nào nên hồ sơ sẽ kẹt ở đó."), step=title
        )
    for action in row.get("actions", ()):
        for need in set(action.get("needs", ())) - set(NEEDS):
            yield Problem(
                "needs",
                gettext_noop("Bước “%(step)s”: không hiểu điều kiện kèm theo “%(need)s”."),
                step=title,
                need=need,
            )
        yield from _condition(action.get("when"), title)
    unconditional = [a["key"] for a in row.get("actions", ()) if not a.get("when")]
    yield from _repeated(unconditional, within=title)
    for opinion in row.get("parallel", ()):
        if not _is_scope(opinion["agency"], ("ask",), ROOM):
            sentence = gettext_noop("Bước “%(step)s”: không rõ hỏi ý kiến cơ quan nào (%(agency)s).")
            yield Problem("opinion_agency", sentence, step=title, agency=opinion["agency"])
        if not _is_time(opinion["hours"]) or not opinion["hours"]:
            yield Problem(
                "opinion_hours", gettext_noop("Bước “%(step)s”: hạn trả lời ý kiến phải dài hơn 0 giờ."), step=title
            )
        if opinion.get("silence", "remind") not in SILENCE:
            yield Problem(
                "silence", gettext_noop("Bước “%(step)s”: không hiểu cách xử lý khi quá hạn trả lời."), step=title
            )
        yield from _condition(opinion.get("when"), title)
    yield from _repeated((o["key"] for o in row.get("parallel", ())), within=title)


def _is_scope(text: Any, words: tuple[str, ...], *prefixes: str) -> bool:
    return isinstance(text, str) and (
        text in words or any(text.startswith(p) and len(text) > len(p) for p in (NAMED, *prefixes))
    )


def _is_time(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST


def _condition(condition: Any, title: str) -> Iterable[InputError]:
    if condition:
        try:
            check_condition(condition)
        except BadCondition as error:
            yield Problem("condition", gettext_noop("Bước “%(step)s”: %(why)s"), step=title, why=str(error))


def _repeated(keys: Iterable[str], within: str = "") -> list[InputError]:
    seen: set[str] = set()
    twice = dict.fromkeys(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    if within:
        sentence = gettext_noop("Bước “%(step)s” có hai mục cùng mã “%(key)s”.")
        return [Problem("twice", sentence, step=within, key=key) for key in twice]
    return [Problem("twice", gettext_noop("Có hai bước cùng mã “%(key)s”."), key=key) for key in twice]


def _dangling(rows: Sequence[Mapping[str, Any]], keys: set[str]) -> Iterable[InputError]:
    for row in rows:
        for action in row.get("actions", ()):
            if not (action["next"] in keys or (action["next"].startswith(END) and len(action["next"]) > len(END))):
                sentence = gettext_noop("Bước “%(step)s”, thao tác “%(action)s” dẫn tới “%(next)s”, không có bước đó.")
                names = {"step": in_language(row["title"], "vi"), "action": in_language(action["title"], "vi")}
                yield Problem("next", sentence, **names, next=action["next"])
        for key in row.get("returns", ()):
            if key not in keys or key == row["key"]:
                sentence = gettext_noop("Bước “%(step)s” trả lại được về “%(key)s”, không có bước đó.")
                yield Problem("returns", sentence, step=in_language(row["title"], "vi"), key=key)


def _paths(definition: Definition) -> list[InputError]:
    """Steps that no case can enter, and steps that no case can ever finish from."""
    onward: dict[str, set[str]] = defaultdict(set)
    backward: dict[str, set[str]] = defaultdict(set)
    for step, action in definition.edges():
        onward[step.key].add(action.next)
        backward[action.next].add(step.key)
    reached = _spread({definition.start}, onward)
    finishing = _spread({END + outcome for outcome in definition.outcomes}, backward)
    found: list[InputError] = []
    for step in definition.steps:
        name = in_language(step.title, "vi")
        if step.key not in reached:
            found.append(Problem("unreachable", gettext_noop("Không có đường nào dẫn tới bước “%(step)s”."), step=name))
        elif step.key not in finishing:
            sentence = gettext_noop("Từ bước “%(step)s” hồ sơ chạy vòng mãi, không có đường kết thúc.")
            found.append(Problem("no_exit", sentence, step=name))
    return found


def _spread(seeds: set[str], along: Mapping[str, set[str]]) -> set[str]:
    found, todo = set(seeds), list(seeds)
    while todo:
        fresh = along.get(todo.pop(), set()) - found
        found |= fresh
        todo.extend(fresh)
    return found


# ---- moving a case --------------------------------------------------------------------------------------------------


def open_actions(step: StepDef, context: Mapping[str, Any], *, paused: bool = False) -> list[Action]:
    """The actions offered, one key once; a paused case keeps only those that stay (thao tác được làm)."""
    offered: dict[str, Action] = {}
    for action in step.actions:
        if holds(action.when, context) and (step.stays(action) or not paused):
            offered.setdefault(action.key, action)
    return list(offered.values())


def choose(step: StepDef, key: str, context: Mapping[str, Any], *, paused: bool = False) -> Action:
    """The action `key` as the context has it. Raises NotAllowed."""
    for action in open_actions(step, context, paused=paused):
        if action.key == key:
            return action
    name = in_language(step.title, "vi")
    if paused:
        raise NotAllowed(
            "paused",
            gettext_noop("Hồ sơ đang tạm dừng. Cho chạy tiếp trước khi chuyển khỏi bước “%(step)s”."),
            step=name,
        )
    raise NotAllowed("no_such_action", gettext_noop("Ở bước “%(step)s” lúc này không có thao tác đó."), step=name)


def must_be_given(action: Action, note: str, given: Collection[str]) -> None:
    """Refuse an action whose note, signature or number is missing. Raises NotAllowed."""
    name = in_language(action.title, "vi")
    if "note" in action.needs and not note.strip():
        raise NotAllowed("note", gettext_noop("Ghi ý kiến hoặc lý do trước khi chọn “%(action)s”."), action=name)
    if "signature" in action.needs and "signature" not in given:
        raise NotAllowed("signature", gettext_noop("“%(action)s” cần chữ ký số của người có thẩm quyền."), action=name)
    if "number" in action.needs and "number" not in given:
        raise NotAllowed("number", gettext_noop("“%(action)s” cần số văn bản đã cấp."), action=name)


class OpenOpinion(Protocol):
    """What a deadline rule must know of an unanswered question."""

    @property
    def due_at(self) -> datetime | None: ...
    @property
    def silence(self) -> str: ...
    @property
    def agency_label(self) -> str: ...


def must_have_opinions(opinions: Iterable[OpenOpinion], at: datetime) -> None:
    """Refuse to go on while an answer is awaited, unless silence counts as consent. Raises NotAllowed."""
    for one in opinions:
        is_late = one.due_at is not None and one.due_at <= at
        if one.silence == "consent" and is_late:
            continue
        if is_late:
            sentence = gettext_noop("%(agency)s chưa trả lời dù đã quá hạn. Nhắc, hoặc rút câu hỏi kèm lý do.")
        else:
            sentence = gettext_noop("Còn chờ ý kiến của %(agency)s.")
        raise NotAllowed("opinion_open", sentence, agency=one.agency_label)
