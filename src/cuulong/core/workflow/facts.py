"""What happens to cases, told to whoever listens (sự kiện của quy trình)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class StepEntered(Fact):
    """A case came to a step, or a question to an agency (đến bước)."""

    name: ClassVar[str] = "workflow.step_entered"

    subject: Ref
    case: Ref
    step: Ref
    key: str
    kind: str
    role: str
    agency: Ref
    at: datetime
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepLeft(Fact):
    """A step was finished, or a question answered (rời bước)."""

    name: ClassVar[str] = "workflow.step_left"

    subject: Ref
    case: Ref
    step: Ref
    key: str
    kind: str
    action: str
    at: datetime
    was_late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseEnded(Fact):
    """A case came to its end; `outcome` is "cancelled" when it was broken off (kết thúc quy trình)."""

    name: ClassVar[str] = "workflow.case_ended"

    subject: Ref
    case: Ref
    process: str
    outcome: str
    at: datetime
