"""Signatures that outlive their certificates: validation material and document timestamps in the file (PAdES B-LT, B-LTA).

Every step is an update of the file: all earlier bytes stay as they are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast

from asn1crypto import ocsp, x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore, async_add_validation_info
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp
from pyhanko_certvalidator.errors import PathError, ValidationError

from cuulong.lib.errors import gettext_noop

from . import integrity, timestamps, trust
from .responders import ask
from .rules import CannotSign


@dataclass(frozen=True)
class Stamp:
    """The last document timestamp of a file (dấu thời gian lưu trữ). `ends`: when its certificate or digest ends."""

    at: datetime
    ends: datetime


def preserve(pdf: bytes, *, at: datetime | None = None) -> bytes:
    """Add what is needed to judge the signatures later, then a document timestamp; PAdES B-LTA (bảo quản chữ ký số).

    `at` is for demo data and tests. Raises CannotSign: unsigned, unreadable, not verifiable today, no time authority.
    """
    moment = at or datetime.now(UTC)
    reader = _open(pdf)
    if not reader.embedded_regular_signatures:
        raise CannotSign("unsigned", gettext_noop("Tệp chưa có chữ ký số nên không có gì để bảo quản."))
    known = trust.current(moment)
    for n in range(len(reader.embedded_regular_signatures)):
        signature = _open(pdf).embedded_regular_signatures[n]
        pdf = _with_material(signature, known, moment)
    return _stamped(pdf, known, moment, at)


def renew_timestamp(pdf: bytes, *, at: datetime | None = None) -> bytes:
    """Put a new document timestamp over a preserved file before the last one ends (đóng lại dấu thời gian lưu trữ).

    Raises CannotSign as `preserve` does; a file that was never preserved is preserved.
    """
    if not _open(pdf).embedded_timestamp_signatures:
        return preserve(pdf, at=at)
    moment = at or datetime.now(UTC)
    return _stamped(pdf, trust.current(moment), moment, at)


def last_stamp(pdf: bytes) -> Stamp | None:
    """The newest document timestamp; None where there is none. Raises CannotSign for an unreadable file."""
    stamps = _open(pdf).embedded_timestamp_signatures
    if not stamps:
        return None
    last = stamps[-1]
    ends = [certificate_of(last).not_valid_after]
    if limit := settings.SIGNATURE_DIGEST_ENDS.get(last.external_md_algorithm):
        ends.append(limit)
    return Stamp(time_of(last), min(ends))


def time_of(stamp: EmbeddedPdfSignature) -> datetime:
    """The time a document timestamp states."""
    return cast(datetime, stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native)


def certificate_of(stamp: EmbeddedPdfSignature) -> x509.Certificate:
    """Whose timestamp it is."""
    return stamp.signer_cert


def material_of(reader: PdfFileReader, known: trust.Trust) -> tuple[trust.Trust, tuple[ocsp.OCSPResponse, ...]]:
    """What is trusted and known, with what the file itself brings along: certificates, lists, answers.

    All of it is signed by its issuer and proves itself when it is used; what is wrong is left out.
    """
    try:
        found = DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, ValidationInfoReadingError, PdfError, ValueError, TypeError, KeyError):
        return known, ()
    crls: list[Any] = []
    answers: list[ocsp.OCSPResponse] = []
    certificates: list[x509.Certificate] = []
    try:
        context = found.as_validation_context({"trust_roots": []})
        crls, answers = list(context.crls), list(context.ocsps)
        certificates = list(found.load_certs())
    except (PdfError, ValueError, TypeError, KeyError):
        pass
    return trust.Trust(known.roots, (*known.others, *certificates), (*known.crls, *crls)), tuple(answers)


def _open(pdf: bytes) -> PdfFileReader:
    try:
        reader = PdfFileReader(BytesIO(pdf))
        reader.embedded_signatures  # noqa: B018 - reads them
    except (PdfError, ValueError, KeyError, TypeError, SignatureValidationError) as error:
        raise CannotSign("bad_pdf", gettext_noop("Tệp không phải PDF đọc được nên chưa ký.")) from error
    return reader


def _with_material(signature: EmbeddedPdfSignature, known: trust.Trust, moment: datetime) -> bytes:
    signed_at = integrity.stamp_time(signature) or moment
    status = validate_pdf_signature(signature, known.unchecked(signed_at), skip_diff=True)
    if not (status.intact and status.valid):
        raise _not_provable()
    own = list(signature.other_embedded_certs)
    answers = ask(signature.signer_cert, own, known, signed_at).responses
    out = BytesIO()
    try:
        asyncio.run(async_add_validation_info(signature, known.context(signed_at, answers), output=out))
    except (ValidationError, PathError, SignatureValidationError, ValueError) as error:
        raise _not_provable() from error
    return out.getvalue()


def _stamped(pdf: bytes, known: trust.Trust, moment: datetime, at: datetime | None) -> bytes:
    stamper = timestamps.stamper(at)
    if stamper is None:
        raise CannotSign(
            "no_timestamp", gettext_noop("Chưa có máy chủ cấp dấu thời gian nên chưa bảo quản được chữ ký.")
        )
    reader, out = _open(pdf), BytesIO()
    known, answers = material_of(reader, known)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if reader.embedded_timestamp_signatures:
            last = reader.embedded_timestamp_signatures[-1]
            _remember(writer, last, known, answers)
        PdfTimeStamper(stamper).timestamp_pdf(
            writer, settings.SIGNATURE_DIGEST, validation_context=known.context(moment, answers), output=out
        )
    except (TimestampRequestError, OSError) as error:
        message = gettext_noop("Máy chủ cấp dấu thời gian chưa trả lời nên chưa ký. Thử lại sau ít phút.")
        raise CannotSign("no_timestamp", message) from error
    except (SigningError, ValidationError, PathError, SignatureValidationError, PdfError, ValueError) as error:
        raise _not_provable() from error
    return out.getvalue()


def _remember(
    writer: IncrementalPdfFileWriter,
    last: EmbeddedPdfSignature,
    known: trust.Trust,
    answers: tuple[ocsp.OCSPResponse, ...],
) -> None:
    """Keep what proves the last timestamp, before the next one covers it. Raises when it does not hold."""
    context = known.context(time_of(last), answers)
    status = asyncio.run(async_validate_pdf_timestamp(last, context, skip_diff=True))
    if not status.valid or status.validation_path is None:
        raise _not_provable()
    DocumentSecurityStore.supply_dss_in_writer(
        writer, last.pkcs7_content.hex().encode("ascii"), paths=(status.validation_path,), validation_context=context
    )


def _not_provable() -> CannotSign:
    return CannotSign(
        "not_provable",
        gettext_noop("Chưa đủ căn cứ chứng minh chữ ký còn giá trị (nơi cấp, thu hồi) nên chưa bảo quản được."),
    )
