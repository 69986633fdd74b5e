"""An official's act at a step: the process table moves the case, the document follows (xử lý tại bước)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.people.queries import holders
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step, StepKind

from ...records.actions.move import locked, move, note_down
from ...records.kinds import ALL
from ...records.models import Document
from ..models import Outgoing
from ..queries import newest, task_of
from ..rules import Check, form_checks, must_be_ready, must_say, verb_of
from .co_sign import ask_co_signers, forget_signatures
from .remarks import add_remark

# What the verbs themselves bring of a process table's `needs`.
GIVEN = {"sign": ("signature",), "number_and_seal": ("signature", "number")}


def step_of(document: Document) -> Step:
    """The open task of the document's case. Raises Step.DoesNotExist after the end."""
    found = task_of(document)
    if found is None:
        raise Step.DoesNotExist
    return found


def take_step(
    document: Document, step: Step, key: str, *, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> list[Step]:
    """Do action `key` at `step` of a locked document; who is to act next may read it (thực hiện bước).

    `revision`: the case revision the screen showed. Call inside a transaction, then move or note the document down.
    Raises workflow.rules.NotAllowed, workflow.rules.AlreadyMoved.
    """
    waiting = engine.act(
        step, key, acting=acting, at=at, note=note, expected_version=revision, given=GIVEN.get(key, ())
    )
    see(document, waiting)
    return waiting


def see(document: Document, steps: Iterable[Step]) -> None:
    """Let the places where it now waits read it, and whoever holds the role there; the caller saves."""
    for step in steps:
        document.let_read(agencies=(step.agency,), accounts=tuple(holders(step.role, step.agency)))


@transaction.atomic
def walk(
    document: Document, step: Step, key: str, *, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Document:
    """Submit, approve, find the form right or send back, as the process table offers (trình, duyệt, trả lại).

    A note stays as a remark on the version it speaks of, so that the submission carries every opinion. What goes on
    from the draft is whole; what waits for the signer is first put before the co-signers. Raises Refused, NotAllowed,
    AlreadyMoved.
    """
    document = locked(document)
    outgoing = Outgoing.objects.select_for_update().get(pk=document.pk)
    if step.key == "draft" and key != "cancel":
        must_be_ready(checks_of(document, outgoing))
    waiting = take_step(document, step, key, acting=acting, at=at, revision=revision, note=note)
    if note.strip() and (version := newest(document)):
        add_remark(version, note, acting=acting)
    came_to = next((one.key for one in waiting if one.kind == StepKind.TASK), "")
    if not waiting:
        outgoing.subject_kind, outgoing.subject_uuid = "", None
        outgoing.save(update_fields=["subject_kind", "subject_uuid"])
        return move(document, "cancel", acting=acting, at=at, agency=step.agency, note=note)
    if document.state == "signed":
        forget_signatures(document, outgoing, acting=acting)
        return move(document, "unsign", acting=acting, at=at, agency=step.agency, note=note)
    if came_to == "sign":
        ask_co_signers(document, outgoing, at=at)
    elif step.key == "sign":
        forget_signatures(document, outgoing, acting=acting)
    return note_down(document, verb_of(key), acting=acting, at=at, agency=step.agency, note=note)


@transaction.atomic
def take_back(
    document: Document, step: Step, reason: str, *, acting: Acting, at: datetime, revision: int | None
) -> Document:
    """Take back what one has sent on while the next has not begun (lấy lại dự thảo). Raises Refused, NotAllowed."""
    document = locked(document)
    reason = must_say(reason)
    if step.key == "sign":
        forget_signatures(document, document.outgoing, acting=acting)
    back = engine.recall(step, reason, acting=acting, at=at, expected_version=revision)
    return note_down(document, "take_back", acting=acting, at=at, agency=back.agency, note=reason)


def checks_of(document: Document, outgoing: Outgoing) -> list[Check]:
    """What a machine sees of the form of the newest version (kiểm tra thể thức)."""
    version, kind = newest(document), ALL.get(document.kind)
    content = version.content if version else {}
    return form_checks(
        content,
        subject=document.subject,
        named=document.is_named,
        articles=bool(kind and kind.articles),
        uploaded=bool(content.get("uploaded")),
        signer=outgoing.signer_id is not None,
        sent_to=outgoing.recipients.count(),
    )
