"""What happens to agencies, told to whoever listens (sự kiện sắp xếp tổ chức)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencySucceeded(Fact):
    """An agency was merged, split, renamed, moved, abolished, or gave a function away (sắp xếp tổ chức).

    `kind` is a SuccessionKind; `successor` is None when the agency was abolished, itself when renamed or moved.
    """

    name: ClassVar[str] = "organisations.agency_succeeded"

    predecessor: Ref
    successor: Ref | None
    kind: str
    effective_on: date
    function: str = ""
