"""The exchange behind the port of look-ups (trả lời cổng tra cứu)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.lookups import Answered, Outcome, Proof, Question, Source

from .actions.ask import ask
from .models import Database, Lookup


class Exchange:
    """Asks databases over HTTP and keeps the proofs (khai thác dữ liệu)."""

    def sources(self) -> Sequence[Source]:
        """The databases, those closed for now too: procedures may name them."""
        return [
            Source(
                key=one.key,
                name=one.name,
                name_en=one.name_en or one.name,
                keeper=one.keeper,
                fields={f["key"]: (f["title"], f.get("title_en") or f["title"]) for f in one.fields},
            )
            for one in Database.objects.all()
        ]

    def ask(self, question: Question, *, acting: Acting, at: datetime) -> Proof:
        """See the port."""
        lookup, limited = ask(question, acting=acting, at=at)
        return proof_of(lookup, limited=limited)

    def proofs(self, subject: Ref) -> Sequence[Proof]:
        """See the port; those never answered at all are not there."""
        rows = Lookup.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid, tries__gt=0)
        return [proof_of(row) for row in rows.select_related("database").order_by("pk")]

    def find(self, uuid: UUID) -> Proof | None:
        """See the port."""
        row = Lookup.objects.filter(uuid=uuid, tries__gt=0).select_related("database").first()
        return proof_of(row) if row else None


def proof_of(lookup: Lookup, *, limited: bool = False) -> Proof:
    """A look-up as others see it (kết quả tra cứu)."""
    titles = {f["key"]: (f["title"], f.get("title_en") or f["title"]) for f in lookup.database.fields}
    return Proof(
        uuid=lookup.uuid,
        subject=lookup.subject,
        code=lookup.code,
        database=lookup.database.key,
        database_name=lookup.database.name,
        database_name_en=lookup.database.name_en or lookup.database.name,
        keeper=lookup.database.keeper,
        about=lookup.about,
        purpose=lookup.purpose,
        basis=lookup.basis,
        ground=lookup.ground,
        outcome=Outcome(lookup.outcome or Outcome.DOWN),
        asked_at=lookup.asked_at,
        asked_by=lookup.asked_by_name,
        answered_at=lookup.answered_at or lookup.asked_at,
        tries=lookup.tries,
        reference=lookup.reference,
        digest=lookup.digest,
        whole=lookup.is_whole,
        limited=limited,
        answers=[
            Answered(
                key=key, title=titles.get(key, (key, key))[0], title_en=titles.get(key, (key, key))[1], value=value
            )
            for key in lookup.wanted
            if (value := lookup.answers.get(key))
        ],
    )
