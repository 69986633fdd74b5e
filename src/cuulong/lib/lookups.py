"""What is asked of a database of the state instead of a paper, and the five kinds of answer (tra cứu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .facts import Ref


class Outcome(StrEnum):
    """How a look-up ended (kết quả tra cứu)."""

    FOUND = "found"
    PARTIAL = "partial"
    ABSENT = "absent"
    DOWN = "down"
    LATE = "late"

    @property
    def settled(self) -> bool:
        """The database has spoken; asking again would be told the same."""
        return self in (Outcome.FOUND, Outcome.PARTIAL, Outcome.ABSENT)


CONSENT, DUTY = GROUNDS = ("consent", "duty")


@dataclass(frozen=True, kw_only=True)
class Question:
    """One look-up for one paper of one dossier (yêu cầu tra cứu).

    `code`: the paper; `about`: the identity number; `ground`: consent or duty; `consent`: the consent's identity;
    `parties`: in whose access logs it stands.
    """

    subject: Ref
    code: str
    database: str
    about: str
    purpose: str
    basis: str
    ground: str
    fields: Sequence[str]
    parties: Sequence[Ref]
    consent: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One fact of an answer with its titles (trường dữ liệu)."""

    key: str
    title: str
    title_en: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What is kept of a look-up, in place of the paper (kết quả tra cứu kèm hồ sơ).

    `digest`: SHA-256 over what is kept; `whole`: it still fits. `answers` are empty unless something was found.
    """

    uuid: UUID
    subject: Ref
    code: str
    database: str
    database_name: str
    database_name_en: str
    keeper: str
    about: str
    purpose: str
    basis: str
    ground: str
    outcome: Outcome
    asked_at: datetime
    asked_by: str
    answered_at: datetime
    tries: int
    reference: str = ""
    digest: str = ""
    whole: bool = True
    limited: bool = False
    answers: Sequence[Answered] = ()

    @property
    def found(self) -> bool:
        """It stands in for the paper."""
        return self.outcome is Outcome.FOUND


@dataclass(frozen=True, kw_only=True)
class Source:
    """A database that may be asked (cơ sở dữ liệu). `fields`: key → (title, English title)."""

    key: str
    name: str
    name_en: str
    keeper: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
