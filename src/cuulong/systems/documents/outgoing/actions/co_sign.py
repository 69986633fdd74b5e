"""Those who sign before the signer, in order or side by side (ký cùng, đồng trình)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.sign import sign as sign_field
from cuulong.core.workflow import engine
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop

from ...records.actions.move import locked, note_down
from ...records.models import Document
from ...records.rules import Refused
from ..letters import post_of
from ..models import CoSigner, Outgoing
from ..pages import main_of, put_main, set_page
from ..queries import newest, task_of
from ..rules import Signing, is_turn, must_say
from ..signing import appearance_of, own_certificate


def ask_co_signers(document: Document, outgoing: Outgoing, *, at: datetime) -> None:
    """Put the document before those whose turn it is; the caller saves it (đề nghị ký cùng)."""
    lines = list(outgoing.co_signers.select_related("appointment__account", "appointment__agency"))
    table = [Signing(one.order, one.signed_at is not None, one.refused_at is not None) for one in lines]
    for one in lines:
        if one.asked_at is None and is_turn(one.order, table):
            one.asked_at = at
            one.save(update_fields=["asked_at"])
            document.let_read(accounts=(one.appointment.account,))


def forget_signatures(document: Document, outgoing: Outgoing, *, acting: Acting) -> None:
    """The text goes back: whoever signed it signs the next one again, on a page without signatures (bỏ chữ ký)."""
    outgoing.co_signers.update(asked_at=None, signed_at=None, refused_at=None, note="")
    outgoing.signed_at = None
    outgoing.save(update_fields=["signed_at"])
    if document.attachments.filter(part="main", replaced=False, signed=True).exists():
        version = newest(document)
        set_page(document, outgoing, version.content if version else {}, acting=acting)


@transaction.atomic
def co_sign(mine: CoSigner, *, pin: str, acting: Acting, at: datetime) -> Document:
    """Sign one's own field before the signer does (ký cùng). Raises Refused, CannotSign."""
    document = locked(mine.outgoing.document)
    mine, outgoing = _asked(mine, document, acting, at)
    certificate = own_certificate(acting)
    with open_key(certificate, pin) as key:
        pdf = sign_field(
            read(main_of(document)),
            field=mine.field,
            key=key,
            appearance=appearance_of(certificate),
            reason=document.subject,
        )
    put_main(document, pdf, acting=acting, signed=True)
    mine.signed_at = at
    mine.save(update_fields=["signed_at"])
    ask_co_signers(document, outgoing, at=at)
    return note_down(document, "co_sign", acting=acting, at=at, agency=mine.appointment.agency)


@transaction.atomic
def refuse_co_signing(mine: CoSigner, note: str, *, acting: Acting, at: datetime) -> Document:
    """Not sign, and say why: the document goes back to whoever drafts it (không ký cùng). Raises Refused."""
    document = locked(mine.outgoing.document)
    mine, outgoing = _asked(mine, document, acting, at)
    reason = must_say(note)
    mine.refused_at, mine.note = at, reason[:300]
    mine.save(update_fields=["refused_at", "note"])
    step = task_of(document)
    assert step is not None  # asked only while it waits for the signer
    who = mine.appointment
    engine.act(
        step,
        "back_from_signer",
        acting=Acting.system("documents"),
        at=at,
        note=f"{who.account.full_name} ({who.position or who.agency.name}): {reason}"[:2000],
    )
    forget_signatures(document, outgoing, acting=acting)
    return note_down(document, "refuse_co_signing", acting=acting, at=at, agency=who.agency, note=reason)


def _asked(mine: CoSigner, document: Document, acting: Acting, at: datetime) -> tuple[CoSigner, Outgoing]:
    """The co-signer's locked line. Raises Refused when it is not their turn, or not theirs."""
    parts = CoSigner.objects.select_for_update(of=("self",)).select_related(
        "appointment__account", "appointment__agency"
    )
    mine = parts.get(pk=mine.pk)
    own = acting.account is not None and mine.appointment.account_id == acting.account.pk
    if not own and post_of(acting, mine.appointment, timezone.localdate(at)) is None:
        raise Refused("not_co_signer", gettext_noop("Anh/chị không phải người được đề nghị ký văn bản này."))
    task: Step | None = task_of(document)
    if document.state != "draft" or task is None or task.key != "sign" or mine.asked_at is None:
        raise Refused("not_asked", gettext_noop("Văn bản chưa được trình tới anh/chị để ký, hoặc đã được trả lại."))
    if mine.signed_at or mine.refused_at:
        raise Refused("done", gettext_noop("Anh/chị đã ký hoặc đã từ chối ký văn bản này rồi."))
    return mine, Outgoing.objects.select_for_update().get(pk=document.pk)
