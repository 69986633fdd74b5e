"""Signing with a key on the officer's own machine: prepared here, signed there, finished here (ký bằng thiết bị của cán bộ).

The server hands out only the hash of the signed attributes. What comes back is proved before it is written anywhere,
and nothing is finished when the file changed meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.db import transaction
from django.utils import timezone
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read
from cuulong.lib.errors import gettext_noop

from . import timestamps
from .appearances import Appearance
from .keys import check_usable, parse
from .models import Certificate, PendingSignature
from .rules import CannotSign
from .sign import prepare_signer

DIGEST = "sha256"
LIVES = timedelta(minutes=10)
# A timestamp and its certificates come into the signature afterwards.
RESERVED = 32 * 1024


@dataclass(frozen=True)
class Begun:
    """What the helper on the officer's machine is given (việc chờ thiết bị)."""

    pending: PendingSignature
    digest: bytes

    @property
    def words(self) -> dict[str, str]:
        """The same as the helper reads it: hash and certificate in hexadecimal, nothing of the document."""
        der = parse(self.pending.certificate).dump()
        return {"digest": self.digest.hex(), "algorithm": DIGEST, "certificate": hashlib.sha256(der).hexdigest()}


def begin_signature(
    file: StoredFile,
    *,
    field: str,
    certificate: Certificate,
    appearance: Appearance | None,
    reason: str,
    acting: Any,
    at: datetime | None = None,
) -> Begun:
    """Prepare a signature into a field and say which hash is to be signed (chuẩn bị ký). Raises CannotSign."""
    check_usable(certificate, at)
    parsed = parse(certificate)
    signer = _signer(parsed, bytes(512))
    moment = at or timezone.now()
    output = BytesIO()
    writer, pdf_signer = prepare_signer(
        read(file), field=field, signer=signer, subject=certificate.subject, appearance=appearance, reason=reason,
        moment=moment, stamper=None,
    )  # fmt: skip
    prepared, _document, _ = asyncio.run(
        pdf_signer.async_digest_doc_for_signing(
            writer, existing_fields_only=True, bytes_reserved=RESERVED, output=output
        )
    )
    attributes = asyncio.run(signer.signed_attrs(prepared.document_digest, DIGEST, use_pades=True)).dump()
    pending = PendingSignature.objects.create(
        file=file,
        certificate=certificate,
        account=acting.account,
        field=field,
        digest=prepared.document_digest,
        prepared=output.getvalue(),
        attributes=attributes,
        gap_start=prepared.reserved_region_start,
        gap_end=prepared.reserved_region_end,
    )
    return Begun(pending, hashlib.sha256(attributes).digest())


def finish_signature(
    pending: PendingSignature, signature: bytes, *, file: StoredFile, acting: Any, at: datetime | None = None
) -> bytes:
    """Put what the helper signed into the prepared file; PAdES B-T (hoàn tất ký). Used once.

    `file`: the document as it stands now. Raises CannotSign: somebody else's, too late, changed meanwhile, a value
    that the certificate does not prove, no time authority.
    """
    held = _take(pending, file, acting)
    check_usable(held.certificate, at)
    parsed = parse(held.certificate)
    attributes = bytes(held.attributes)
    _must_fit(parsed, signature, attributes)
    try:
        value = asyncio.run(
            _signer(parsed, signature).async_sign_prescribed_attributes(
                DIGEST, cms.CMSAttributes.load(attributes), timestamper=timestamps.stamper(at)
            )
        )
    except (TimestampRequestError, OSError) as error:
        message = gettext_noop("Máy chủ cấp dấu thời gian chưa trả lời nên chưa ký. Thử lại sau ít phút.")
        raise CannotSign("no_timestamp", message) from error
    out = BytesIO(bytes(held.prepared))
    digest = PreparedByteRangeDigest(bytes(held.digest), held.gap_start, held.gap_end)
    PdfTBSDocument.finish_signing(out, digest, value)
    PendingSignature.objects.filter(pk=held.pk).delete()
    return out.getvalue()


def forget_late() -> None:
    """The job of the worker: what nobody finished is thrown away (dọn chữ ký dở)."""
    PendingSignature.objects.filter(started_at__lt=timezone.now() - LIVES).delete()


@transaction.atomic
def _take(pending: PendingSignature, file: StoredFile, acting: Any) -> PendingSignature:
    held = (
        PendingSignature.objects.select_for_update(of=("self",))
        .select_related("file", "certificate")
        .filter(pk=pending.pk, account=acting.account)
        .first()
    )
    if held is None:
        raise CannotSign("not_prepared", gettext_noop("Không có chữ ký nào đang chờ. Bấm ký lại từ đầu."))
    if timezone.now() - held.started_at > LIVES:
        raise CannotSign("late", gettext_noop("Đã quá mười phút từ lúc bấm ký nên chưa ký. Bấm ký lại từ đầu."))
    if file.sha256 != held.file.sha256:
        raise CannotSign(
            "changed", gettext_noop("Văn bản đã thay đổi từ lúc bấm ký nên chưa ký. Xem lại rồi ký bản mới.")
        )
    return held


def _signer(certificate: x509.Certificate, value: bytes) -> ExternalSigner:
    return ExternalSigner(certificate, SimpleCertificateStore(), signature_value=value, prefer_pss=False)


def _must_fit(certificate: x509.Certificate, value: bytes, data: bytes) -> None:
    key = pyca.load_der_x509_certificate(certificate.dump()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
            return
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, data, ec.ECDSA(hashes.SHA256()))
            return
    except InvalidSignature:
        pass
    raise CannotSign("bad_value", gettext_noop("Thiết bị ký trả về chữ ký không khớp chứng thư nên chưa ký."))
