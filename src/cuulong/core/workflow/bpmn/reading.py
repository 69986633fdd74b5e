"""From BPMN to the table, with a report of what the table cannot say (nhập quy trình từ BPMN)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cuulong.core.eforms.conditions import BadCondition, check_condition
from cuulong.core.workflow.bpmn.graph import BadBpmn, Flow, Graph, Node, parse
from cuulong.core.workflow.bpmn.names import BETWEEN, LIKE_CHOICE, MACHINE, NESTED, WORK, bpmn
from cuulong.core.workflow.definition import END
from cuulong.core.workflow.designer.sheet import MOST_STEPS, Sheet, key_from
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

MOST_WAYS = 30
DURATION = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$")
COMPARISON = re.compile(r"""^=?\s*\$?\{?\s*([A-Za-z_]\w*)\s*(==|!=|>=|<=|=|>|<)\s*(["']?)([^"']*?)\3\s*\}?$""")
FLAG = re.compile(r"^=?\s*\$?\{?\s*(!?)\s*([A-Za-z_]\w*)\s*\}?$")
COMPARED = {"==": "equals", "=": "equals", "!=": "not_equals", ">": "above", ">=": "at_least", "<=": "at_most"}
REFUSING = ("tu choi", "reject", "refus", "deny", "denied", "not approved", "afgewezen", "decline")


@dataclass(frozen=True)
class Imported:
    """A table, and sentences about what of the file did not come along (kết quả nhập)."""

    sheet: Sheet
    title: str
    title_en: str
    notes: tuple[InputError, ...]


@dataclass
class _Way:
    """One way from a step: the flows it takes, and where it ends."""

    flows: list[Flow]
    target: str


@dataclass
class _Reader:
    """One pass over a graph; `roles` is title or code, folded → code."""

    graph: Graph
    roles: Mapping[str, str]
    notes: list[InputError] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    untimed: int = 0

    def note(self, code: str, sentence: str, **params: Any) -> None:
        if not any(one.code == code and one.params == params for one in self.notes):
            self.notes.append(InputError(code, sentence, **params))

    def work(self) -> list[Node]:
        """The nodes that become steps."""
        taken = {one for others in self.beside.values() for one in others}
        return [n for n in self.graph.nodes.values() if n.kind in WORK and n.id not in taken]


def read_bpmn(data: bytes, roles: Mapping[str, str]) -> Imported:
    """The table a BPMN file describes, as far as a table can. `roles`: title → code. Raises BadBpmn."""
    graph = parse(data)
    reader = _Reader(graph, {fold(title): code for title, code in roles.items()})
    for node in list(graph.nodes.values()):
        if node.kind == "parallelGateway" and len(graph.leaving(node.id)) > 1:
            _fold_parallel(reader, node)
    work = reader.work()
    if not work:
        sentence = gettext_noop(
            "Ở tầng ngoài cùng tệp không có việc nào do người làm (user task) nên không có bước để đưa vào bảng."
        )
        raise BadBpmn("no_work", sentence)
    if len(work) > MOST_STEPS:
        raise BadBpmn("too_many", gettext_noop("Quy trình có %(n)d việc, nhiều hơn mức 60 bước."), n=len(work))
    for node in work:
        wanted = (node.own or {}).get("key")
        taken = set(reader.keys.values())
        reader.keys[node.id] = wanted if isinstance(wanted, str) and wanted not in taken else key_from(node.name, taken)
    steps = [_step(reader, node) for node in work]
    sheet = {"start": _start(reader, steps[0]["key"]), "steps": steps}
    _report(reader)
    names = graph.names
    return Imported(sheet, str(names.get("title") or graph.name), str(names.get("title_en") or ""), tuple(reader.notes))


# ---- what an export of ours left in the file ------------------------------------------------------------------------


def _is_title(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(one, str) for one in value.values()))


def _is_condition(value: Any) -> bool:
    try:
        check_condition(value)
    except (BadCondition, TypeError, RecursionError):
        return False
    return True


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


SOUND: Mapping[str, Callable[[Any], bool]] = {
    "key": _is_text,
    "title": _is_title,
    "role": _is_text,
    "scope": _is_text,
    "agency": _is_text,
    "silence": _is_text,
    "next": _is_text,
    "hours": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "room": _is_flag,
    "required": _is_flag,
    "waits": _is_flag,
    "product": _is_title,
    "returns": _is_words,
    "needs": _is_words,
    "when": _is_condition,
}


def _sound(written: Any) -> dict[str, Any]:
    """What somebody may have forged, without all that is not of its kind."""
    if not isinstance(written, dict):
        return {}
    kept = {name: value for name, value in written.items() if name in SOUND and SOUND[name](value)}
    if isinstance(written.get("actions"), list):
        kept["actions"] = [_sound(one) for one in written["actions"]]
    return kept


# ---- steps ----------------------------------------------------------------------------------------------------------


def _step(reader: _Reader, node: Node) -> dict[str, Any]:
    written = _sound(node.own)
    row: dict[str, Any] = {
        "key": reader.keys[node.id],
        "title": _title(written, node),
        "role": written.get("role") or _role(reader, node),
        "scope": written.get("scope", "competent"),
        "hours": _hours(reader, node, written.get("hours")),
        **{name: written[name] for name in ("room", "product", "returns") if name in written},
    }
    row["actions"] = _actions(reader, node, written.get("actions"))
    if others := reader.beside.get(node.id):
        row["parallel"] = [_opinion(reader, reader.graph.nodes[one]) for one in others]
    return row


def _title(written: Mapping[str, Any], node: Node) -> Any:
    """The name in the file wins over what was once exported."""
    title = written.get("title")
    kept = title.get("vi") if isinstance(title, Mapping) else title
    return title if title and (not node.name or kept == node.name) else {"vi": node.name or "Việc chưa có tên"}


def _role(reader: _Reader, node: Node) -> str:
    if not node.lane:
        reader.note("no_lane", gettext_noop("Có việc không nằm trong làn nào: tạm để Chuyên viên làm."))
        return "specialist"
    if role := reader.roles.get(fold(node.lane)):
        return role
    sentence = gettext_noop("Làn “%(lane)s” không trùng tên vai trò nào: tạm để Chuyên viên làm.")
    reader.note("lane", sentence, lane=node.lane)
    return "specialist"


def _hours(reader: _Reader, node: Node, written: int | None = None) -> int:
    for event in reader.graph.attached.get(node.id, ()):
        text = event.element.findtext(f"{bpmn('timerEventDefinition')}/{bpmn('timeDuration')}", "").strip()
        if found := DURATION.match(text):
            weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
            return weeks * 40 + days * 8 + hours + (minutes > 0)
        name = event.name or node.name
        if event.element.find(bpmn("timerEventDefinition")) is not None:
            reader.note(
                "timer", gettext_noop("Hẹn giờ “%(name)s” không phải một khoảng thời gian nên bỏ qua."), name=name
            )
        else:
            sentence = gettext_noop("Sự kiện gắn vào “%(name)s” không có chỗ trong bảng nên bỏ qua.")
            reader.note("boundary", sentence, name=name)
    if written is not None:
        return written
    reader.untimed += 1
    return 8


def _opinion(reader: _Reader, node: Node) -> dict[str, Any]:
    written = _sound(node.own)
    opinion = {
        "key": written.get("key") or key_from(node.name, set()),
        "title": _title(written, node),
        "agency": written.get("agency", "ask"),
        "hours": _hours(reader, node, written.get("hours")),
        "required": written.get("required", True),
        "silence": written.get("silence", "remind"),
    }
    role = written.get("role") or (_role(reader, node) if node.own is None else "specialist")
    return (
        opinion | ({"role": role} if role != "specialist" else {}) | {k: written[k] for k in ("when",) if k in written}
    )


# ---- ways -----------------------------------------------------------------------------------------------------------


def _actions(reader: _Reader, node: Node, written: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = written or []
    fresh: list[dict[str, Any]] = []
    for way in _ways(reader, node.id):
        place = next((flow.own["n"] for flow in way.flows if flow.own and isinstance(flow.own.get("n"), int)), None)
        if place is not None and 0 <= place < len(kept):
            kept[place]["next"] = way.target
        else:
            fresh.append(_action(reader, way, {one["key"] for one in fresh}))
    return [one for one in kept if all(one.get(name) for name in ("key", "title", "next"))] + fresh


def _action(reader: _Reader, way: _Way, taken: set[str]) -> dict[str, Any]:
    names = [flow.name for flow in way.flows if flow.name]
    if not names:
        steps = {reader.keys[one.id]: one.name for one in reader.work()}
        names = [f"Chuyển: {steps[way.target]}" if way.target in steps else "Kết thúc"]
    title = ", ".join(dict.fromkeys(names))[:200]
    action: dict[str, Any] = {"key": key_from(title, taken), "title": {"vi": title}, "next": way.target}
    conditions = [one for flow in way.flows if (one := _condition(reader, flow))]
    if conditions:
        action["when"] = conditions[0] if len(conditions) == 1 else {"all": conditions}
    return action


def _condition(reader: _Reader, flow: Flow) -> dict[str, Any] | None:
    text = flow.condition
    if not text or text == "true":
        return None
    if found := FLAG.match(text):
        return {"field": found[2], "op": "equals", "value": not found[1]}
    if found := COMPARISON.match(text):
        name, op, quoted, raw = found.groups()
        value: Any = raw.strip()
        if not quoted and re.fullmatch(r"-?\d+", value):
            value = int(value)
        if op == "<" and isinstance(value, int):
            return {"not": {"field": name, "op": "at_least", "value": value}}
        if op in ("==", "=", "!=") or isinstance(value, int):
            return {"field": name, "op": COMPARED[op], "value": value}
    sentence = gettext_noop("Điều kiện “%(condition)s” không đọc được: đặt lại ở thao tác.")
    reader.note("condition", sentence, condition=text[:120])
    return None


def _ways(reader: _Reader, node: str) -> list[_Way]:
    """Every way from a node to the next steps or ends, through whatever stands between."""
    found: list[_Way] = []
    todo: list[tuple[str, list[Flow], frozenset[str]]] = [(node, [], frozenset())]
    while todo and len(found) < MOST_WAYS:
        here, path, seen = todo.pop(0)
        leaving = reader.graph.leaving(here)
        if here == node and len(leaving) > 1:
            sentence = gettext_noop("Từ “%(name)s” có nhiều đường ra không qua cổng: đọc như rẽ nhánh chọn một.")
            reader.note("no_gateway", sentence, name=reader.graph.nodes[here].name)
        for flow in leaving:
            target, taken = flow.target, [*path, flow]
            there = reader.graph.nodes.get(target)
            if there is None or target in seen:
                continue
            if target in reader.keys:
                found.append(_Way(taken, reader.keys[target]))
            elif there.kind == "endEvent":
                found.append(_Way(taken, END + _outcome(there)))
            else:
                todo.append((target, taken, seen | {target}))
    return found


def _outcome(event: Node) -> str:
    outcome = (event.own or {}).get("outcome")
    if isinstance(outcome, str) and outcome:
        return outcome
    return "refused" if any(word in fold(event.name) for word in REFUSING) else "issued"


def _start(reader: _Reader, first: str) -> str:
    for node in reader.graph.nodes.values():
        if node.kind == "startEvent":
            for way in _ways(reader, node.id):
                if not way.target.startswith(END):
                    return way.target
    reader.note("no_start", gettext_noop("Không rõ bắt đầu ở đâu: tạm bắt đầu ở bước đầu tiên trong tệp."))
    return first


# ---- parallel work --------------------------------------------------------------------------------------------------


def _fold_parallel(reader: _Reader, fork: Node) -> None:
    """One task stays the step, those beside it become opinions; only where all branches join again at once."""
    graph = reader.graph
    branches = [_branch(graph, flow) for flow in graph.leaving(fork.id)]
    joins = {join for _tasks, join in branches}
    if len(joins) == 1 and None not in joins and all(len(tasks) == 1 for tasks, _join in branches):
        tasks = [one[0] for one, _join in branches]
        main = next((t for t in tasks if "actions" in (graph.nodes[t].own or {})), tasks[0])
        reader.beside[main] = [one for one in tasks if one != main]
        graph.flows = [f for f in graph.flows if f.target not in reader.beside[main]]
        return
    names = ", ".join(graph.nodes[t].name for tasks, _join in branches[1:] for t in tasks) or fork.name or "song song"
    sentence = gettext_noop(
        "Nhánh song song “%(names)s” không gộp lại ngay sau một việc: bảng chỉ giữ nhánh đầu, các việc kia chưa nối vào."
    )
    reader.note("parallel", sentence, names=names)
    first = graph.leaving(fork.id)[0]
    graph.flows = [f for f in graph.flows if f.source != fork.id or f is first]


def _branch(graph: Graph, flow: Flow) -> tuple[list[str], str | None]:
    """The tasks of a branch in a row and the parallel join behind them; None when it does not simply lead there."""
    tasks: list[str] = []
    seen: set[str] = set()
    here = flow.target
    while here in graph.nodes and here not in seen:
        seen.add(here)
        node = graph.nodes[here]
        if node.kind == "parallelGateway" and len(graph.arriving(here)) > 1:
            return tasks, here
        if node.kind in WORK:
            tasks.append(here)
        leaving = graph.leaving(here)
        if len(leaving) != 1:
            break
        here = leaving[0].target
    return tasks, None


# ---- the report -----------------------------------------------------------------------------------------------------


def _report(reader: _Reader) -> None:
    graph = reader.graph
    for node in graph.nodes.values():
        name = node.name or node.id
        if node.kind in MACHINE:
            sentence = gettext_noop("Việc máy làm “%(name)s” (%(kind)s) không đưa vào bảng; đường đi nối qua nó.")
            reader.note("machine", sentence, name=name, kind=node.kind)
        elif node.kind in NESTED:
            inside = sum(1 for kind in WORK for _one in node.element.iter(bpmn(kind)))
            sentence = gettext_noop(
                "Quy trình con “%(name)s” (%(n)d việc) không mở ra được; thêm từng việc thành bước."
            )
            reader.note("nested", sentence, name=name, n=inside)
        elif node.kind in LIKE_CHOICE:
            sentence = gettext_noop("Cổng “%(name)s” (%(kind)s) được đọc như rẽ nhánh chọn một.")
            reader.note("gateway", sentence, name=name, kind=node.kind)
        elif node.kind in BETWEEN:
            sentence = gettext_noop("Sự kiện giữa đường “%(name)s” không có chỗ trong bảng; đường đi nối qua nó.")
            reader.note("between", sentence, name=name)
    for host, events in graph.attached.items():
        if host in graph.nodes and graph.nodes[host].kind not in WORK:
            for event in events:
                sentence = gettext_noop("Sự kiện gắn vào “%(name)s” không có chỗ trong bảng nên bỏ qua.")
                reader.note("boundary", sentence, name=event.name or graph.nodes[host].name)
    if graph.others:
        sentence = gettext_noop("Tệp còn quy trình khác, không nhập: %(names)s.")
        reader.note("others", sentence, names=", ".join(graph.others))
    if reader.untimed:
        reader.note("untimed", gettext_noop("%(n)d việc không ghi thời hạn: tạm để 1 ngày làm việc."), n=reader.untimed)
    for kind, n in graph.scenery.items():
        if n:
            reader.note("scenery", gettext_noop("Bỏ qua %(n)d phần tử chỉ để minh họa (%(kind)s)."), n=n, kind=kind)
