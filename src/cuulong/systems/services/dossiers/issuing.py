"""Results are issued here until the document system answers the port (ban hành kết quả tại chỗ)."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import typst
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read, store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.core.signatures import fields, typesetting
from cuulong.core.signatures.appearances import Appearance, NameAndTime, NumberAndDate, Picture
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Certificate
from cuulong.core.signatures.published import new_code, publish
from cuulong.core.signatures.queries import seal_of, usable_of
from cuulong.core.signatures.rules import NUMBER, ORGANISATION, PERSON, CannotSign, number_reason
from cuulong.core.signatures.sign import sign
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.qr import svg_document
from cuulong.published.ports.results import Draft, Result

from .models import Issuance
from .models.issuance import IssuanceState
from .wording import closing, opening

LETTER = Path(__file__).with_name("letter.typ")
PDF = frozenset({"application/pdf"})


def typeset(draft: Draft, agency: Agency, code: str) -> bytes:
    """The letter as PDF/A with its three empty signature fields (dàn trang văn bản; NĐ 30/2020).

    The QR of its code is part of the page that is signed; nothing is stamped on afterwards.
    """
    address = settings.BASE_URL.rstrip("/") + reverse("signatures:verify_issued", kwargs={"code": code})
    parent = agency.parent.name if agency.parent else ""
    data = draft.data | {"body": agency.name, "recipient": draft.recipient}
    letter = {
        "title": draft.title,
        "subtitle": "",
        "parent": parent,
        "body": agency.name,
        "legal_basis": draft.data.get("legal_basis", []),
        "opening": opening(draft.template, data),
        "facts": draft.data.get("facts", []) if draft.template != "refusal" else [],
        "closing": closing(draft.template, data),
        "recipients": [f"- {draft.recipient};", "- Lưu: VT, HS."],
        "capacity": draft.signer_capacity,
        "position": draft.signer_position,
        "signer": draft.signer_name,
        "qr": svg_document(address).decode(),
        "code": code,
    }
    source = (fields.TYPST + LETTER.read_text(encoding="utf-8")).encode()
    inputs = {"letter": json.dumps(letter, ensure_ascii=False)}
    pdf = typst.compile(source, font_paths=typesetting.fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    boxes = fields.find(source, sys_inputs=inputs)
    person = next(box for box in boxes if box.field == PERSON)
    assert isinstance(pdf, bytes)
    return fields.prepare(pdf, [*boxes, fields.seal_beside(person)])


class LocalResults:
    """Answers `published.ports.results` (ban hành kết quả)."""

    @transaction.atomic
    def draft(self, draft: Draft, *, acting: Acting) -> Result:
        agency = Agency.objects.select_related("parent").get(uuid=draft.agency.uuid)
        # Each draft has a code of its own: a copy of one that was never sealed leads nowhere.
        code = new_code()
        file = store(typeset(draft, agency, code), name=f"{draft.title}.pdf", acting=acting, allowed=PDF)
        issuance, _ = Issuance.objects.exclude(state=IssuanceState.VOID).update_or_create(
            subject_kind=draft.subject.kind,
            subject_uuid=draft.subject.uuid,
            defaults={
                "agency": agency,
                "document_type": draft.document_type,
                "title": draft.title,
                "holder": draft.holder,
                "state": IssuanceState.DRAFTED,
                "file": file,
                "verify_code": code,
                "signer_name": draft.signer_name,
                "signer_position": draft.signer_position,
                "signed_at": None,
            },
        )
        return _answer(issuance)

    @transaction.atomic
    def sign(self, result: Ref, *, acting: Acting, pin: str) -> Result:
        issuance = _locked(result)
        certificate = _must(
            usable_of(acting), gettext_noop("Anh/chị chưa có chứng thư số còn hiệu lực. Báo quản trị để được cấp.")
        )
        with open_key(certificate, pin) as key:
            pdf = sign(
                read(issuance.file),
                field=PERSON,
                key=key,
                appearance=_appearance(certificate),
                reason=issuance.title,
            )
        issuance.file = _keep(issuance, pdf, acting)
        issuance.state, issuance.signed_at = IssuanceState.SIGNED, timezone.now()
        issuance.save(update_fields=["file", "state", "signed_at"])
        record(acting, "services.issuance.signed", issuance, agency=issuance.agency, title=issuance.title)
        return _answer(issuance)

    def number_and_seal(self, result: Ref, *, acting: Acting, pin: str) -> Result:
        issuance = Issuance.objects.select_related("agency__parent", "file").get(uuid=result.uuid)
        now = timezone.localtime()
        notation = _notation(issuance)
        certificate = _must(
            seal_of(issuance.agency), gettext_noop("Cơ quan chưa có con dấu số còn hiệu lực. Báo quản trị để được cấp.")
        )
        # A wrong PIN must not cost a number.
        open_key(certificate, pin).close()
        entry = numbers.reserve(
            "services.results", agency=issuance.agency, acting=acting, year=now.year, notation=notation
        )
        try:
            place = issuance.agency.place
            with open_key(certificate, pin) as key:
                pdf = sign(
                    read(issuance.file),
                    field=NUMBER,
                    key=key,
                    appearance=NumberAndDate(entry.text, now.date(), place),
                    reason=number_reason(entry.text, now.date()),
                )
                pdf = sign(pdf, field=ORGANISATION, key=key, appearance=_appearance(certificate), reason=issuance.title)
            with transaction.atomic():
                issuance = _locked(result)
                numbers.issue(entry, issuance)
                issuance.file = _keep(issuance, pdf, acting)
                issuance.entry, issuance.number = entry, entry.text
                issuance.state, issuance.issued_at = IssuanceState.ISSUED, now
                publish(
                    issuance.verify_code,
                    issuance.file,
                    title=issuance.title,
                    holder=issuance.holder,
                    agency=issuance.agency,
                    subject=Ref(issuance.subject_kind, issuance.subject_uuid),
                    acting=acting,
                    at=now,
                )
                issuance.save()
                record(
                    acting,
                    "services.issuance.issued",
                    issuance,
                    agency=issuance.agency,
                    number=entry.text,
                    title=issuance.title,
                )
        except Exception as error:
            numbers.void(entry, f"{type(error).__name__}: {error}"[:200], acting=acting)
            raise
        return _answer(issuance)

    def find(self, subject: Ref) -> Result | None:
        found = Issuance.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid)
        issuance = found.exclude(state=IssuanceState.VOID).select_related("file").first()
        return _answer(issuance) if issuance else None

    def find_many(self, subjects: Collection[Ref]) -> dict[Ref, Result]:
        found = Issuance.objects.filter(subject_uuid__in=[one.uuid for one in subjects]).select_related("file")
        living = found.exclude(state=IssuanceState.VOID)
        answers = {Ref(one.subject_kind, one.subject_uuid): _answer(one) for one in living}
        return {subject: answers[subject] for subject in subjects if subject in answers}


def _locked(result: Ref) -> Issuance:
    return (
        Issuance.objects.select_for_update(of=("self",)).select_related("agency__parent", "file").get(uuid=result.uuid)
    )


def _keep(issuance: Issuance, pdf: bytes, acting: Acting) -> StoredFile:
    return store(pdf, name=f"{issuance.title}.pdf", acting=acting, allowed=PDF)


def _must(certificate: Certificate | None, sentence: str) -> Certificate:
    if certificate is None:
        raise CannotSign("no_key", sentence)
    return certificate


def _appearance(certificate: Certificate) -> Appearance:
    """The picture that belongs to the certificate, else its name and the time."""
    if certificate.image is not None:
        return Picture(read(certificate.image))
    return NameAndTime(certificate.subject, timezone.now())


def _notation(issuance: Issuance) -> str:
    """Type and issuing body: "GP-UBND"; a notice or letter bears TB (ký hiệu văn bản)."""
    body = "UBND" if issuance.agency.kind in ("commune", "province") else _short(issuance.agency.name)
    return f"{issuance.document_type or 'TB'}-{body}"


def _short(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isalpha()).upper()


def _answer(issuance: Issuance) -> Result:
    return Result(
        ref=issuance.ref,
        state=issuance.state,
        file=issuance.file.ref,
        number=issuance.number,
        verify_code=issuance.verify_code,
        issued_at=issuance.issued_at,
    )
