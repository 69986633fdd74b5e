"""What all verbs of routing share (bước chuyển văn bản)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.places import serving
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.documents import IncomingMoved

from ...records.actions.move import locked
from ...records.models import Document
from ...records.rules import Refused
from ..models import Instruction
from ..plan import Plan, write
from ..queries import incoming_of, step_of

ELSEWHERE = gettext_noop("Văn bản không còn ở bước này. Tải lại trang để xem tình trạng mới.")


def at(document: Document, *keys: str, acting: Acting, revision: int | None = None) -> tuple[Document, Step, Acting]:
    """The document locked, its open step, and `acting` narrowed to their post there (tư cách xử lý).

    A step that was given by name to somebody whose post was lent is taken in their place. Raises Refused when it stands
    elsewhere, NotAllowed when the step is not theirs.
    """
    document = locked(document, revision)
    step = step_of(document)
    if step.key not in keys:
        raise Refused("elsewhere", ELSEWHERE)
    owner = step.assignee
    lent = [one for one in acting.grants if owner is not None and one.behalf == owner.ref]
    return document, step, serving(step, replace(acting, grants=tuple(lent)) if lent else acting)


def go(
    step: Step, action: str, *, acting: Acting, at: datetime, note: str = "", assignee: Account | None = None
) -> None:
    """One action of the process table (chuyển bước)."""
    engine.act(step, action, acting=acting, at=at, note=note, assignee=assignee)


def hand_to(document: Document, step: Step, plan: Plan, *, acting: Acting, at: datetime) -> Instruction:
    """Write the instruction and make its lead the room; the caller acts and saves (giao đơn vị chủ trì)."""
    lead = plan.must_name_a_lead()
    written = write(document, plan, acting=acting, at=at, proposal=False)
    document.room = lead
    engine.place_in_room(step.case, lead if lead.pk != document.agency_id else None, acting=acting, at=at)
    incoming = incoming_of(document)
    if incoming.forwarded_at is None:
        incoming.forwarded_at = at
        incoming.save()
    return written


def tell(document: Document, stage: str, *, at: datetime, note: str = "") -> None:
    """Publish how far it came (công bố diễn biến)."""
    publish(IncomingMoved(subject=document.ref, agency=document.agency.ref, at=at, stage=stage, note=note))
