"""A count in words, line by line (giải thích ngày hẹn)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cuulong.design import formats
from cuulong.lib.working_limits import Kind, Line
from cuulong.lib.working_time import Explanation, Unit


@dataclass(frozen=True)
class Spoken:
    """One day and what it did for the count."""

    day: date
    words: str
    total: str


def spoken_lines(explained: Explanation) -> list[Spoken]:
    """Every day of the count; `total` says how far it has come (diễn giải từng ngày)."""
    found, days, minutes = [], 0, 0
    in_hours = explained.limit.unit is Unit.WORKING_HOURS
    for line in explained.lines:
        counts = line.kind in (Kind.COUNTED, Kind.DUE)
        days, minutes = days + counts, minutes + line.minutes
        total = (
            _hours(minutes) if in_hours else ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": formats.number(days)}
        )
        found.append(Spoken(line.day, _words(line, in_hours), total if counts else ""))
    return found


def _words(line: Line, in_hours: bool) -> str:
    reason = _(line.reason) if line.reason else ""
    match line.kind:
        case Kind.RECEIVED:
            words = _("Ngày tiếp nhận, chưa tính")
        case Kind.PAUSED:
            words = _("Tạm dừng, không tính")
        case Kind.DAY_OFF:
            words = _("Ngày nghỉ, không tính")
        case Kind.DUE:
            words = _("Hẹn trả")
        case Kind.COUNTED:
            words = _("Tính %(time)s") % {"time": _hours(line.minutes)} if in_hours else _("Tính một ngày")
    return f"{words}: {reason}" if reason else words


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    if not rest:
        return _("%(h)d giờ") % {"h": whole}
    return _("%(h)d giờ %(m)02d phút") % {"h": whole, "m": rest}
