"""What all verbs of a dossier share: the lock, the listed move, the record (chuyển trạng thái)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, Subquery, Value
from django.db.models.functions import Greatest

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting

from ...catalogue.models import ProcedureVersion
from ..models import Dossier, Transition
from ..rules import next_state


def locked(dossier: Dossier) -> Dossier:
    """The row again, locked until the end of the transaction, with all it points at."""
    return (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "version__procedure",
            "version__form",
            "guest",
            "citizen",
            "business",
            "representation__representative",
            "intake_agency",
            "competent_agency",
            "room",
        )
        .get(pk=dossier.pk)
    )


def move(
    dossier: Dossier,
    verb: str,
    *,
    acting: Acting,
    at: datetime,
    agency: Agency | None = None,
    note: str = "",
    public_note: str = "",
    says: str = "",
    **details: Any,
) -> Dossier:
    """Move a locked dossier as `rules.MOVES` lists, save it, add the transition and the audit row (chuyển trạng thái).

    `says`: the action's own name when several share one move. Raises Refused.
    """
    before = dossier.state
    dossier.state = next_state(verb, before)
    dossier.revision += 1
    dossier.save()
    Transition.objects.create(
        dossier=dossier,
        verb=says or verb,
        before=before,
        after=dossier.state,
        happened_at=after_the_last(dossier.transitions.all(), at),
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label if acting.is_official else "",
        agency_name=agency.name if agency else "",
        note=note,
        public_note=public_note,
    )
    record(acting, f"services.dossier.{says or verb}", dossier, agency=agency, code=dossier.code, **details)
    return dossier


def after_the_last(story: QuerySet[Any], at: datetime) -> Greatest:
    """`at`, but never before what the story tells last: a clock that was put back turns no order round (thứ tự diễn biến).

    An expression of the same INSERT: no question more.
    """
    last = story.order_by("-happened_at").values("happened_at")[:1]
    return Greatest(Value(at, DateTimeField()), Subquery(last))


def event_fields(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The fields that every fact about a dossier carries."""
    version: ProcedureVersion = dossier.version
    agency = dossier.competent_agency or dossier.intake_agency
    assert agency is not None
    assert dossier.code is not None
    return {
        "subject": dossier.ref,
        "code": dossier.code,
        "procedure": version.procedure.code,
        "agency": agency.ref,
        "at": at,
    }
