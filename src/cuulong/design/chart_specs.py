"""Vega-Lite specifications in the house's tokens (đặc tả biểu đồ)."""

from collections.abc import Sequence
from typing import Any

TEXT, MUTED, LINE, SURFACE = "#14211E", "#4B5B55", "#D3DAD4", "#FFFFFF"
DATA = ("#0B5A54", "#B27A00", "#A23F1C")
# Light colours in the specification, CSS variables on screen.
COLOURS = {
    TEXT: "var(--text)",
    MUTED: "var(--muted)",
    LINE: "var(--line)",
    SURFACE: "var(--surface)",
    DATA[0]: "var(--data-1)",
    DATA[1]: "var(--data-2)",
    DATA[2]: "var(--data-3)",
}
LETTER = 7.0  # mean width of a letter at 13 px, to place words that follow words

CONFIG: dict[str, Any] = {
    "background": None,
    "view": {"stroke": None},
    "padding": {"left": 2, "right": 4, "top": 6, "bottom": 2},
    "axis": {
        "labelFontSize": 13,
        "labelColor": MUTED,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "title": None,
        "labelPadding": 8,
    },
    "text": {"fontSize": 13, "color": TEXT},
}


def line_spec(
    values: list[dict[str, Any]], width: int, unit: str, target: tuple[str, float] | None, floor: float
) -> dict[str, Any]:
    """A line with dots, its remarks and a dashed target (đường)."""
    narrow = width < 400
    x = {
        "field": "n",
        "type": "ordinal",
        "sort": None,
        "axis": {
            "labelAngle": 0,
            "labelExpr": f"split({_labels(values)}[datum.value - {values[0]['n'] if values else 0}], '|')",
            "labelLineHeight": 16,
            "labelPadding": 12,
        },
    }
    top = max([value["y"] for value in values if value["y"] is not None] + [target[1] if target else floor], default=1)
    y = {
        "field": "y",
        "type": "quantitative",
        # A share never rises above the whole.
        "scale": {"domainMin": floor, "domainMax": 100, "nice": False}
        if unit == "%" and top <= 100
        else {"domainMin": floor, "domainMax": top + (top - floor) * 0.12 or 1, "nice": 4},
        "axis": {"tickCount": 4, "labelExpr": f"format(datum.value, ',') + '{unit}'"},
    }
    layers: list[dict[str, Any]] = []
    if target:
        words, goal = target
        at_goal = {"data": {"values": [{"y": goal}]}, "encoding": {"y": {"field": "y", "type": "quantitative"}}}
        layers += [
            {**at_goal, "mark": {"type": "rule", "color": DATA[2], "strokeDash": [5, 4], "strokeWidth": 1.5}},
            {
                **at_goal,
                "mark": {"type": "text", "text": words, "x": 4, "align": "left", "dy": -9, "color": DATA[2]},
            },
        ]
    drawn = {"encoding": {"x": x, "y": y}}
    layers += [
        {**drawn, "mark": {"type": "line", "color": DATA[0], "strokeWidth": 2.75}},
        {
            **drawn,
            "mark": {"type": "point", "filled": True, "color": DATA[0], "opacity": 1, "size": 46},
        },
        {
            **drawn,
            "transform": [{"filter": "datum.last"}],
            "mark": {"type": "point", "filled": True, "color": DATA[0], "opacity": 1, "size": 120},
        },
        {
            "transform": [{"filter": "datum.says && datum.last"}],
            "mark": {"type": "text", "dy": -17, "dx": 3, "align": "right", "fontSize": 14, "fontWeight": 600},
            "encoding": {**drawn["encoding"], "text": {"field": "says"}},
        },
        {
            "transform": [{"filter": "datum.says && !datum.last"}],
            "mark": {"type": "text", "dy": 18},
            "encoding": {**drawn["encoding"], "text": {"field": "says"}},
        },
    ]
    return {
        "config": CONFIG,
        "width": width,
        "height": 200 if narrow else 240,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "layer": layers,
    }


def bar_spec(
    values: list[dict[str, Any]],
    totals: list[dict[str, Any]],
    width: int,
    shades: Sequence[int] = (0, 1, 2),
    *,
    labels_above: bool = False,
) -> dict[str, Any]:
    """Horizontal bars with the total after each; labels stand above the bars on phones (thanh)."""
    step, thick = (52, 20) if labels_above else (38, 24)
    most_label = 170 if width < 600 else 280
    longest = max((len(row["says"]) + len(row["remark"]) + 3 for row in totals), default=0) * LETTER
    most = max([max(row["total"], row["limit"] or 0) for row in totals], default=1) or 1
    label_room = 0 if labels_above else min(max((len(row["y"]) for row in totals), default=0) * LETTER + 20, most_label)
    # The longest bar leaves room for the words after it.
    share = max(0.35, 1 - longest / (width - label_room))
    y: dict[str, Any] = {
        "field": "y",
        "type": "nominal",
        "sort": None,
        "axis": None if labels_above else {"labelColor": TEXT, "grid": False, "labelLimit": most_label},
    }
    x: dict[str, Any] = {
        "field": "x",
        "type": "quantitative",
        "stack": "zero",
        "axis": None,
        "scale": {"domain": [0, most / share], "nice": False},
    }
    down = 8 if labels_above else 0
    tail = {"type": "text", "align": "left", "yOffset": down}
    at_total = {"y": y, "x": {"field": "end", "type": "quantitative", "axis": None}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": thick, "yOffset": down, "stroke": SURFACE, "strokeWidth": 2},
            "encoding": {
                "y": y,
                "x": x,
                "order": {"field": "k"},
                "color": {
                    "field": "k",
                    "type": "nominal",
                    "scale": {"domain": list(range(len(shades))), "range": [DATA[shade] for shade in shades]},
                    "legend": None,
                },
            },
        }
    ]
    rows = [
        row
        | {
            "end": max(row["total"], row["limit"] or 0),
            "after": len(row["says"]) * LETTER + 16,
        }
        for row in totals
    ]
    own = {"data": {"values": rows}}
    layers.append({**own, "mark": {**tail, "dx": 8}, "encoding": {**at_total, "text": {"field": "says"}}})
    if any(row["remark"] for row in rows):
        layers.append(
            {
                **own,
                "mark": {**tail, "dx": {"expr": "datum.after"}, "color": DATA[2], "fontWeight": 600},
                "encoding": {**at_total, "text": {"field": "remark"}},
            }
        )
    if any(row["limit"] for row in rows):
        layers.append(
            {
                **own,
                "transform": [{"filter": "datum.limit"}],
                "mark": {
                    "type": "tick",
                    "color": TEXT,
                    "thickness": 2.5,
                    "height": thick + (4 if labels_above else 10),
                    "yOffset": down,
                },
                "encoding": {"y": y, "x": {"field": "limit", "type": "quantitative", "axis": None}},
            }
        )
    if labels_above:
        layers.append(
            {
                **own,
                "mark": {"type": "text", "align": "left", "x": 1, "dy": -12},
                "encoding": {"y": y, "text": {"field": "y"}},
            }
        )
    return {
        "config": CONFIG,
        "width": width,
        "height": max(1, len(totals)) * step,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "layer": layers,
    }


def _labels(values: list[dict[str, Any]]) -> str:
    # A Vega expression of our own labels: quotes are escaped so that text stays text.
    quoted = (str(value["x"]).replace("\\", "\\\\").replace("'", "\\'") for value in values)
    return "[" + ",".join(f"'{label}'" for label in quoted) + "]"
