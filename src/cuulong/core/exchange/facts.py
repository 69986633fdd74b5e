"""What happens to look-ups, told to whoever listens (sự kiện tra cứu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupSettled(Fact):
    """A database has answered, perhaps only after it was down for a while (có kết quả tra cứu)."""

    name: ClassVar[str] = "exchange.lookup_settled"

    subject: Ref
    code: str
    lookup: Ref
    outcome: str
