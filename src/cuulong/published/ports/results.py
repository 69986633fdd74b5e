"""Issuing a decision or certificate, whoever keeps the outgoing documents (ban hành kết quả)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from cuulong.lib.facts import Ref

from .base import Port


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter to be signed (dự thảo kết quả).

    `data` feeds the letter template; `document_type` is the NĐ 30/2020 abbreviation, empty for a letter.
    """

    subject: Ref
    agency: Ref
    template: str
    document_type: str
    title: str
    recipient: str
    holder: str
    data: dict[str, Any]
    signer_capacity: str
    signer_position: str
    signer_name: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """An issuance on its way (kết quả). `state`: drafted, signed, issued or void; `file` is the newest PDF.

    `verify_code` is printed on the letter from its draft on; nobody finds anything under it before `issued`.
    """

    ref: Ref
    state: str
    file: Ref
    number: str = ""
    verify_code: str = ""
    issued_at: datetime | None = None


class Results(Protocol):
    """Answered by services today and by the document system once it stands."""

    def draft(self, draft: Draft, *, acting: Any) -> Result:
        """Typeset the letter with its three signature fields; replaces an unsigned draft of the same subject."""
        ...

    def sign(self, result: Ref, *, acting: Any, pin: str) -> Result:
        """The leader signs the person field."""
        ...

    def number_and_seal(self, result: Ref, *, acting: Any, pin: str) -> Result:
        """The clerk numbers, dates and seals; the result is issued and can be verified."""
        ...

    def find(self, subject: Ref) -> Result | None:
        """The newest issuance of a subject that is not void."""
        ...

    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]:
        """The same for several subjects at once, those without one left out; the number of questions is constant."""
        ...


results: Port[Results] = Port("results")
