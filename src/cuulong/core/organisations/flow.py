"""The line of one agency through mergers and splits, as a drawing (sơ đồ kế thừa)."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import Names
from cuulong.core.organisations.rules import Lines
from cuulong.design import formats

WIDTH, HEIGHT, ACROSS, DOWN, TOP = 176, 50, 228, 64, 36
LETTERS = 22


@dataclass(frozen=True)
class Box:
    """One agency in one column (ô trong sơ đồ)."""

    agency: int
    name: str
    x: int
    y: int
    own: bool


def days_of(lines: Lines, members: frozenset[int]) -> list[date]:
    """The day before the line's first change, then every day of change."""
    steps = {step.on for one in members for step in lines.after[one] if step.after in members}
    if not steps:
        return []
    return [date.fromordinal(min(steps).toordinal() - 1), *sorted(steps)]


def flow(agency: Agency, lines: Lines, names: Names) -> SafeString:
    """An SVG of who became whom, left to right; "" for an agency that nothing happened to."""
    members = lines.line(agency.pk)
    days = days_of(lines, members)
    if not days:
        return SafeString("")
    columns = [_column(agency, n, day, lines, members, names) for n, day in enumerate(days)]
    height = TOP + max(len(column) for column in columns) * DOWN
    parts = [
        format_html(
            '<text class="flow-day" x="{}" y="18">{}</text>',
            n * ACROSS,
            (_("đến %(day)s") if n == 0 else _("từ %(day)s")) % {"day": formats.day(day)},
        )
        for n, day in enumerate(days)
    ]
    for n in range(1, len(days)):
        parts += _arrows(columns[n - 1], columns[n], days[n], lines)
    parts += [_drawn(box) for column in columns for box in column]
    label = _("Sơ đồ kế thừa: %(steps)s") % {
        "steps": " → ".join(", ".join(box.name for box in column) for column in columns)
    }
    return format_html(
        '<svg class="flow" role="img" aria-label="{}" width="{}" height="{}" viewBox="-1 0 {} {}">{}</svg>',
        label,
        (width := len(days) * ACROSS - ACROSS + WIDTH + 2),
        height,
        width,
        height,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _column(agency: Agency, n: int, day: date, lines: Lines, members: frozenset[int], names: Names) -> list[Box]:
    alive = sorted((one for one in members if lines.alive(one, day)), key=lambda one: (one != agency.pk, one))
    boxes = []
    for row, one in enumerate(alive):
        profile = names.on(one, day)
        name = (profile.short_name or profile.name) if profile else ""
        boxes.append(Box(one, name, n * ACROSS, TOP + row * DOWN, one == agency.pk))
    return boxes


def _arrows(before: list[Box], after: list[Box], day: date, lines: Lines) -> list[SafeString]:
    to = {box.agency: box for box in after}
    drawn = []
    for box in before:
        reached = {step.after for step in lines.after[box.agency] if step.on == day} | {box.agency}
        for target in (to[one] for one in sorted(reached) if one in to):
            x, y, x2, y2 = box.x + WIDTH, box.y + HEIGHT // 2, target.x, target.y + HEIGHT // 2
            middle = (x + x2) // 2
            kind = "flow-same" if target.agency == box.agency else "flow-step"
            drawn.append(
                format_html(
                    '<path class="{}" d="M{} {}C{} {} {} {} {} {}"/>', kind, x, y, middle, y, middle, y2, x2, y2
                )
            )
    return drawn


def _drawn(box: Box) -> SafeString:
    words = textwrap.wrap(box.name, LETTERS)[:2]
    top = box.y + HEIGHT // 2 + (5 if len(words) == 1 else -4)
    lines = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((box.x + 10, top + 18 * n, text) for n, text in enumerate(words))
    )
    return format_html(
        '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/><text>{}</text></g>',
        "flow-box is-own" if box.own else "flow-box",
        box.x,
        box.y,
        WIDTH,
        HEIGHT,
        lines,
    )
