"""The table of a process as values: steps, actions, opinions (bảng quy trình).

The JSON is the one of `[process]` in a province's procedure files; see provinces/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cuulong.core.eforms.conditions import Condition

END, NAMED, ROOM = "end:", "named:", "room:"
NEEDS = ("note", "signature", "number")
SILENCE = ("consent", "remind")


def in_language(text: Any, language: str) -> str:
    """One language of a title: ``{vi, en}`` or plain text; Vietnamese where the other is missing."""
    if isinstance(text, Mapping):
        return str(text.get(language[:2]) or text.get("vi") or "")
    return str(text or "")


@dataclass(frozen=True)
class Action:
    """What an official may do at a step (thao tác). `next` is a step key or ``end:<outcome>``.

    `waits`: False lets the step be left while opinions are still open; they are then withdrawn.
    """

    key: str
    title: Any
    next: str
    needs: tuple[str, ...] = ()
    when: Condition | None = None
    waits: bool = True

    @property
    def outcome(self) -> str | None:
        return self.next.removeprefix(END) if self.next.startswith(END) else None


@dataclass(frozen=True)
class Opinion:
    """A question to another agency beside a step (lấy ý kiến).

    `agency`: ``named:<slug>``, ``room:<key>`` of the competent agency, or ``ask``: the official chooses. `required`:
    asked by itself when the step is entered. `silence`: "consent" lets the step go on after the deadline (im lặng là
    đồng ý); "remind" does not. `hours`: working hours.
    """

    key: str
    title: Any
    agency: str
    hours: int
    required: bool = True
    silence: str = "remind"
    role: str = "specialist"
    when: Condition | None = None


@dataclass(frozen=True)
class StepDef:
    """One row of the process table (bước).

    `scope`: whose work it is: ``competent``, ``intake``, ``named:<slug>`` or ``room:<key>`` of the competent agency;
    `room`: it sits in the case's room there.
    `hours`: working hours allowed; 0 means within the working day. `product`: what comes out of it (sản phẩm).
    `returns`: the steps it may be sent back to; None, any that the case has been at.
    """

    key: str
    title: Any
    role: str
    scope: str
    hours: int
    room: bool = False
    actions: tuple[Action, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    product: Any = ""
    returns: tuple[str, ...] | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether another agency does it, by its own clock (bước liên thông)."""
        return self.scope.startswith(NAMED)

    def stays(self, action: Action) -> bool:
        """Whether the case remains at this step after `action`."""
        return action.next == self.key


@dataclass(frozen=True)
class Definition:
    """A whole process as one version of it says (quy trình)."""

    start: str
    steps: tuple[StepDef, ...]

    @cached_property
    def by_key(self) -> dict[str, StepDef]:
        return {step.key: step for step in self.steps}

    def __getitem__(self, key: str) -> StepDef:
        return self.by_key[key]

    def edges(self) -> Iterator[tuple[StepDef, Action]]:
        """Every action that leads on, with the step it leaves."""
        for step in self.steps:
            for action in step.actions:
                if not step.stays(action):
                    yield step, action

    @property
    def outcomes(self) -> tuple[str, ...]:
        found = dict.fromkeys(action.outcome for _, action in self.edges() if action.outcome)
        return tuple(found)


def read(data: Mapping[str, Any]) -> Definition:
    """Read a definition that `rules.problems` has nothing against."""
    return Definition(start=data["start"], steps=tuple(_step(one) for one in data["steps"]))


def _step(data: Mapping[str, Any]) -> StepDef:
    return StepDef(
        key=data["key"],
        title=data["title"],
        role=data["role"],
        scope=data["scope"],
        hours=data["hours"],
        room=data.get("room", False),
        actions=tuple(_action(one) for one in data.get("actions", ())),
        opinions=tuple(_opinion(one) for one in data.get("parallel", ())),
        product=data.get("product", ""),
        returns=tuple(data["returns"]) if "returns" in data else None,
    )


def _action(data: Mapping[str, Any]) -> Action:
    return Action(
        key=data["key"],
        title=data["title"],
        next=data["next"],
        needs=tuple(data.get("needs", ())),
        when=data.get("when"),
        waits=data.get("waits", True),
    )


def _opinion(data: Mapping[str, Any]) -> Opinion:
    return Opinion(
        key=data["key"],
        title=data["title"],
        agency=data["agency"],
        hours=data["hours"],
        required=data.get("required", True),
        silence=data.get("silence", "remind"),
        role=data.get("role", "specialist"),
        when=data.get("when"),
    )
