"""Ask a database, and keep what it said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record_of_party
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.lookups import Outcome, Question

from ..client import Reply, query
from ..facts import LookupSettled
from ..limits import within_limits
from ..models import Database, Lookup
from ..rules import MOST_TRIES, PHRASES, digest, next_try


class NotKnown(InputError):
    """A procedure names a database that this province does not have."""


def ask(question: Question, *, acting: Acting, at: datetime) -> tuple[Lookup, bool]:
    """Look up once; what was answered is not asked again (tra cứu).

    The second value: too many were asked. No transaction is open while the other house thinks. Raises NotKnown.
    """
    lookup = _opened(question, acting, at)
    if lookup.settled_at is not None or lookup.tries >= MOST_TRIES:
        return lookup, False
    if not within_limits(lookup.database, acting, at):
        return lookup, True
    return keep(lookup, query(lookup), acting=acting, at=at), False


def try_again(lookup: Lookup, *, acting: Acting, at: datetime) -> Lookup:
    """Ask once more for one whose database was away (tra cứu lại)."""
    if not within_limits(lookup.database, acting, at):
        return lookup
    return keep(lookup, query(lookup), acting=acting, at=at)


def _opened(question: Question, acting: Acting, at: datetime) -> Lookup:
    database = Database.objects.filter(key=question.database).first()
    if database is None:
        raise NotKnown("no_database", gettext_noop("Tỉnh chưa nối với cơ sở dữ liệu này."))
    lookup, _made = Lookup.objects.select_related("database").get_or_create(
        subject_kind=question.subject.kind,
        subject_uuid=question.subject.uuid,
        code=question.code,
        database=database,
        about=question.about,
        defaults={
            "parties": [str(party) for party in question.parties],
            "purpose": question.purpose,
            "basis": question.basis,
            "ground": question.ground,
            "consent_uuid": question.consent,
            "wanted": list(question.fields),
            "asked_at": at,
            "asked_by": str(acting.actor_ref),
            "asked_by_name": acting.actor_label,
        },
    )
    return lookup


@transaction.atomic
def keep(lookup: Lookup, reply: Reply, *, acting: Acting, at: datetime) -> Lookup:
    """Write down an answer, in the logs of those it is about too; an earlier one stays (ghi kết quả tra cứu)."""
    row = Lookup.objects.select_for_update(of=("self",)).select_related("database").get(pk=lookup.pk)
    if row.settled_at is not None:
        return row
    row.outcome, row.answers, row.reference = reply.outcome.value, reply.values, reply.reference
    row.answered_at, row.tries = at, row.tries + 1
    row.settled_at = at if reply.outcome.settled else None
    row.next_try_at = next_try(reply.outcome, row.tries, at)
    row.digest = digest(row.content()) if row.settled_at else ""
    row.save()
    for party in row.parties:
        record_of_party(
            acting,
            PHRASES[Outcome(row.outcome)],
            row.subject,
            Ref.parse(party),
            database=row.database.name,
            purpose=row.purpose,
        )
    if row.settled_at:
        publish(LookupSettled(subject=row.subject, code=row.code, lookup=row.ref, outcome=row.outcome))
    return row
