"""Due chips, day strips, timelines (thời hạn và tiến trình)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import formats
from ..day_strip import Cell, Strip

register = template.Library()

DUE_ICONS = {"ok": "calendar3", "soon": "hourglass-split", "late": "exclamation-triangle-fill", "done": "check-circle"}


@register.inclusion_tag("design/parts/due.html")
def due_chip(when: formats.Moment | None, left: str = "", level: str = "", why_url: str = "") -> dict[str, object]:
    """`{% due_chip at left="Còn 5 ngày làm việc" level="ok|soon|late|done" why_url=… %}` (hạn tự giải thích).

    Without a level it is late when past, soon when today.
    """
    if when is None:
        return {"when": None, "left": left or _("Chưa có ngày hẹn"), "level": "ok", "icon": DUE_ICONS["ok"]}
    level = level or _level(when)
    return {
        "when": when,
        "text": formats.when_due(when),
        "left": left,
        "level": level,
        "icon": DUE_ICONS[level],
        "why_url": why_url,
    }


@register.inclusion_tag("design/parts/day_strip.html")
def day_strip(cells: Iterable[Cell], key: bool = True, narrow: bool = False) -> dict[str, object]:
    """`{% day_strip cells %}`: how a due date was counted; `key=False` drops the legend (dải ngày).

    `narrow=True` keeps the Monday-first calendar on wide screens too.
    """
    return {"strip": Strip(cells), "key": key, "narrow": narrow}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(steps: Iterable[Any]) -> dict[str, object]:
    """Steps {title, meta, text, status done|now|ahead|paused|stopped, url, link_text} (tiến trình)."""
    return {"steps": steps}


def _level(when: formats.Moment) -> str:
    now = timezone.localtime()
    if isinstance(when, dt.datetime):
        if when < now:
            return "late"
        return "soon" if timezone.localtime(when).date() == now.date() else "ok"
    return "late" if when < now.date() else "soon" if when == now.date() else "ok"
