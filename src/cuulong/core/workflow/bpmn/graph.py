"""A BPMN file as nodes and flows, read with suspicion (đọc tệp BPMN).

No entities, no document type, bounded in size, depth and number of elements.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cuulong.core.workflow.bpmn.names import BPMN, WORK, bpmn, own
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS = 2_000_000, 60, 60_000


class BadBpmn(InputError):
    """The file cannot be read as a process; the sentence says why (tệp BPMN không dùng được)."""


@dataclass
class Node:
    """A task, event or gateway; `own` is what we wrote there ourselves."""

    id: str
    kind: str
    name: str
    element: Element
    lane: str = ""
    own: dict[str, Any] | None = None


@dataclass
class Flow:
    """A sequence flow (đường đi)."""

    id: str
    name: str
    source: str
    target: str
    condition: str = ""
    own: dict[str, Any] | None = None


@dataclass
class Graph:
    """The one process of a file that has the most work in it; `others` are left out."""

    name: str
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    attached: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    others: list[str] = field(default_factory=list)
    scenery: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    names: dict[str, Any] = field(default_factory=dict)

    def leaving(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node]

    def arriving(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node]


def parse(data: bytes) -> Graph:
    """Read a file. Raises BadBpmn."""
    root = _root(data)
    if root.tag != bpmn("definitions"):
        raise BadBpmn("not_bpmn", gettext_noop("Tệp này không phải BPMN 2.0 (thiếu thẻ definitions của OMG)."))
    processes = root.findall(bpmn("process"))
    if not processes:
        raise BadBpmn("no_process", gettext_noop("Tệp BPMN không có quy trình nào (process)."))
    most = max(processes, key=lambda one: sum(len(one.findall(bpmn(kind))) for kind in WORK))
    pools = {
        one.get("processRef", "").rpartition(":")[2]: one.get("name", "") for one in root.iter(bpmn("participant"))
    }
    graph = Graph(name=_name(most) or clean(pools.get(most.get("id", ""), "")))
    graph.others = [
        _name(one) or pools.get(one.get("id", ""), "") or one.get("id", "") for one in processes if one is not most
    ]
    graph.scenery["messageFlow"] = sum(1 for _one in root.iter(bpmn("messageFlow")))
    _fill(graph, most)
    return graph


def _root(data: bytes) -> Element:
    if len(data) > MOST_BYTES:
        raise BadBpmn("too_big", gettext_noop("Tệp nặng quá 2 MB, không phải một quy trình vẽ tay."))
    depth = count = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > MOST_DEPTH or count > MOST_ELEMENTS:
                raise BadBpmn("too_deep", gettext_noop("Tệp lồng quá sâu hoặc có quá nhiều phần tử nên không đọc."))
    except DefusedXmlException as error:
        sentence = gettext_noop("Tệp có khai báo DTD hoặc thực thể (entity), là cách tấn công máy đọc; không nhận.")
        raise BadBpmn("entities", sentence) from error
    except (ParseError, LookupError, ValueError) as error:
        if isinstance(error, BadBpmn):
            raise
        raise BadBpmn("not_xml", gettext_noop("Tệp không phải XML đúng cách nên không đọc được.")) from error
    assert root is not None
    return root


def _name(element: Element) -> str:
    return clean(element.get("name") or "")[:200]


def _own(element: Element, name: str) -> dict[str, Any] | None:
    """What an export of ours left at an element; anything unreadable is as if it were not there."""
    found = element.find(f"{bpmn('extensionElements')}/{own(name)}")
    if found is None or not found.text:
        return None
    try:
        value = json.loads(found.text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _fill(graph: Graph, process: Element) -> None:
    graph.names = _own(process, "process") or {}
    lanes = {
        (ref.text or "").strip(): _name(lane)
        for lane in process.iter(bpmn("lane"))
        for ref in lane.findall(bpmn("flowNodeRef"))
    }
    for element in process:
        kind, key = element.tag.removeprefix(f"{{{BPMN}}}"), element.get("id", "")
        if kind == "sequenceFlow":
            condition = element.findtext(bpmn("conditionExpression"), "").strip()
            ends = element.get("sourceRef", ""), element.get("targetRef", "")
            graph.flows.append(Flow(key, _name(element), *ends, condition, _own(element, "action")))
        elif kind == "boundaryEvent":
            graph.attached[element.get("attachedToRef", "")].append(Node(key, kind, _name(element), element))
        elif kind.endswith(("Task", "task", "Event", "Gateway", "rocess", "callActivity", "transaction")):
            written = _own(element, "row") or _own(element, "opinion")
            graph.nodes[key] = Node(key, kind, _name(element), element, lanes.get(key, ""), written)
        elif kind in ("dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "group"):
            graph.scenery[kind] += 1
