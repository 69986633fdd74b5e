"""Sign, number, seal and give back the result (ký, cấp số, đóng dấu, trả kết quả)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import PNG
from cuulong.core.files.store import store
from cuulong.core.notifications.notify import notify
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import parse_citizen_number
from cuulong.lib.identity_card import looks_like_card, parse_card
from cuulong.lib.vietnamese import clean, fold
from cuulong.published.facts.services import ResultIssued, ResultReturned
from cuulong.published.ports.results import results

from ..charges import unpaid
from ..letters import draft_letter, signer_of
from ..models import Dossier, Posting, Returning, ReturnWay
from ..recipients import applicant
from ..rules import Refused, must_be_entitled, must_be_given_as_chosen, must_be_paid
from ..signing import DRAWN, MOST_BYTES, must_be_signed
from .move import event_fields
from .step import take_step


def sign(
    dossier: Dossier, step: Step, *, pin: str, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Dossier:
    """The leader signs the letter in the capacity printed on it (ký số; NĐ 30/2020).

    Raises Refused, workflow.rules.NotAllowed, workflow.rules.AlreadyMoved, signatures' own errors (certificate, PIN).
    """
    acting.require("services.dossier.sign", dossier.competent_agency)
    signer = signer_of(dossier, acting)
    if signer is None:
        raise Refused("not_signer", gettext_noop("Anh/chị không phải người ký của cơ quan giải quyết hồ sơ này."))
    draft = results().find(dossier.ref)
    if draft is None or draft.state != "drafted":
        raise Refused("no_draft", gettext_noop("Chưa có dự thảo kết quả để ký."))
    with transaction.atomic():
        dossier, _ = take_step(dossier, step, "sign", acting=acting, at=at, revision=revision, note=note)
        draft = draft_letter(dossier, reason=_reason(dossier), acting=acting, signer=signer)
        results().sign(draft.ref, acting=acting, pin=pin)
    return dossier


def number_and_seal(
    dossier: Dossier, step: Step, *, pin: str, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Dossier:
    """The clerk numbers, dates and seals: the result is issued and can be verified (cấp số, đóng dấu).

    The number is reserved in its own short transaction and voided when sealing fails. Raises as `sign`.
    """
    acting.require("services.dossier.seal", dossier.competent_agency)
    signed = results().find(dossier.ref)
    if signed is None or signed.state == "drafted":
        raise Refused("not_signed", gettext_noop("Kết quả chưa có chữ ký của lãnh đạo."))
    issued = signed if signed.state == "issued" else results().number_and_seal(signed.ref, acting=acting, pin=pin)
    with transaction.atomic():
        dossier, _ = take_step(
            dossier, step, "number_and_seal", acting=acting, at=at, revision=revision, note=note, number=issued.number
        )
        dossier.finished_at = at
        dossier.save(update_fields=["finished_at"])
        publish(
            ResultIssued(
                **event_fields(dossier, at),
                outcome=dossier.outcome,
                number=issued.number,
                verify_code=issued.verify_code,
            )
        )
        notify(
            "services.result_issued",
            to=applicant(dossier),
            subject=dossier,
            context={
                "code": dossier.code,
                "number": issued.number,
                "verify_code": issued.verify_code,
                "by_post": dossier.result_way == ReturnWay.POST,
            },
        )
    return dossier


@transaction.atomic
def hand_over(
    dossier: Dossier,
    step: Step,
    *,
    acting: Acting,
    at: datetime,
    revision: int | None,
    receiver: str = "",
    identity: str = "",
    authority: str = "",
    tracking: str = "",
    carrier: str = "",
    in_person: bool = False,
    signed: str = "",
    signed_name: str = "",
    signature: bytes = b"",
) -> Dossier:
    """Give the result to who may have it, or to the post where that was chosen; fees due are paid (trả kết quả).

    `identity`: the number on the receiver's card, typed or scanned; `authority`: by what somebody else receives;
    `tracking`, `carrier`: the post's number and who it is; `in_person`: who chose the post came all the same.
    `signed`: how the receiver signed, with the name typed or the picture drawn. Raises Refused, IdentityError, files.Refused.
    """
    acting.require("services.dossier.accept", dossier.intake_agency)
    must_be_paid(unpaid(dossier, "at_result"))
    tracking = must_be_given_as_chosen(dossier.result_way, tracking=tracking, carrier=carrier, in_person=in_person)
    common: dict[str, Any] = {"acting": acting, "at": at, "revision": revision}
    if tracking:
        return _give_to_post(dossier, step, tracking, clean(carrier)[:100], **common)
    receiver = clean(receiver)[:150] or dossier.receiver_name
    number = _number_on(identity)
    holder = dossier.citizen.cccd if dossier.citizen else None
    own = number == holder if number and holder else None
    known = {fold(name) for name in (dossier.receiver_name, dossier.applicant_name)}
    must_be_entitled(is_applicant=fold(receiver) in known, own_number=own, authority=authority)
    must_be_signed(signed, receiver=receiver, typed=signed_name, picture=signature)
    picture = _keep(signature, dossier, acting) if signed == DRAWN else None
    dossier, _ = take_step(dossier, step, _key(dossier), note=receiver, **common)
    dossier.returned_at = at
    dossier.save(update_fields=["returned_at"])
    Returning.objects.create(
        dossier=dossier,
        receiver=receiver,
        number_end=number[-4:],
        own_number=own is True,
        authority=clean(authority)[:300],
        signed=signed,
        signature=picture,
        at=at,
        by=acting.actor_label,
    )
    publish(ResultReturned(**event_fields(dossier, at)))
    return dossier


def _give_to_post(
    dossier: Dossier, step: Step, tracking: str, carrier: str, *, acting: Acting, at: datetime, revision: int | None
) -> Dossier:
    """The post has it, with a number by which its people follow it (giao bưu điện)."""
    words = f"{carrier}, {tracking}"
    common: dict[str, Any] = {"acting": acting, "at": at, "revision": revision}
    dossier, _ = take_step(dossier, step, _key(dossier), note=words, public_note=words, **common)
    dossier.returned_at = at
    dossier.save(update_fields=["returned_at"])
    Posting.objects.create(
        dossier=dossier,
        carrier=carrier,
        tracking=tracking,
        name=dossier.post_name,
        phone=dossier.post_phone,
        address=dossier.post_address,
        at=at,
        by=acting.actor_label,
    )
    publish(ResultReturned(**event_fields(dossier, at)))
    context = {"code": dossier.code, "carrier": carrier, "tracking": tracking}
    notify("services.result_posted", to=applicant(dossier), subject=dossier, context=context)
    return dossier


def _key(dossier: Dossier) -> str:
    return "hand_over_refusal" if dossier.refused else "hand_over"


def _keep(signature: bytes, dossier: Dossier, acting: Acting) -> StoredFile:
    """The drawn signature as a file of its own, typed by its content."""
    return store(
        signature, name=f"ky-nhan-{dossier.code}.png", acting=acting, allowed=frozenset({PNG}), max_bytes=MOST_BYTES
    )


def _number_on(identity: str) -> str:
    """The identity number that was typed, or scanned with the whole card; empty for none."""
    if not identity.strip():
        return ""
    return parse_card(identity).number if looks_like_card(identity) else parse_citizen_number(identity).digits


def _reason(dossier: Dossier) -> str:
    last = dossier.transitions.filter(verb__in=("propose_issue", "propose_refusal")).order_by("-id").first()
    return last.note if last else ""
