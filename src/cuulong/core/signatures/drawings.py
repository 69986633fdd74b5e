"""Pictures of demo signatures and seals, drawn when they are needed and marked as such (hình chữ ký, con dấu trình diễn)."""

from __future__ import annotations

import json
from random import Random

from .fields import MM, SEAL_MM
from .typesetting import set_png

SIGNATURE = """
#let ink = rgb("#1a3f9c")
#let points = json(bytes(sys.inputs.points)).map(((x, y)) => (x * 1mm, y * 1mm))
#let middle(a, b) = ((a.at(0) + b.at(0)) / 2, (a.at(1) + b.at(1)) / 2)
#let pairs = points.slice(1, -1).zip(points.slice(2))
#place(top + left, curve(
  stroke: (paint: ink, thickness: 0.5mm, cap: "round", join: "round"),
  curve.move(points.at(0)),
  ..pairs.map(((a, b)) => curve.quad(a, middle(a, b))),
))
#place(bottom + center, text(size: 5.5pt, style: "italic", fill: ink, sys.inputs.mark))
"""

SEAL = """
#let red = rgb("#c8102e")
#set text(fill: red, weight: "bold")
#let around(letters, radius, step) = for (i, letter) in letters.enumerate() {
  place(center + horizon, rotate(step * (i - (letters.len() - 1) / 2), box(height: 2 * radius, align(center + top, letter))))
}
#let name = upper(sys.inputs.name).clusters()
#let step = calc.min(9.5deg, 255deg / calc.max(1, name.len()))
#place(center + horizon, circle(radius: 17.4mm, stroke: 0.9mm + red))
#place(center + horizon, circle(radius: 16mm, stroke: 0.3mm + red))
#place(center + horizon, circle(radius: 10.6mm, stroke: 0.3mm + red))
#set text(size: calc.min(8.4pt, 0.95pt * (step / 1deg)))
#around(name, 15.2mm, step)
#place(center + horizon, dy: -3.6mm, text(size: 15pt)[★])
#place(center + horizon, dy: 2.2mm, text(size: 8.5pt, sys.inputs.mark))
#place(center + horizon, dy: 5.4mm, text(size: 4.6pt, sys.inputs.worthless))
"""


def signature(name: str) -> bytes:
    """A blue scrawl of 50 × 20 mm, the same for the same name; PNG (chữ ký trình diễn)."""
    random = Random(name)  # noqa: S311 - a drawing, not a secret
    x, points = 4.0, [(3.0, 11.0)]
    for turn in range(2 * len(name.split()) + 7):
        height = random.uniform(3, 9 if turn < 4 else 5.5)
        points.append((round(x, 2), round(9.5 + (height if turn % 2 else -height), 2)))
        x += random.uniform(-0.6, 1.6) if turn % 2 else random.uniform(2.2, 4.6)
    points += [(min(x + 3, 44), 12.5), (47, 9)]
    scale = min(1.0, 46 / max(p[0] for p in points))
    spread = [(round(px * scale, 2), py) for px, py in points]
    return set_png(SIGNATURE, 50 * MM, 20 * MM, points=json.dumps(spread), mark="chữ ký trình diễn")


def seal(agency_name: str) -> bytes:
    """A red round seal of 36 mm that says it is a demo; PNG (con dấu trình diễn)."""
    return set_png(
        SEAL, SEAL_MM * MM, SEAL_MM * MM, name=agency_name, mark="TRÌNH DIỄN", worthless="không có giá trị pháp lý"
    )
