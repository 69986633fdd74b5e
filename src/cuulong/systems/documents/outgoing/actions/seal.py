"""The clerk numbers, dates, seals and sends (cấp số, đóng dấu, phát hành; NĐ 30/2020, Điều 15 đến 18)."""

from __future__ import annotations

from datetime import datetime

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.places import must_be_free_for, serving

from ...records.models import Document
from ..models import Outgoing
from ..sealing import number_and_seal as seal
from ..sending import dispatch
from .step import take_step
from .withdraw import replaced_by

RIGHT = "documents.seal"


def number_and_seal(
    document: Document, step: Step, *, pin: str, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Document:
    """Number, date and seal in one increment, then send to every recipient (phát hành văn bản).

    Call outside any transaction. Raises Refused, workflow's NotAllowed and AlreadyMoved, CannotSign.
    """
    acting.require(RIGHT, document.agency)
    serving(step, acting)
    must_be_free_for(step, acting)

    def finish(issued: Document, outgoing: Outgoing) -> None:
        take_step(issued, step, "number_and_seal", acting=acting, at=at, revision=revision, note=note)
        old = replaced_by(outgoing, issued, acting=acting, at=at)
        dispatch(issued, outgoing, replaces=old, acting=acting, at=at)

    return seal(document, pin=pin, acting=acting, at=at, finish=finish)
