"""Begin a draft: from a template or blank, as an answer, a replacement, a correction (soạn thảo)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine
from cuulong.core.workflow.places import serving
from cuulong.lib.dates import short_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...processes import OUTGOING
from ...records.actions.move import locked, note_down
from ...records.kinds import ALL, LETTER
from ...records.models import Document
from ...records.rules import OUT, Refused, must_not_be_secret
from ..letters import capacity_for, cleaned, signers_at
from ..models import Outgoing
from ..queries import DRAFT, body_of, newest
from ..skeletons import skeletons
from .step import step_of
from .versions import add_version

CORRECTION, LONGEST_SUBJECT = "dinh-chinh", 500


@transaction.atomic
def draft(
    room: Agency,
    *,
    kind: str = "",
    subject: str,
    template: str = "",
    content: Mapping[str, Any] | None = None,
    urgency: int = 0,
    secrecy: str = "",
    answers: Document | None = None,
    replaces: Document | None = None,
    corrects: Document | None = None,
    sign_by: datetime | None = None,
    acting: Acting,
    at: datetime,
) -> Document:
    """Begin an outgoing document in the name of the body around `room` (soạn thảo văn bản đi).

    A template brings its kind and its text; the first leader there is proposed as signer. Raises Refused, for a state
    secret too, whose subject line is kept nowhere.
    """
    acting.require(DRAFT, room)
    must_not_be_secret(secrecy=secrecy, subject=subject)
    skeleton = skeletons().get(template)
    kind = kind or (skeleton.kind if skeleton else "")
    if kind not in ALL:
        raise Refused("kind", gettext_noop("Chọn loại văn bản."))
    subject = clean(subject)
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise Refused("subject", gettext_noop("Ghi trích yếu, tối đa 500 chữ cái."))
    body = body_of(room)
    document = make(
        body,
        room=room if room.pk != body.pk else None,
        kind=kind,
        kind_name=ALL[kind].name,
        subject=subject,
        urgency=urgency,
        acting=acting,
    )
    signer = signers_at(body, timezone.localdate(at)).first()
    outgoing = Outgoing.objects.create(
        document=document,
        signer=signer,
        answers=answers,
        replaces=replaces,
        subject_kind=corrects.ref_kind if corrects else "",
        subject_uuid=corrects.uuid if corrects else None,
        template=template,
        sign_by=sign_by,
    )
    if signer is not None:
        name_signer(document, signer.account.full_name, *_said(signer, body))
    words = {**(skeleton.content if skeleton else {}), **(content or {})}
    add_version(document, outgoing, cleaned(words), note="", acting=acting)
    engine.start(document, OUTGOING, agency=body, room=document.room, acting=acting, at=at)
    serving(step_of(document), acting)
    note_down(document, "draft", acting=acting, at=at)
    return document


def make(
    body: Agency, *, room: Agency | None, kind: str, kind_name: str, subject: str, urgency: int = 0, acting: Acting
) -> Document:
    """The bare row of an outgoing document; who drafts it may read it (văn bản đi)."""
    document = Document(
        direction=OUT,
        agency=body,
        room=room,
        state="draft",
        kind=kind,
        kind_name=kind_name[:100],
        issuer_name=body.name,
        issuer_code=body.code,
        subject=subject,
        urgency=urgency,
        created_by=acting.account,
    )
    document.let_read(agencies=(body, room), accounts=(acting.account,))
    document.save()
    return document


def name_signer(document: Document, name: str, capacity: str, position: str) -> None:
    """Write down who will sign, and how; the caller saves."""
    document.signer_name, document.signer_capacity, document.signer_position = name, capacity, position


def _said(signer: Any, body: Agency) -> tuple[str, str]:
    said = capacity_for(signer, body)
    return str(said), said.position


@transaction.atomic
def draft_replacement(old: Document, *, room: Agency, acting: Acting, at: datetime) -> Document:
    """Begin the document that is to stand in the place of one with wrong content (văn bản thay thế; Điều 18)."""
    old = _issued(old)
    version = newest(old)
    content = {**(version.content if version else {}), "uploaded": ""}
    return draft(room, kind=old.kind, subject=old.subject, content=content, replaces=old, acting=acting, at=at)


@transaction.atomic
def draft_correction(wrong: Document, *, room: Agency, acting: Acting, at: datetime) -> Document:
    """Begin the letter that puts the form of an issued document right (đính chính bằng công văn; Điều 18)."""
    wrong = _issued(wrong)
    day = short_date(wrong.issued_on) if wrong.issued_on else ""
    subject = f"đính chính {wrong.kind_name} số {wrong.number} ngày {day}"
    return draft(room, kind=LETTER, subject=subject, template=CORRECTION, corrects=wrong, acting=acting, at=at)


def _issued(document: Document) -> Document:
    document = locked(document)
    if document.state != "issued":
        raise Refused("not_issued", gettext_noop("Chỉ thay thế, đính chính văn bản đang có hiệu lực."))
    return document
