"""The day strip: one cell a day, the same for citizen and official (dải ngày)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import formats

LONG = 21  # days that still fit one row on a desktop


class Cell(Protocol):
    """What lib.working_time says about one day (ô ngày).

    kind: received, used, paused, day_off, left, due or late. reason: why a pause or a day off, a msgid or "".
    """

    @property
    def day(self) -> dt.date: ...
    @property
    def kind(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def is_today(self) -> bool: ...


@dataclass(frozen=True)
class ShownCell:
    """A cell ready to draw (ô đã vẽ)."""

    day: dt.date
    kind: str
    word: str
    hidden: str
    is_today: bool


class Strip:
    """Cells, legend and layout of one strip (dải ngày)."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        cells = list(cells)
        self.cells = [_shown(cell) for cell in cells]
        self.starts_on = cells[0].day.isoweekday() if cells else 1
        self.is_long = len(cells) > LONG
        self._kinds = [cell.kind for cell in self.cells]
        self._due_is_ahead = any(cell.kind == "due" and not cell.is_today for cell in self.cells)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(kind, words) for each kind that occurs (chú giải)."""
        used = self._count("used")
        late = self._count("late")
        left = self._count("left") + (1 if self._due_is_ahead and not late else 0)
        paused = self._count("paused")
        lines = [
            ("used", used, ngettext("Đã tính %(n)s ngày", "Đã tính %(n)s ngày", used)),
            (
                "left",
                left,
                ngettext("Còn %(n)s ngày, kể cả ngày hẹn", "Còn %(n)s ngày, kể cả ngày hẹn", left)
                if self._due_is_ahead
                else ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", left),
            ),
            ("paused", paused, ngettext("Tạm dừng %(n)s ngày", "Tạm dừng %(n)s ngày", paused)),
            ("late", late, ngettext("Trễ %(n)s ngày", "Trễ %(n)s ngày", late)),
            ("day_off", self._count("day_off"), _("Ngày nghỉ không tính")),
        ]
        return [(kind, words % {"n": n} if "%(n)s" in words else words) for kind, n, words in lines if n]

    def _count(self, *kinds: str) -> int:
        return sum(kind in kinds for kind in self._kinds)


def _shown(cell: Cell) -> ShownCell:
    # A day is spent when it begins: "còn 5 ngày" never counts today, here as in days_left().
    kind = "used" if cell.is_today and cell.kind == "left" else str(cell.kind)
    meaning = {
        "received": _("ngày nhận, chưa tính"),
        "used": _("đã tính"),
        "paused": _("tạm dừng"),
        "day_off": _("ngày nghỉ, không tính"),
        "left": _("còn lại"),
        "due": _("ngày hẹn trả"),
        "late": _("trễ hẹn"),
    }[kind]
    word = _("Hẹn") if kind == "due" else _("Nay") if cell.is_today else formats.weekday_short(cell.day)
    hidden = [formats.weekday_day(cell.day), _("hôm nay") if cell.is_today else "", meaning]
    hidden.append(_(cell.reason) if cell.reason else "")
    return ShownCell(cell.day, kind, word, ", ".join(part for part in hidden if part), cell.is_today)
