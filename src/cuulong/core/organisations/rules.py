"""Who stands where whom stood, and what a change of an agency must obey (quy tắc sắp xếp tổ chức)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cuulong.lib.dates import DateRange
from cuulong.lib.errors import InputError, gettext_noop

CODE_20 = re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]+)*")
CODE_102 = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


class ArrangementError(InputError):
    """A change of an agency that cannot be (sắp xếp không hợp lệ)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One whole succession: from `on`, `after` stands where `before` stood (kế thừa)."""

    on: date
    before: int
    after: int


class Lines:
    """The lines of descent of all agencies (các dòng kế thừa).

    `steps` are merges and splits, not transfers of a part; `lives` says when each agency exists.
    """

    def __init__(self, steps: Iterable[Step], lives: Mapping[int, DateRange]) -> None:
        self.lives = lives
        self.after: dict[int, list[Step]] = defaultdict(list)
        self.before: dict[int, list[Step]] = defaultdict(list)
        for step in steps:
            self.after[step.before].append(step)
            self.before[step.after].append(step)

    def alive(self, agency: int, day: date) -> bool:
        """Whether it exists on `day`."""
        return agency in self.lives and day in self.lives[agency]

    def heirs(self, agency: int, day: date) -> frozenset[int]:
        """Those that exist on `day` and stand in the place of `agency`; empty when it was abolished without heir.

        A day before its founding gives those it came from.
        """
        found: set[int] = set()
        seen, todo = {agency}, [agency]
        while todo:
            one = todo.pop()
            if self.alive(one, day):
                found.add(one)
                continue
            life = self.lives.get(one)
            if life and day < life.start:
                reached = [step.before for step in self.before[one] if step.on > day]
            else:
                reached = [step.after for step in self.after[one] if step.on <= day]
            fresh = set(reached) - seen
            seen |= fresh
            todo.extend(fresh)
        return frozenset(found)

    def gathered(self, agency: int, day: date) -> frozenset[int]:
        """The agency and all whose place it holds on `day`, through every generation."""
        found, todo = {agency}, [agency]
        while todo:
            fresh = {s.before for s in self.before[todo.pop()] if s.on <= day} - found
            found |= {one for one in fresh if agency in self.heirs(one, day)}
            todo.extend(fresh & found)
        return frozenset(found)

    def line(self, agency: int) -> frozenset[int]:
        """The agency, all it came from and all that came from it."""
        found = {agency}
        for links, end in ((self.before, "before"), (self.after, "after")):
            todo, seen = [agency], {agency}
            while todo:
                fresh = {getattr(step, end) for step in links[todo.pop()]} - seen
                seen |= fresh
                todo.extend(fresh)
            found |= seen
        return frozenset(found)


def check_codes(code: str, code_102: str) -> None:
    """The shapes of the two agency codes. Raises ArrangementError (QĐ 20/2020/QĐ-TTg; QCVN 102:2016/BTTTT)."""
    if code and not CODE_20.fullmatch(code):
        raise ArrangementError("code", gettext_noop("Mã định danh có dạng H61.12 hoặc H61.12.3."))
    if code_102 and not CODE_102.fullmatch(code_102):
        raise ArrangementError("code_102", gettext_noop("Mã theo QCVN 102 có dạng 000.00.16.H61."))


def check_living(life: DateRange, on: date, name: str) -> None:
    """A change takes effect while the agency exists, after its first day. Raises ArrangementError."""
    if on not in life or (on == life.start):
        raise ArrangementError("on", gettext_noop("%(name)s không hoạt động trước và trong ngày này."), name=name)
