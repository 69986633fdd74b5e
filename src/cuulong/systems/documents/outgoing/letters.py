"""From what was written to the page: the boxes a drafter fills, and the letter they make (nội dung và bản trình bày)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment, Delegation
from cuulong.lib.vietnamese import nfc

from ..records.letter import Appendix, Letter, SignatureBlock
from ..records.models import Document
from ..records.numbering import COMMITTEES
from .models import CoSigner, Outgoing
from .rules import PERSON, Capacity, Post, capacity_of

COLLECTIVE = "Ủy ban nhân dân"
LINES = ("greeting", "bases", "places")
TEXTS = ("title", "short", "text", "closing", "keeper", "circulation", "drafter", "address", "uploaded")
LONGEST = 200_000


def cleaned(content: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a version: known boxes only, NFC, no empty lines (nội dung dự thảo)."""
    kept: dict[str, Any] = {name: nfc(str(content.get(name, "")))[:LONGEST].strip() for name in TEXTS}
    for name in LINES:
        kept[name] = [line for one in content.get(name) or () if (line := nfc(str(one)).strip(" \t;"))][:100]
    kept["facts"] = [[nfc(str(label)), nfc(str(value))] for label, value in content.get("facts") or ()]
    kept["appendices"] = [
        {"title": nfc(str(one["title"])).strip(), "text": nfc(str(one["text"]))}
        for one in content.get("appendices") or ()
    ]
    kept["alone"] = bool(content.get("alone"))
    return kept


def capacity_for(
    signer: Appointment, body: Agency, *, alone: bool = False, delegate: Appointment | None = None
) -> Capacity:
    """In what capacity an appointed person signs for a body; `delegate`: the post of whom they authorised (quyền hạn ký)."""
    own = delegate or signer
    inner = own.agency_id != body.pk
    return capacity_of(
        Post(
            position=own.position,
            body=COLLECTIVE if body.kind in COMMITTEES else "",
            head=_head_of(body) if inner or delegate else "",
            inner=inner,
            lent=delegate is not None,
        ),
        alone=alone,
    )


def _head_of(body: Agency) -> str:
    """What the head of a body is called, as its letters say it."""
    posts = (
        Appointment.objects.filter(agency=body, role="signer")
        .order_by("-valid", "pk")
        .values_list("position", flat=True)
    )
    full = [post for post in posts if post and not post.lower().startswith("phó ")]
    if full:
        return str(full[0])
    deputy = next((post for post in posts if post), "")
    rest = deputy.partition(" ")[2]
    return rest[:1].upper() + rest[1:]


def post_of(acting: Acting, signer: Appointment, day: Any) -> Appointment | None:
    """The own post of whoever signs in place of `signer`, by a delegation of the day; None when nobody let them."""
    if acting.account is None:
        return None
    lent = Delegation.objects.filter(
        appointment=signer, delegate=acting.account, valid__contains=day, revoked_at=None
    ).exists()
    if not lent:
        return None
    own = Appointment.objects.filter(account=acting.account, valid__contains=day).select_related("agency", "account")
    return own.filter(agency=signer.agency).first() or own.filter(agency__parent=signer.agency).first() or own.first()


def signers_at(agency: Agency, day: Any) -> QuerySet[Appointment]:
    """Who may sign for a body that day: its leaders, and who heads an inner part, by order (người ký)."""
    found = Appointment.objects.filter(agency=agency, role="signer", valid__contains=day)
    return found.select_related("account", "agency").order_by("pk")


def block_of(signer: Appointment, capacity: Capacity, field: str = PERSON) -> SignatureBlock:
    """A signer's block on the page (khối chữ ký)."""
    return SignatureBlock(
        capacity=capacity.lines, position=capacity.position, name=signer.account.full_name, field=field
    )


def letter_of(
    document: Document,
    outgoing: Outgoing,
    content: Mapping[str, Any],
    *,
    code: str,
    signer: SignatureBlock | None = None,
) -> Letter:
    """The whole page of a draft; its number and day stay empty (bản trình bày)."""
    agency = document.agency
    capacity, position = tuple(document.signer_capacity.splitlines()), document.signer_position
    own = signer or SignatureBlock(capacity=capacity, position=position, name=document.signer_name)
    return Letter(
        kind=document.kind,
        title=content.get("title", "") or "",
        parent=agency.parent.name if agency.parent and agency.kind not in ("commune",) else "",
        body=agency.name,
        place=agency.place,
        # A permit bears its name once: what it is called is what it is about.
        subject="" if content.get("title") == document.subject else document.subject,
        greeting=tuple(content.get("greeting", ())),
        bases=tuple(content.get("bases", ())),
        text=content.get("text", ""),
        facts=tuple((str(label), str(value)) for label, value in content.get("facts", ())),
        closing=content.get("closing", ""),
        places=tuple(content.get("places", ())),
        keeper=content.get("keeper", ""),
        signers=(*_co_signing(outgoing.co_signers.all(), agency), own),
        urgency=document.urgency,
        circulation=content.get("circulation", ""),
        drafter=content.get("drafter", ""),
        copies=outgoing.paper_copies,
        address=content.get("address", ""),
        appendices=tuple(Appendix(title=one["title"], text=one["text"]) for one in content.get("appendices", ())),
        verify_url=settings.BASE_URL.rstrip("/") + reverse("signatures:verify_issued", kwargs={"code": code}),
        verify_code=code,
    )


def _co_signing(co_signers: Iterable[CoSigner], agency: Agency) -> Iterable[SignatureBlock]:
    for one in sorted(co_signers, key=lambda each: (each.order, each.pk)):
        post = one.appointment
        yield SignatureBlock(
            capacity=tuple(one.capacity.splitlines()),
            position=post.position,
            name=post.account.full_name,
            body=post.agency.name if post.agency_id != agency.pk else "",
            field=one.field,
        )
