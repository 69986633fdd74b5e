"""Telling whether the signatures of a file hold, and what is wrong where they do not (xác minh chữ ký số)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

from asn1crypto import cms, x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)

from cuulong.lib.dates import short_datetime

from . import changes, findings, integrity, trust
from .findings import Check, Report, SignatureReport
from .responders import Answers, ask
from .rules import NUMBER, State, read_number

MAX_SIGNATURES = 30


def report(pdf: bytes, *, now: datetime | None = None, extra: tuple[Check, ...] = ()) -> Report:
    """Judge every signature at its own time: whole, unchanged since, by whom, trusted, timestamped (xác minh).

    `extra`: what the caller knows besides, such as whether a result is still in force. Never raises for a bad file.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_signatures)[:MAX_SIGNATURES]
        empty = [name for name, value, _field in enumerate_sig_fields(reader) if value is None]
    except Exception:
        return findings.unreadable(was_signed=_was_signed(pdf))
    if not signatures:
        return findings.unreadable(was_signed=True) if _was_signed(pdf) else findings.unsigned()
    judged = _Judge(pdf, reader, signatures, now or datetime.now(UTC)).all()
    numbers = [read_number(each.reason) for each in judged if each.field == NUMBER and each.content == State.GOOD]
    return findings.of(judged, empty_fields=empty, number=next(filter(None, numbers), ""), extra=extra)


def _was_signed(pdf: bytes) -> bool:
    return b"/ByteRange" in pdf


class _Judge:
    """Looks at the signatures of one file, one by one."""

    def __init__(
        self, pdf: bytes, reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], now: datetime
    ) -> None:
        self.pdf, self.reader, self.signatures, self.now = pdf, reader, signatures, now
        self.trust = trust.current(now)

    def all(self) -> tuple[SignatureReport, ...]:
        return tuple(self._one(n, each) for n, each in enumerate(self.signatures))

    def _one(self, n: int, signature: EmbeddedPdfSignature) -> SignatureReport:
        stamp = certificate = signed_at = None
        content = (State.BAD, _("Phần ghi chữ ký đã bị sửa hoặc hỏng."))
        trusted = time = (State.UNKNOWN, _("Chữ ký hỏng nên không xác định được"))
        intact = False
        try:
            certificate, stamp = signature.signer_cert, _stamp_time(signature)
            moment = stamp or self.now
            answers = _ask_responders(signature, self.trust, moment)
            # Revocation is judged apart, where every source of it has its say.
            status = validate_pdf_signature(
                signature,
                self.trust.unchecked(moment),
                ts_validation_context=self.trust.context(moment, answers.responses),
                skip_diff=True,
            )
            intact = status.intact
            signed_at = stamp or signature.self_reported_timestamp
            trusted = self._trust(signature, status, moment, answers, stamped=bool(stamp))
            time = self._time(signature, status)
            content = self._content(n, signature, status)
        except Exception:  # noqa: S110 - as in `report`; what was found so far stands
            pass
        return SignatureReport(
            field=signature.field_name,
            signer=_common_name(certificate.subject) if certificate else "",
            issuer=_common_name(certificate.issuer) if certificate else "",
            serial=f"{certificate.serial_number:x}" if certificate else "",
            signed_at=signed_at,
            stamped=bool(stamp),
            reason=_reason(signature),
            intact=intact,
            content=content[0],
            content_text=content[1],
            trust=trusted[0],
            trust_text=trusted[1],
            time=time[0],
            time_text=time[1],
        )

    def _content(self, n: int, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> tuple[State, str]:
        when = self._name(signature)
        if not status.intact:
            return State.BAD, _("Khác với bản %(who)s đã ký. Có chỗ trong tệp bị sửa sau đó.") % when
        if not status.valid or not integrity.is_intact(self.pdf, signature):
            return State.BAD, _("Phần ghi chữ ký của %(who)s đã bị sửa.") % when
        changed = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
        if isinstance(changed, SuspiciousModification) or changed.modification_level == ModificationLevel.OTHER:
            return State.BAD, self._what_changed(n, signature)
        last = n == len(self.signatures) - 1
        if last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE and self._updates_after(signature) == 0:
            return State.BAD, _("Có dữ liệu lạ thêm vào cuối tệp sau chữ ký của %(who)s.") % when
        return State.GOOD, _("Trùng từng chữ với bản đã ký")

    def _updates_after(self, signature: EmbeddedPdfSignature) -> int:
        return int(self.reader.xrefs.total_revisions - 1 - signature.signed_revision)

    def _what_changed(self, n: int, signature: EmbeddedPdfSignature) -> str:
        following = self.signatures[n + 1] if n + 1 < len(self.signatures) else None
        pages = changes.changed_pages(self.reader, signature.signed_revision)
        what = (
            _("Trang %(pages)s đã bị sửa") % {"pages": ", ".join(map(str, pages))}
            if pages
            else _("Phần ngoài nội dung trang (ghi chú, biểu mẫu, tệp kèm) đã bị sửa")
        )
        named = {"what": what, **self._name(signature)}
        if following is None or self._pages_at(signature, following) != pages:
            return _("%(what)s sau chữ ký của %(who)s.") % named
        named["next"] = self._name(following)["who"]
        return _("%(what)s sau chữ ký của %(who)s và trước chữ ký của %(next)s.") % named

    def _pages_at(self, signature: EmbeddedPdfSignature, following: EmbeddedPdfSignature) -> list[int]:
        """The pages that had already changed when the next one signed."""
        end = int(following.byte_range[2]) + int(following.byte_range[3])
        then = PdfFileReader(BytesIO(self.pdf[:end]), strict=False)
        return changes.changed_pages(then, signature.signed_revision)

    def _trust(
        self,
        signature: EmbeddedPdfSignature,
        status: PdfSignatureStatus,
        moment: datetime,
        answers: Answers,
        *,
        stamped: bool,
    ) -> tuple[State, str]:
        try:
            self._check_revocation(signature, moment, answers)
        except RevokedError:
            return State.BAD, _("Chứng thư số đã bị thu hồi trước lúc ký")
        except (ExpiredError, NotYetValidError):
            if stamped:
                return State.BAD, _("Chứng thư số hết hạn hoặc chưa có hiệu lực lúc ký")
            return State.UNKNOWN, _(
                "Chứng thư số đã hết hạn và không có dấu thời gian nên không rõ lúc ký còn hạn hay không"
            )
        except PathBuildingError:
            return State.UNKNOWN, _("Không nhận ra nơi cấp chứng thư số nên không rõ ai đã ký")
        except (ValidationError, ValueError):
            if answers.silent:
                return State.UNKNOWN, _(
                    "Nơi cấp chứng thư số chưa trả lời (OCSP) và không có danh sách thu hồi còn hạn nên chưa biết "
                    "chứng thư số có bị thu hồi lúc ký hay không. Thử lại sau"
                )
            return State.UNKNOWN, _("Chưa kiểm tra được chứng thư số có bị thu hồi lúc ký hay không")
        # A broken content says nothing about the certificate; a whole one must satisfy pyHanko in all.
        if status.intact and status.valid and not status.trusted:
            return State.UNKNOWN, _("Chứng thư số hoặc thuật toán ký không đạt yêu cầu")
        if answers.silent:
            return State.GOOD, _(
                "Chứng thư số còn hạn và chưa bị thu hồi lúc ký theo danh sách thu hồi; nơi cấp chưa trả lời câu hỏi "
                "trực tuyến (OCSP)"
            )
        if answers.responses:
            return State.GOOD, _("Chứng thư số còn hạn; nơi cấp xác nhận trực tuyến (OCSP) chưa bị thu hồi lúc ký")
        return State.GOOD, _("Chứng thư số còn hạn và chưa bị thu hồi lúc ký")

    def _check_revocation(self, signature: EmbeddedPdfSignature, moment: datetime, answers: Answers) -> None:
        """Lists or the issuer's own answer must say that nothing was revoked at `moment`, and neither that it was."""
        try:
            _check_path(signature, self.trust.context(moment, answers.responses))
        except InsufficientRevinfoError:
            if not answers.responses:
                raise
            # An answer "revoked" proves that it was not before that time; the library leaves that open.
            try:
                _check_path(signature, self.trust.context(self.now, answers.responses))
            except RevokedError as since:
                if since.revocation_dt <= moment:
                    raise
                return
            raise
        if answers.responses:
            with suppress(InsufficientRevinfoError):
                _check_path(signature, self.trust.context(moment))

    def _time(self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> tuple[State, str]:
        stamp = status.timestamp_validity
        if stamp is None:
            return State.UNKNOWN, _("Theo giờ máy của người ký, không có dấu thời gian của tổ chức độc lập")
        if not (stamp.intact and stamp.valid):
            return State.BAD, _("Dấu thời gian đã bị sửa")
        if not stamp.trusted:
            return State.UNKNOWN, _("Không nhận ra tổ chức cấp dấu thời gian")
        claimed = signature.self_reported_timestamp
        if claimed and abs((claimed - stamp.timestamp).total_seconds()) > 86_400:
            return State.UNKNOWN, _("Giờ người ký ghi lệch hơn một ngày so với dấu thời gian")
        return State.GOOD, _("Có dấu thời gian của tổ chức độc lập")

    def _name(self, signature: EmbeddedPdfSignature) -> dict[str, str]:
        certificate = _certificate(signature)
        who = _common_name(certificate.subject) if certificate else _("người ký")
        at = _stamp_time(signature) or signature.self_reported_timestamp
        return {"who": f"{who} ({short_datetime(at)})" if at else who}


def _ask_responders(signature: EmbeddedPdfSignature, known: trust.Trust, moment: datetime) -> Answers:
    """What issuers say of the signer's certificate and of the one that vouches for the time."""
    embedded = list(signature.other_embedded_certs)
    signer = ask(signature.signer_cert, embedded, known, moment)
    stamp = [ask(one, (), known, moment).responses for one in _stampers(signature)]
    return Answers((*signer.responses, *(each for found in stamp for each in found)), signer.silent)


def _stampers(signature: EmbeddedPdfSignature) -> list[x509.Certificate]:
    """The certificates in the time stamp that vouch for times."""
    token = _token(signature)
    certificates = [each.chosen for each in token["certificates"]] if token is not None else []
    return [
        one
        for one in certificates
        if isinstance(one, x509.Certificate)
        if (uses := one.extended_key_usage_value) and "time_stamping" in uses.native
    ]


def _check_path(signature: EmbeddedPdfSignature, context: ValidationContext) -> None:
    """Raises an error of the certificate validator when the signer's certificate did not hold at the context's time."""
    validator = CertificateValidator(
        signature.signer_cert, intermediate_certs=signature.other_embedded_certs, validation_context=context
    )
    asyncio.run(validator.async_validate_usage(set()))


def _token(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """The time stamp that came with the signature."""
    for attribute in signature.signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == integrity.TIMESTAMP:
            return attribute["values"][0]["content"]
    return None


def _stamp_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time the stamp claims; whether to believe the stamp is judged apart."""
    token = _token(signature)
    return token and cast(datetime, token["encap_content_info"]["content"].parsed["gen_time"].native)


def _certificate(signature: EmbeddedPdfSignature) -> x509.Certificate | None:
    try:
        return signature.signer_cert
    except Exception:
        return None


def _common_name(name: x509.Name) -> str:
    native = name.native
    return str(native.get("common_name") or name.human_friendly)


def _reason(signature: EmbeddedPdfSignature) -> str:
    return str(signature.sig_object.get("/Reason", ""))
