"""Asking databases of the state instead of asking people for papers (tra cứu dữ liệu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from cuulong.lib.facts import Ref
from cuulong.lib.lookups import Proof, Question, Source

from .base import Port


class Lookups(Protocol):
    """Answered by the exchange; nothing here raises for a database that is away."""

    def sources(self) -> Sequence[Source]:
        """The databases that may be asked."""
        ...

    def ask(self, question: Question, *, acting: Any, at: datetime) -> Proof:
        """Look up once per (subject, code, database, about): what was answered is not asked again.

        Not to be called inside a transaction: another house may take seconds to answer.
        """
        ...

    def proofs(self, subject: Ref) -> Sequence[Proof]:
        """All look-ups for a subject, oldest first; one query."""
        ...

    def find(self, uuid: UUID) -> Proof | None:
        """One look-up by its identity."""
        ...


lookups: Port[Lookups] = Port("lookups")
