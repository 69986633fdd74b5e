"""From the table to BPMN 2.0 with its drawing, so that other tools open it (xuất quy trình ra BPMN)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from cuulong.core.workflow.bpmn.names import BPMN, BPMNDI, DC, DI, OWN, XSI, bpmn, own
from cuulong.core.workflow.definition import END, Definition, in_language, read
from cuulong.core.workflow.layout import BOX_HEIGHT, BOX_WIDTH, GAP_X, GAP_Y, lay_out

ROW, GATE, EVENT, PITCH = 300, 50, 36, BOX_WIDTH + GAP_X
FORK, TASK, JOIN, CHOICE = 0, 70, 160, 225  # how far below the top of its row each part of a step stands
NOT_ROW = ("actions", "parallel")

for _prefix, _uri in {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "cuulong": OWN}.items():
    ET.register_namespace(_prefix, _uri)


@dataclass
class _Writer:
    """The process element on one side, where everything stands on the other."""

    process: ET.Element
    places: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    flows: list[tuple[ET.Element, str, str]] = field(default_factory=list)
    lanes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def node(self, kind: str, key: str, name: str, place: tuple[float, float, float, float]) -> ET.Element:
        self.places[key] = place
        return ET.SubElement(self.process, bpmn(kind), {"id": key} | ({"name": name} if name else {}))

    def flow(self, source: str, target: str, name: str = "") -> ET.Element:
        attributes = {"id": f"flow_{len(self.flows) + 1}", "sourceRef": source, "targetRef": target}
        flow = ET.Element(bpmn("sequenceFlow"), attributes | ({"name": name} if name else {}))
        self.flows.append((flow, source, target))
        return flow


def write_bpmn(
    wording: Mapping[str, Any],
    title: str,
    title_en: str,
    code: str,
    lane_names: Mapping[str, str],
    language: str = "vi",
) -> bytes:
    """The file. `lane_names`: role code → its title (tệp BPMN)."""
    table = read(wording)
    root = ET.Element(bpmn("definitions"), {"id": "definitions", "targetNamespace": OWN, "exporter": "Cửu Long"})
    process = ET.SubElement(root, bpmn("process"), {"id": "process", "name": title, "isExecutable": "false"})
    _note(process, "process", {"code": code, "title": title, "title_en": title_en})
    lane_set = ET.SubElement(process, bpmn("laneSet"), {"id": "lanes"})
    writer = _Writer(process)
    _nodes(writer, table, wording, language)
    for n, (role, members) in enumerate(writer.lanes.items(), 1):
        lane = ET.SubElement(lane_set, bpmn("lane"), {"id": f"lane_{n}", "name": lane_names.get(role, role)})
        for member in members:
            ET.SubElement(lane, bpmn("flowNodeRef")).text = member
    _connect(writer)
    _draw(root, writer)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _note(element: ET.Element, name: str, content: Mapping[str, Any]) -> None:
    """What BPMN has no word for, so that nothing is lost when the file comes back."""
    box = ET.Element(bpmn("extensionElements"))
    ET.SubElement(box, own(name)).text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    element.insert(0, box)


# ---- nodes ----------------------------------------------------------------------------------------------------------


def _nodes(writer: _Writer, table: Definition, wording: Mapping[str, Any], language: str) -> None:
    drawing = lay_out(table)
    wide = 1 + max((len(step.opinions) for step in table.steps), default=0)
    corner = {key: (box.x * wide, 100 + (box.y / (BOX_HEIGHT + GAP_Y)) * ROW) for key, box in drawing.boxes.items()}
    ids = {step.key: f"step_{n}" for n, step in enumerate(table.steps, 1)}
    entry = {step.key: f"fork_{ids[step.key]}" if step.opinions else ids[step.key] for step in table.steps}
    x, _y = corner[table.start]
    writer.node("startEvent", "start", "", (x + BOX_WIDTH / 2 - EVENT / 2, 20, EVENT, EVENT))
    writer.flow("start", entry[table.start])
    for n, outcome in enumerate(table.outcomes, 1):
        x, y = corner[END + outcome]
        entry[END + outcome] = f"end_{n}"
        event = writer.node("endEvent", f"end_{n}", outcome, (x + BOX_WIDTH / 2 - EVENT / 2, y, EVENT, EVENT))
        _note(event, "row", {"outcome": outcome})
    for step, row in zip(table.steps, wording["steps"], strict=True):
        _step(writer, row, ids[step.key], corner[step.key], entry, language)


def _step(
    writer: _Writer,
    row: Mapping[str, Any],
    key: str,
    corner: tuple[float, float],
    entry: Mapping[str, str],
    language: str,
) -> None:
    x, y = corner
    middle = x + BOX_WIDTH / 2 - GATE / 2
    opinions = row.get("parallel", ())
    task = writer.node("userTask", key, in_language(row["title"], language), (x, y + TASK, BOX_WIDTH, BOX_HEIGHT))
    onward = [(n, one) for n, one in enumerate(row["actions"]) if one["next"] != row["key"]]
    kept = [
        one if one["next"] == row["key"] else {k: v for k, v in one.items() if k != "next"} for one in row["actions"]
    ]
    _note(task, "row", {k: v for k, v in row.items() if k not in NOT_ROW} | {"actions": kept})
    writer.lanes[row["role"]].append(key)
    _timer(writer, key, row["hours"])
    leave = key
    if opinions:
        leave = f"join_{key}"
        writer.node("parallelGateway", f"fork_{key}", "", (middle, y + FORK, GATE, GATE))
        writer.node("parallelGateway", leave, "", (middle, y + JOIN, GATE, GATE))
        writer.flow(f"fork_{key}", key)
        writer.flow(key, leave)
    for n, one in enumerate(opinions, 1):
        beside, place = f"{key}_opinion_{n}", (x + n * PITCH, y + TASK, BOX_WIDTH, BOX_HEIGHT)
        asked = writer.node("userTask", beside, in_language(one["title"], language), place)
        _note(asked, "opinion", one)
        writer.lanes[one.get("role", "specialist")].append(beside)
        _timer(writer, beside, one["hours"])
        writer.flow(f"fork_{key}", beside)
        writer.flow(beside, leave)
    if len(onward) > 1:
        choice = f"choice_{key}"
        writer.node("exclusiveGateway", choice, "", (middle, y + CHOICE, GATE, GATE))
        writer.flow(leave, choice)
        leave = choice
    for n, action in onward:
        flow = writer.flow(leave, entry[action["next"]], in_language(action["title"], language))
        _note(flow, "action", {"n": n})
        if action.get("when") and len(onward) > 1:
            condition = ET.SubElement(flow, bpmn("conditionExpression"), {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
            condition.text = _expression(action["when"])


def _timer(writer: _Writer, key: str, hours: int) -> None:
    """The working hours allowed, as a timer that does not break off the work."""
    if not hours:
        return
    x, y, _width, height = writer.places[key]
    event = writer.node("boundaryEvent", f"due_{key}", "", (x + 16, y + height - EVENT / 2, EVENT, EVENT))
    event.attrib |= {"attachedToRef": key, "cancelActivity": "false"}
    timer = ET.SubElement(event, bpmn("timerEventDefinition"), {"id": f"timer_{key}"})
    duration = ET.SubElement(timer, bpmn("timeDuration"), {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
    duration.text = f"PT{hours}H"


def _expression(condition: Mapping[str, Any]) -> str:
    """A condition as most engines write it."""
    for word, link in (("all", " and "), ("any", " or ")):
        if word in condition:
            return link.join(f"({_expression(one)})" for one in condition[word])
    if "not" in condition:
        return f"not ({_expression(condition['not'])})"
    if condition["op"] == "present":
        return f"{condition['field']} != null"
    op = {"equals": "==", "not_equals": "!=", "above": ">", "at_least": ">=", "at_most": "<=", "in": "in"}
    return f"{condition['field']} {op[condition['op']]} {json.dumps(condition['value'], ensure_ascii=False)}"


# ---- flows and drawing ----------------------------------------------------------------------------------------------


def _connect(writer: _Writer) -> None:
    """Every node names its flows, in the order the standard wants them: after extensions, before the rest."""
    nodes = {element.get("id", ""): element for element in writer.process}
    for flow, source, target in writer.flows:
        for kind, key in (("incoming", target), ("outgoing", source)):
            node = nodes[key]
            before = sum(1 for child in node if child.tag in (bpmn("extensionElements"), bpmn("incoming"), bpmn(kind)))
            reference = ET.Element(bpmn(kind))
            reference.text = flow.get("id")
            node.insert(before, reference)
    writer.process.extend(flow for flow, _source, _target in writer.flows)


def _draw(root: ET.Element, writer: _Writer) -> None:
    diagram = ET.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": "process"})
    for key, (x, y, width, height) in writer.places.items():
        shape = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"shape_{key}", "bpmnElement": key})
        size = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
        ET.SubElement(shape, f"{{{DC}}}Bounds", size)
    for flow, source, target in writer.flows:
        key = flow.get("id", "")
        edge = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"edge_{key}", "bpmnElement": key})
        for x, y in _points(writer.places[source], writer.places[target]):
            ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})


Place = tuple[float, float, float, float]


def _points(source: Place, target: Place) -> list[tuple[float, float]]:
    """Down into a later one; a way back leaves to the left."""
    sx, sy, sw, sh = source
    tx, ty, tw, th = target
    if ty >= sy + sh:
        leave, arrive = (sx + sw / 2, sy + sh), (tx + tw / 2, ty)
        bend = ty - 10
        return [leave, arrive] if leave[0] == arrive[0] else [leave, (leave[0], bend), (arrive[0], bend), arrive]
    lane = min(sx, tx) - 20
    return [(sx, sy + sh / 2), (lane, sy + sh / 2), (lane, ty + th / 2), (tx, ty + th / 2)]
