"""Results that were issued here before the document system answered the port (kết quả ban hành trước đây)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read, store
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.core.signatures.appearances import Appearance, NameAndTime, NumberAndDate, Picture
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Certificate
from cuulong.core.signatures.published import publish
from cuulong.core.signatures.queries import seal_of
from cuulong.core.signatures.rules import NUMBER, ORGANISATION, CannotSign, number_reason
from cuulong.core.signatures.sign import sign
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.published.ports.results import Result

from .models import Issuance
from .models.issuance import IssuanceState

PDF = frozenset({"application/pdf"})


class EarlierResults:
    """What services issued before the document system stood: found, and sealed where it was signed already (kết quả cũ)."""

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
