"""Take in a document that came (tiếp nhận văn bản đến)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.places import living
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.documents import IncomingMoved

from ...records.actions.move import note_down
from ...records.models import Attachment, Direction, Document, Part, State
from ...records.places import must
from ...records.rules import Refused
from .. import rules
from ..arrival import OF_INCOMING, Arrival, Brought, shortened
from ..models import Incoming
from ..queries import REGISTER, duplicates


class Duplicate(Refused):
    """The agency already holds this document, or one under its identifier (văn bản trùng)."""


@transaction.atomic
def take_in(
    arrival: Arrival,
    *,
    agency: Agency,
    acting: Acting,
    at: datetime,
    files: Sequence[Brought] = (),
    again: bool = False,
) -> Document:
    """Write down that a document came; it waits for its number of arrival (tiếp nhận văn bản đến; NĐ 30/2020, Điều 21).

    What came for a dissolved agency is its successor's and says so. One that is there already is taken in only `again`,
    as the clerk decides, and is tied to the first; machines always take it in. Raises Duplicate, Refused, Forbidden.
    """
    arrival = arrival.checked()
    here = living(agency, local_date(at))
    must(acting, REGISTER, here)
    first = duplicates(arrival, here).first()
    if first is not None and not (again or acting.is_system):
        sentence = gettext_noop("Văn bản này đã có trong sổ (%(number)s). Xem lại, rồi chọn vẫn nhận nếu cần.")
        raise Duplicate("duplicate", sentence, number=first.number or first.subject[:60])
    document = Document(
        direction=Direction.INCOMING, agency=here, state=State.ARRIVED, created_by=acting.account, revision=0
    )
    arrival.describe(document).save()
    redirected = arrival.redirected
    if here.pk != agency.pk and not redirected:
        redirected = f"Gửi {agency.name}, đã kết thúc hoạt động; {here.name} là cơ quan kế thừa."
    incoming = Incoming(
        document=document,
        arrived_at=at,
        register_by=rules.register_by(at, calendar_for(here, local_date(at)), urgent=document.urgency > 0),
        same_as=first,
    )
    said = {name: getattr(arrival, name) for name in OF_INCOMING} | {"redirected": redirected}
    for name, value in shortened(incoming, said).items():
        setattr(incoming, name, value)
    incoming.save(force_insert=True)
    attach(document, files, acting=acting)
    note_down(document, "take_in", before="", acting=acting, at=at, note=redirected, channel=incoming.channel)
    publish(IncomingMoved(subject=document.ref, agency=here.ref, at=at, stage="arrived"))
    return document


def attach(document: Document, files: Sequence[Brought], *, acting: Acting) -> None:
    """The files of a document in their order; the first main one is the document itself (đính kèm)."""
    has_main = document.attachments.filter(part=Part.MAIN, replaced=False).exists()
    for order, one in enumerate(files):
        part = one.part
        if part == Part.MAIN and has_main:
            part = Part.APPENDIX
        has_main = has_main or part == Part.MAIN
        Attachment.objects.create(
            document=document,
            part=part,
            file=one.file,
            title=one.title[:200],
            order=order,
            signed=one.signed,
            added_by=acting.actor_label[:150],
        )
