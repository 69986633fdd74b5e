"""Whether the archive timestamps of a file hold, and until when they will (dấu thời gian lưu trữ)."""

from __future__ import annotations

import asyncio
from datetime import datetime

from asn1crypto import ocsp, x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_timestamp
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

from cuulong.lib.dates import short_date, short_datetime

from . import integrity
from .archival import certificate_of, time_of
from .findings import Check
from .rules import State
from .trust import Trust


def check_archive(
    pdf: bytes, reader: PdfFileReader, known: Trust, answers: tuple[ocsp.OCSPResponse, ...], now: datetime
) -> tuple[Check, ...]:
    """Nothing for a file without archive timestamps; else whether their chain proves the file up to `now`.

    Each must be whole and have been good when the next one covered it, the last one now.
    """
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        return ()
    moments = [*(time_of(each) for each in stamps[1:]), now]
    states = [_judge(pdf, each, known, answers, moment) for each, moment in zip(stamps, moments, strict=True)]
    worst = next((one for one in states if one[0] == State.BAD), None) or next(
        (one for one in states if one[0] == State.UNKNOWN), None
    )
    if worst is None:
        first, last = stamps[0], stamps[-1]
        text = _(
            "Có dấu thời gian lưu trữ từ %(first)s, đóng lần gần nhất %(last)s; chữ ký còn chứng minh được đến "
            "%(until)s, kể cả khi chứng thư người ký đã hết hạn"
        ) % {
            "first": short_datetime(time_of(first)),
            "last": short_datetime(time_of(last)),
            "until": short_date(certificate_of(last).not_valid_after.date()),
        }
        worst = (State.GOOD, text)
    return (Check("archive", worst[0], _("Bảo quản lâu dài"), worst[1]),)


def _judge(
    pdf: bytes, stamp: EmbeddedPdfSignature, known: Trust, answers: tuple[ocsp.OCSPResponse, ...], moment: datetime
) -> tuple[State, str]:
    when = {"when": short_datetime(time_of(stamp))}
    broken = State.BAD, _("Dấu thời gian lưu trữ lúc %(when)s đã bị sửa") % when
    status = validate_pdf_timestamp(stamp, known.unchecked(time_of(stamp)), skip_diff=True)
    if not (status.intact and status.valid and integrity.is_intact(pdf, stamp)):
        return broken
    changed = stamp.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if isinstance(changed, SuspiciousModification) or changed.modification_level == ModificationLevel.OTHER:
        return State.BAD, _("Tệp bị sửa sau dấu thời gian lưu trữ lúc %(when)s") % when
    certificate = certificate_of(stamp)
    if not certificate.not_valid_before <= moment < certificate.not_valid_after:
        return State.UNKNOWN, _("Dấu thời gian lưu trữ lúc %(when)s đã hết hạn mà chưa được đóng lại") % when
    try:
        _check(certificate, stamp, known, answers, time_of(stamp))
    except (PathBuildingError, PathValidationError, ValidationError, ValueError):
        return State.UNKNOWN, _("Không xác nhận được tổ chức cấp dấu thời gian lưu trữ lúc %(when)s") % when
    since = known.revoked_since(certificate)
    if since and since <= moment:
        return State.UNKNOWN, _("Tổ chức cấp dấu thời gian lưu trữ lúc %(when)s đã bị thu hồi chứng thư") % when
    return State.GOOD, ""


def _check(
    certificate: x509.Certificate,
    stamp: EmbeddedPdfSignature,
    known: Trust,
    answers: tuple[ocsp.OCSPResponse, ...],
    at: datetime,
) -> None:
    validator = CertificateValidator(
        certificate, intermediate_certs=stamp.other_embedded_certs, validation_context=known.context(at, answers)
    )
    asyncio.run(validator.async_validate_usage({"digital_signature"}, {"time_stamping"}))
