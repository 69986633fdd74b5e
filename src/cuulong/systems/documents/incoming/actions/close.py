"""End the work on a document, and begin it again (kết thúc, mở lại)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc
from cuulong.published.facts.documents import DocumentClosed

from ...records.actions.move import locked, move
from ...records.models import Document, State
from ...records.places import must
from ..models import Handling, Share
from ..queries import ROUTE, answers_of, incoming_of
from ..rules import must_give_reason
from . import routing
from .register import INCOMING

ENDS = {"route": "file_away", "distribute": "close", "handle": "close"}


@transaction.atomic
def close(document: Document, outcome: str, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Settle it, or file it for information at the office's desk (giải quyết xong, lưu để biết).

    The issued document that answers it is told with the fact. Raises Refused, NotAllowed.
    """
    said = must_give_reason(nfc(outcome), gettext_noop("Ghi kết quả giải quyết, hoặc lý do lưu để biết."))
    document, step, acting = routing.at(document, *ENDS, acting=acting, revision=revision)
    routing.go(step, ENDS[step.key], acting=acting, at=at, note=said)
    incoming = incoming_of(document)
    incoming.closed_at, incoming.outcome = at, said[:300]
    incoming.save()
    leads = Handling.objects.filter(instruction__document=document, share=Share.LEAD, done_at=None)
    leads.filter(instruction__proposal=False).update(done_at=at)
    answer = answers_of(document).filter(state=State.ISSUED).last()
    publish(
        DocumentClosed(
            subject=document.ref, agency=document.agency.ref, at=at, answer=answer.ref if answer is not None else None
        )
    )
    routing.tell(document, "closed", at=at)
    return move(document, "close", acting=acting, at=at, note=said, agency=step.agency)


@transaction.atomic
def reopen(document: Document, reason: str, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Take a settled document up again; the office routes it anew (mở lại). Raises Refused, Forbidden."""
    said = must_give_reason(nfc(reason), gettext_noop("Ghi lý do mở lại."))
    document = locked(document, revision)
    must(acting, ROUTE, document.agency)
    incoming = incoming_of(document)
    incoming.closed_at, incoming.outcome = None, ""
    incoming.save()
    document = move(document, "reopen", acting=acting, at=at, note=said)
    engine.start(document, INCOMING, agency=document.agency, acting=acting, at=at, room=document.room)
    routing.tell(document, "working", at=at)
    return document
