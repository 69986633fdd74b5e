"""The signer signs, last and for the body (ký văn bản; NĐ 30/2020, Điều 13)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.rules import PERSON
from cuulong.core.signatures.sign import sign as sign_field
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop

from ...records.actions.move import locked, move
from ...records.letter import SignatureBlock
from ...records.models import Document
from ...records.rules import Refused
from ..letters import block_of, capacity_for, post_of, signers_at
from ..models import Outgoing
from ..pages import main_of, put_main, set_page
from ..queries import newest
from ..rules import Capacity, Signing, must_all_have_signed
from ..signing import appearance_of, own_certificate
from .step import take_step

RIGHT = "documents.sign"


@transaction.atomic
def sign(
    document: Document, step: Step, *, pin: str, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Document:
    """Sign in the capacity that stands on the page (ký số).

    Whoever signs in another's place (KT., TUQ.) is named as who they are: the page is set anew, which co-signatures
    forbid. Raises Refused, workflow's NotAllowed and AlreadyMoved, CannotSign.
    """
    acting.require(RIGHT, document.agency)
    document = locked(document)
    outgoing = Outgoing.objects.select_for_update().get(pk=document.pk)
    must_all_have_signed(Signing(one.order, one.signed_at is not None) for one in outgoing.co_signers.all())
    block = _block(document, outgoing, acting, timezone.localdate(at))
    take_step(document, step, "sign", acting=acting, at=at, revision=revision, note=note)
    if _changed(document, block):
        if outgoing.co_signers.exists():
            sentence = gettext_noop("Trang đã có người ký cùng, ghi người ký là %(name)s. Trả lại để trình bày lại.")
            raise Refused("other_signer", sentence, name=document.signer_name)
        document.signer_name, document.signer_position = block.name, block.position
        document.signer_capacity = str(Capacity(block.capacity, block.position))
        version = newest(document)
        set_page(document, outgoing, version.content if version else {}, acting=acting, signer=block)
    put_signature(document, outgoing, pin=pin, acting=acting, at=at)
    return move(document, "sign", acting=acting, at=at, agency=step.agency, note=note)


def put_signature(document: Document, outgoing: Outgoing, *, pin: str, acting: Acting, at: datetime) -> None:
    """The signature itself; the caller moves the document (chữ ký số). Raises CannotSign."""
    certificate = own_certificate(acting)
    with open_key(certificate, pin) as key:
        pdf = sign_field(
            read(main_of(document)),
            field=PERSON,
            key=key,
            appearance=appearance_of(certificate),
            reason=document.subject,
        )
    put_main(document, pdf, acting=acting, signed=True)
    outgoing.signed_at = at
    outgoing.save(update_fields=["signed_at"])


def _block(document: Document, outgoing: Outgoing, acting: Acting, day: date) -> SignatureBlock:
    """What stands over this person's signature. Raises Refused for somebody who may not sign here."""
    version = newest(document)
    alone = bool(version and version.content.get("alone"))
    own = _own_post(outgoing, acting, day, document)
    if own is not None:
        return block_of(own, capacity_for(own, document.agency, alone=alone))
    lender = outgoing.signer or signers_at(document.agency, day).first()
    post = post_of(acting, lender, day) if lender else None
    if lender is None or post is None:
        raise Refused("not_signer", gettext_noop("Anh/chị không phải người ký của cơ quan ban hành văn bản này."))
    return block_of(post, capacity_for(lender, document.agency, alone=alone, delegate=post))


def _own_post(outgoing: Outgoing, acting: Acting, day: date, document: Document) -> Appointment | None:
    """The appointment this person signs in by their own right: as the chosen signer, or as another leader of the body."""
    if acting.account is None:
        return None
    if outgoing.signer is not None and outgoing.signer.account_id == acting.account.pk:
        return outgoing.signer
    found: Appointment | None = signers_at(document.agency, day).filter(account=acting.account).first()
    return found


def _changed(document: Document, block: SignatureBlock) -> bool:
    said = (document.signer_name, document.signer_position, tuple(document.signer_capacity.splitlines()))
    return said != (block.name, block.position, block.capacity)
