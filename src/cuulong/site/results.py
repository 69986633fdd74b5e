"""Who answers for a result: the document system, and what services issued before it stood (kết quả qua hai thời kỳ)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from cuulong.lib.facts import Ref
from cuulong.published.ports.results import Draft, Result, Results


class Former(Protocol):
    """What a system that drafts no more still answers for."""

    def number_and_seal(self, result: Ref, *, acting: Any, pin: str) -> Result: ...
    def find(self, subject: Ref) -> Result | None: ...
    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]: ...


class Successive:
    """Answers `published.ports.results` by two systems, the present one first (hai nơi ban hành nối tiếp).

    New drafts are the present one's. What the former one had signed when the house was upgraded it numbers and seals
    itself, and what it issued stays found and verified under its name; see docs/decisions/0014-results.md.
    """

    def __init__(self, present: Results, former: Former, *, formers_kind: str) -> None:
        self.present, self.former, self.formers_kind = present, former, formers_kind

    def draft(self, draft: Draft, *, acting: Any) -> Result:
        return self.present.draft(draft, acting=acting)

    def sign(self, result: Ref, *, acting: Any, pin: str) -> Result:
        return self.present.sign(result, acting=acting, pin=pin)

    def number_and_seal(self, result: Ref, *, acting: Any, pin: str) -> Result:
        owner = self.former if result.kind == self.formers_kind else self.present
        return owner.number_and_seal(result, acting=acting, pin=pin)

    def find(self, subject: Ref) -> Result | None:
        return self.present.find(subject) or self.former.find(subject)

    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]:
        found = self.present.find_many(subjects)
        return found | self.former.find_many([one for one in subjects if one not in found])
