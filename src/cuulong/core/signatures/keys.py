"""Opening a private key for one signature; the PIN passes through and is kept nowhere (khóa bí mật)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import pkcs11
from asn1crypto import pem, x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings
from django.utils import timezone
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cuulong.lib.dates import short_date, short_datetime
from cuulong.lib.errors import gettext_noop

from . import trust
from .models import Backend, Certificate
from .responders import revoked_since
from .rules import CannotSign


@dataclass(frozen=True)
class SigningKey:
    """An opened key; use it as a context manager, so that a token is let go (khóa đã mở)."""

    certificate: Certificate
    x509: x509.Certificate
    signer: Signer = field(repr=False)
    close: Callable[[], Any] = field(repr=False, default=lambda: None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_key(certificate: Certificate, pin: str) -> SigningKey:
    """Open the key behind a certificate with its PIN (mở khóa ký).

    Raises CannotSign: expired, revoked, untrusted, wrong PIN, key or token missing.
    """
    check_usable(certificate)
    opened = _open_pkcs12 if certificate.backend == Backend.PKCS12 else _open_pkcs11
    return opened(certificate, pin)


def check_usable(certificate: Certificate, at: datetime | None = None) -> None:
    """Raises CannotSign when the certificate may not be signed with at `at` (default now)."""
    at = at or timezone.now()
    named: dict[str, Any] = {"subject": certificate.subject}
    if at < certificate.valid.lower:
        day = short_date(timezone.localdate(certificate.valid.lower))
        raise CannotSign(
            "not_yet_valid", gettext_noop("Chứng thư số của %(subject)s chỉ có hiệu lực từ %(day)s."), day=day, **named
        )
    if at >= certificate.valid.upper:
        day = short_date(timezone.localdate(certificate.valid.upper))
        raise CannotSign(
            "expired",
            gettext_noop(
                "Chứng thư số của %(subject)s đã hết hạn ngày %(day)s. Gia hạn hoặc chọn chứng thư khác rồi ký lại."
            ),
            day=day,
            **named,
        )
    known = trust.current()
    parsed = parse(certificate)
    since = certificate.revoked_at or known.revoked_since(parsed) or revoked_since(parsed, known, at)
    if since and since <= at:
        raise CannotSign(
            "revoked",
            gettext_noop(
                "Chứng thư số của %(subject)s đã bị thu hồi lúc %(when)s nên không ký được. Chọn chứng thư khác."
            ),
            when=short_datetime(since),
            **named,
        )
    if not known.knows(parsed):
        raise CannotSign(
            "untrusted",
            gettext_noop("Nơi cấp chứng thư số của %(subject)s không nằm trong danh sách tin cậy."),
            **named,
        )


def parse(certificate: Certificate) -> x509.Certificate:
    """The certificate itself."""
    _, _, der = pem.unarmor(certificate.pem.encode())
    return x509.Certificate.load(der)


def _open_pkcs12(certificate: Certificate, pin: str) -> SigningKey:
    path = Path(settings.CA_DIR) / certificate.locator
    try:
        data = path.read_bytes()
    except OSError:
        raise _no_key(certificate) from None
    try:
        opened = load_pkcs12(data, pin.encode())
    except ValueError:
        # No chained error: its frames hold the PIN.
        raise _wrong_pin() from None
    parsed = parse(certificate)
    if opened.key is None or opened.cert is None or opened.cert.certificate.serial_number != parsed.serial_number:
        raise _no_key(certificate)
    der = opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=parsed, signing_key=PrivateKeyInfo.load(der), cert_registry=SimpleCertificateStore()
    )
    return SigningKey(certificate, parsed, signer)


def _open_pkcs11(certificate: Certificate, pin: str) -> SigningKey:
    where = parse_locator(certificate.locator)
    try:
        session = open_pkcs11_session(
            settings.PKCS11_MODULE, token_criteria=TokenCriteria(label=where["token"]), user_pin=pin
        )
    except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLenRange, pkcs11.exceptions.PinInvalid):
        raise _wrong_pin() from None
    except pkcs11.exceptions.PinLocked:
        raise CannotSign("wrong_pin", gettext_noop("Thiết bị ký đã bị khóa vì nhập sai mã PIN nhiều lần.")) from None
    except (pkcs11.exceptions.PKCS11Error, RuntimeError, OSError):
        raise _no_key(certificate) from None
    parsed = parse(certificate)
    signer = PKCS11Signer(
        session,
        signing_cert=parsed,
        key_label=where["object"],
        ca_chain=(),
        # SoftHSM knows ECDSA only over a digest; tokens with RSA hash by themselves.
        use_raw_mechanism=parsed.public_key.algorithm == "ec",
    )
    return SigningKey(certificate, parsed, signer, session.close)


def parse_locator(locator: str) -> dict[str, str]:
    """The parts of "pkcs11:token=Seal%20key;object=key1" (RFC 7512). Raises ValueError."""
    scheme, _, path = locator.partition(":")
    parts = dict(part.split("=", 1) for part in path.partition("?")[0].split(";") if "=" in part)
    if scheme != "pkcs11" or not {"token", "object"} <= parts.keys():
        raise ValueError("a token is named as pkcs11:token=…;object=…")
    return {name: unquote(value) for name, value in parts.items()}


def _no_key(certificate: Certificate) -> CannotSign:
    return CannotSign(
        "no_key",
        gettext_noop("Không tìm thấy khóa ký của %(subject)s. Cắm thiết bị ký rồi thử lại, hoặc báo quản trị."),
        subject=certificate.subject,
    )


def _wrong_pin() -> CannotSign:
    return CannotSign("wrong_pin", gettext_noop("Mã PIN chưa đúng. Nhập lại; nhập sai nhiều lần thiết bị sẽ tự khóa."))
