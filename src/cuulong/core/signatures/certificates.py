"""Entering certificates and striking them out (quản lý chứng thư số)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from asn1crypto import pem, x509
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.lib.errors import InputError, gettext_noop

from . import authority
from .keys import parse_locator
from .models import Backend, Certificate


@transaction.atomic
def register(
    certificate_pem: bytes,
    *,
    backend: Backend,
    locator: str,
    acting: Any,
    account: Account | None = None,
    agency: Agency | None = None,
    image: StoredFile | None = None,
) -> Certificate:
    """Enter a certificate of a person or an agency (đăng ký chứng thư số). Raises InputError."""
    parsed = _parse(certificate_pem)
    if backend == Backend.PKCS11:
        _check_locator(locator)
    issuer, serial = parsed.issuer.human_friendly[:200], f"{parsed.serial_number:x}"
    if Certificate.objects.filter(issuer=issuer, serial=serial).exists():
        raise InputError("known", gettext_noop("Chứng thư số này đã có trong danh sách."))
    certificate = Certificate.objects.create(
        account=account,
        agency=agency,
        subject=str(parsed.subject.native.get("common_name", parsed.subject.human_friendly))[:200],
        issuer=issuer,
        serial=serial,
        pem=pem.armor("CERTIFICATE", parsed.dump()).decode(),
        valid=DateTimeTZRange(parsed.not_valid_before, parsed.not_valid_after),
        backend=backend,
        locator=locator,
        image=image,
    )
    record(acting, "signatures.certificate.registered", certificate, agency, holder=certificate.subject)
    return certificate


@transaction.atomic
def revoke(certificate: Certificate, reason: str, *, at: datetime, acting: Any) -> Certificate:
    """Let nobody sign with it any more (thu hồi chứng thư số). What was signed before stays valid."""
    if not reason.strip():
        raise InputError("no_reason", gettext_noop("Ghi lý do thu hồi"))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_at:
        raise InputError("revoked", gettext_noop("Chứng thư số này đã bị thu hồi trước đó."))
    locked.revoked_at, locked.revoked_because = at, reason.strip()[:200]
    locked.save(update_fields=["revoked_at", "revoked_because"])
    record(
        acting, "signatures.certificate.revoked", locked, locked.agency, holder=locked.subject, reason=reason.strip()
    )
    if locked.backend == Backend.PKCS12 and authority.issued(locked.locator.removesuffix(".p12")):
        authority.revoke(locked.locator.removesuffix(".p12"), at)
    return locked


def _parse(data: bytes) -> x509.Certificate:
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        certificate = x509.Certificate.load(der, strict=True)
        certificate.native  # noqa: B018 - parses all of it
    except (ValueError, TypeError) as error:
        raise InputError(
            "bad_certificate", gettext_noop("Tệp chứng thư số không đọc được; cần tệp PEM hoặc DER.")
        ) from error
    return certificate


def _check_locator(locator: str) -> None:
    try:
        parse_locator(locator)
    except ValueError as error:
        message = gettext_noop("Ghi nơi giữ khóa theo dạng pkcs11:token=Tên;object=Nhãn")
        raise InputError("bad_locator", message) from error
