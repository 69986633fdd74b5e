"""Where the steps of a process stand in its drawing (bố trí sơ đồ): layers from the start, pure arithmetic.

Each step lies one layer below its farthest predecessor; arrows that lead back are drawn on the side. Within a layer
steps are ordered by the middle of what leads to them, so that arrows cross little.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from cuulong.core.workflow.definition import END, Definition

BOX_WIDTH, BOX_HEIGHT = 208, 64
GAP_X, GAP_Y, MARGIN, LANE = 40, 56, 16, 18


@dataclass(frozen=True)
class Box:
    """One step or one outcome on the drawing; x and y are its upper left corner, in user units."""

    key: str
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2

    @property
    def bottom(self) -> float:
        return self.y + BOX_HEIGHT


@dataclass(frozen=True)
class Arrow:
    """One way from box to box with the keys of the actions that take it; `points` is its polyline."""

    source: str
    target: str
    actions: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    is_back: bool


@dataclass(frozen=True)
class Drawing:
    """Boxes and arrows with the size of the whole."""

    boxes: dict[str, Box]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def lay_out(definition: Definition) -> Drawing:
    """Place every step and outcome of a sound definition."""
    ways = _ways(definition)
    backward = _leading_back(definition.start, ways)
    rows = _rows(definition, ways, backward)
    back = [way for way in ways if way in backward]
    left = MARGIN + LANE * (1 + len(back))
    boxes, right = _boxes(rows, left)
    depths = {key: depth for depth, row in enumerate(rows) for key in row}
    far = [way for way in ways if way not in backward and depths[way[1]] - depths[way[0]] > 1]
    arrows = []
    for way, actions in ways.items():
        source, target = boxes[way[0]], boxes[way[1]]
        if way in backward:
            points = _around(source, target, left - LANE * (1 + back.index(way)))
        elif way in far:
            points = _past(source, target, right + LANE * (1 + far.index(way)))
        else:
            points = _down(source, target)
        arrows.append(Arrow(*way, tuple(actions), points, way in backward))
    height = 2 * MARGIN + len(rows) * BOX_HEIGHT + (len(rows) - 1) * GAP_Y
    return Drawing(boxes, tuple(arrows), right + LANE * (len(far) + 1) + MARGIN, height)


def _boxes(rows: list[list[str]], left: float) -> tuple[dict[str, Box], float]:
    """Boxes row by row, each row centred, and the right edge of the widest."""
    widest = max(len(row) for row in rows)
    inner = widest * BOX_WIDTH + (widest - 1) * GAP_X
    boxes = {}
    for depth, row in enumerate(rows):
        start = left + (inner - len(row) * BOX_WIDTH - (len(row) - 1) * GAP_X) / 2
        for place, key in enumerate(row):
            boxes[key] = Box(key, start + place * (BOX_WIDTH + GAP_X), MARGIN + depth * (BOX_HEIGHT + GAP_Y))
    return boxes, left + inner


def _ways(definition: Definition) -> dict[tuple[str, str], list[str]]:
    ways: dict[tuple[str, str], list[str]] = defaultdict(list)
    for step, action in definition.edges():
        ways[step.key, action.next].append(action.key)
    return dict(ways)


def _leading_back(start: str, ways: dict[tuple[str, str], list[str]]) -> set[tuple[str, str]]:
    """Ways that close a circle, found by walking from the start."""
    found: set[tuple[str, str]] = set()
    done: set[str] = set()

    def walk(key: str, trail: tuple[str, ...]) -> None:
        for way in ways:
            if way[0] != key:
                continue
            if way[1] in trail:
                found.add(way)
            elif way[1] not in done:
                walk(way[1], (*trail, way[1]))
        done.add(key)

    walk(start, (start,))
    return found


def _rows(
    definition: Definition, ways: dict[tuple[str, str], list[str]], backward: set[tuple[str, str]]
) -> list[list[str]]:
    keys = [step.key for step in definition.steps] + [END + outcome for outcome in definition.outcomes]
    depth = dict.fromkeys(keys, 0)
    forward = [way for way in ways if way not in backward]
    for _round in keys:
        for source, target in forward:
            depth[target] = max(depth[target], depth[source] + 1)
    last = max(depth.values())
    for key in keys:
        if key.startswith(END):
            depth[key] = last
    rows: list[list[str]] = [[] for _ in range(last + 1)]
    for key in keys:
        rows[depth[key]].append(key)
    for n, row in enumerate(rows[1:], 1):
        above = {key: place for place, key in enumerate(rows[n - 1])}
        row.sort(key=partial(_pull, forward, above))
    return [row for row in rows if row]


def _pull(forward: list[tuple[str, str]], above: dict[str, int], key: str) -> float:
    """The middle of what leads to a step from the layer above."""
    places = [above[source] for source, target in forward if target == key and source in above]
    return sum(places) / len(places) if places else len(above)


def _down(source: Box, target: Box) -> tuple[tuple[float, float], ...]:
    if source.middle == target.middle:
        return (source.middle, source.bottom), (target.middle, target.y)
    bend = target.y - GAP_Y / 2
    return (source.middle, source.bottom), (source.middle, bend), (target.middle, bend), (target.middle, target.y)


def _past(source: Box, target: Box, lane: float) -> tuple[tuple[float, float], ...]:
    """Down along the right edge, past the layers between, and in from above."""
    leave, bend = source.y + BOX_HEIGHT / 2, target.y - GAP_Y / 3
    return (source.x + BOX_WIDTH, leave), (lane, leave), (lane, bend), (target.middle, bend), (target.middle, target.y)


def _around(source: Box, target: Box, lane: float) -> tuple[tuple[float, float], ...]:
    """Up along the left edge, back to an earlier layer."""
    leave, arrive = source.y + BOX_HEIGHT * 0.7, target.y + BOX_HEIGHT * 0.3
    return (source.x, leave), (lane, leave), (lane, arrive), (target.x, arrive)
