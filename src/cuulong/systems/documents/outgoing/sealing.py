"""Number, date and seal in one increment, whatever is issued: a letter or a dossier's result (cấp số, đóng dấu)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.outbox.publish import publish as publish_fact
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.core.registers.models import Entry
from cuulong.core.signatures.appearances import Appearance
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Certificate
from cuulong.core.signatures.published import publish
from cuulong.core.signatures.rules import NUMBER, ORGANISATION, number_reason
from cuulong.core.signatures.sign import sign
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.published.facts.documents import DocumentIssued

from ..records.actions.move import locked, move
from ..records.layout.page import number_look
from ..records.letter import Letter
from ..records.models import Document
from ..records.rules import Refused
from .models import Outgoing
from .numbers import claim, reserve
from .pages import main_of, put_main
from .signing import appearance_of, seal_certificate

Finish = Callable[[Document, Outgoing], Any]


def number_and_seal(
    document: Document, *, pin: str, acting: Acting, at: datetime, short: str = "", finish: Finish | None = None
) -> Document:
    """Reserve a number, sign number and seal outside any transaction, then issue all in one (phát hành).

    `at` is the moment of numbering: its year numbers, its day is printed, whenever the signer signed. The number is
    struck out with the reason when anything fails. `finish` runs inside the last transaction. Raises Refused, CannotSign.
    """
    certificate = seal_certificate(document.agency)
    open_key(certificate, pin).close()  # a wrong PIN or an expired token must not cost a number
    with claim(document):
        document = Document.objects.select_related("agency__parent", "room").get(pk=document.pk)
        if document.state != "signed":
            raise Refused("not_signed", gettext_noop("Chỉ cấp số văn bản đã ký và chưa cấp số."))
        entry = reserve(document, timezone.localdate(at), short=short, acting=acting)
        try:
            pdf = _sealed(document, entry, certificate, pin, at)
            with transaction.atomic():
                return _issue(document, entry, pdf, finish, acting=acting, at=at)
        except Exception as error:
            numbers.void(entry, f"Đóng dấu không thành: {error}"[:200], acting=acting)
            raise


def _sealed(document: Document, entry: Entry, certificate: Certificate, pin: str, at: datetime) -> bytes:
    day = timezone.localdate(at)
    with open_key(certificate, pin) as key:
        pdf = sign(
            read(main_of(document)),
            field=NUMBER,
            key=key,
            appearance=_number_look(document, entry, day),
            reason=number_reason(entry.text, day),
        )
        return sign(pdf, field=ORGANISATION, key=key, appearance=appearance_of(certificate), reason=document.subject)


def _number_look(document: Document, entry: Entry, day: date) -> Appearance:
    agency = document.agency
    return number_look(Letter(kind=document.kind, body=agency.name, place=agency.place, number=entry.text, day=day))


def _issue(
    document: Document, entry: Entry, pdf: bytes, finish: Finish | None, *, acting: Acting, at: datetime
) -> Document:
    document = locked(document)
    outgoing = Outgoing.objects.select_for_update().get(pk=document.pk)
    numbers.issue(entry, document)
    document.number, document.issued_on = entry.text, timezone.localdate(at)
    file = put_main(document, pdf, acting=acting, signed=True).file
    outgoing.entry, outgoing.issued_at = entry, at
    outgoing.save(update_fields=["entry", "issued_at"])
    result_of = outgoing.subject
    if outgoing.verify_code:
        publish(
            outgoing.verify_code,
            file,
            title=document.subject,
            holder=outgoing.holder,
            agency=document.agency,
            subject=result_of if result_of and result_of.kind != Document.ref_kind else document,
            acting=acting,
            at=at,
        )
    if finish is not None:
        finish(document, outgoing)
    move(document, "issue", acting=acting, at=at)
    publish_fact(
        DocumentIssued(
            subject=document.ref,
            agency=document.agency.ref,
            at=at,
            number=document.number,
            result_of=_answered(result_of),
        )
    )
    return document


def _answered(result_of: Ref | None) -> Ref | None:
    return result_of if result_of and result_of.kind != Document.ref_kind else None
