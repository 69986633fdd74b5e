"""Ask other places' opinion of a draft, beside the step (phiếu lấy ý kiến)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step

from ...records.actions.move import locked, note_down
from ...records.models import Attachment, Document, Part
from ..queries import newest
from ..rules import must_say
from .remarks import add_remark
from .step import see


@transaction.atomic
def ask_opinion(
    document: Document, step: Step, *, agency: Agency, question: str, due_at: datetime, acting: Acting, at: datetime
) -> Step:
    """Ask a place what it thinks of the draft; both go on (gửi phiếu lấy ý kiến). Raises Refused, NotAllowed."""
    document = locked(document)
    asked = engine.ask_opinion(step, agency, must_say(question), due_at=due_at, acting=acting, at=at)
    see(document, [asked])
    note_down(document, "ask_opinion", acting=acting, at=at, agency=step.agency, note=question)
    return asked


@transaction.atomic
def answer_opinion(
    document: Document, step: Step, *, text: str, file: StoredFile | None = None, acting: Acting, at: datetime
) -> Document:
    """Say what one's place thinks; it stays with the version as a remark (trả lời phiếu lấy ý kiến)."""
    document = locked(document)
    engine.answer_opinion(step, must_say(text), acting=acting, at=at, file=file)
    if version := newest(document):
        add_remark(version, text, acting=acting)
    if file is not None:
        Attachment.objects.create(document=document, part=Part.WORKING, file=file, title=file.name[:200])
    return note_down(document, "answer_opinion", acting=acting, at=at, agency=step.agency, note=text)
