"""Keys kept by a remote signing service, reached by the CSC API v2 (ký số từ xa).

The PIN and the one-time code pass through to the service and are kept nowhere.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cuulong.lib.errors import gettext_noop

from .rules import CannotSign

MOST_BYTES = 256 * 1024
HASHES = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
SIGN = {"rsa": "1.2.840.113549.1.1.1", "ec": "1.2.840.10045.2.1"}
REFUSED_PIN = frozenset({"invalid_pin", "invalid_otp", "invalid_credential_auth_data"})


@dataclass
class CscService:
    """One service and the right to ask it (dịch vụ ký từ xa)."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    timeout: float
    token: str = field(default="", repr=False)

    @classmethod
    def configured(cls) -> CscService:
        """The service of the settings. Raises CannotSign when there is none."""
        if not settings.CSC_URL:
            raise CannotSign("no_key", gettext_noop("Chưa nối dịch vụ ký từ xa. Báo quản trị."))
        return cls(
            settings.CSC_URL.rstrip("/"), settings.CSC_CLIENT_ID, settings.CSC_CLIENT_SECRET, settings.CSC_TIMEOUT
        )

    def sign_in(self) -> None:
        """Take a token of the service for this installation (OAuth 2.0, client credentials)."""
        answer = self._send(
            "oauth2/token",
            data={
                "grant_type": "client_credentials",
                "client_id": self.client_id,
                "client_secret": self.client_secret,
            },
        )
        self.token = _text(answer, "access_token")

    def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call of the API. Raises CannotSign: refused, late, nonsense."""
        if not self.token:
            self.sign_in()
        return self._send(f"csc/v2/{path}", json=body, headers={"Authorization": f"Bearer {self.token}"})

    def _send(self, path: str, **what: Any) -> dict[str, Any]:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise _away()
        ends = time.monotonic() + self.timeout
        try:
            with requests.post(
                f"{self.url}/{path}", timeout=self.timeout, allow_redirects=False, stream=True, **what
            ) as answer:
                text = b""
                for piece in answer.iter_content(8192):
                    text += piece
                    # A trickle is late too.
                    if len(text) > MOST_BYTES or time.monotonic() > ends:
                        raise _away()
                status = answer.status_code
        except requests.RequestException:
            # No chained error: its request holds the PIN.
            raise _away() from None
        try:
            said = json.loads(text)
        except ValueError:
            raise _nonsense() if status == 200 else _away() from None
        if not isinstance(said, dict):
            raise _nonsense()
        if status != 200:
            raise _refusal(str(said.get("error", "")))
        return said


class RemoteSigner(Signer):
    """Has each hash signed by the service, authorised for just that hash (bộ ký từ xa)."""

    def __init__(self, service: CscService, credential: str, certificate: x509.Certificate, secrets: Secrets) -> None:
        super().__init__(
            signing_cert=certificate, cert_registry=SimpleCertificateStore(), prefer_pss=False, embed_roots=False
        )
        self.service, self.credential, self.secrets = service, credential, secrets

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of `data`; a dry run only tells its length."""
        certificate = self.signing_cert
        assert certificate is not None
        key = certificate.public_key
        if dry_run:
            return bytes(key.bit_size // 8 if key.algorithm == "rsa" else 2 * ((key.bit_size + 7) // 8) + 16)
        digest = b64encode(hashlib.new(digest_algorithm, data).digest()).decode()
        hashed = {"hashes": [digest], "hashAlgorithmOID": HASHES[digest_algorithm]}
        allowed = self.service.ask(
            "credentials/authorize",
            {"credentialID": self.credential, "numSignatures": 1, "authData": self.secrets.said(), **hashed},
        )
        made = self.service.ask(
            "signatures/signHash",
            {
                "credentialID": self.credential,
                "SAD": _text(allowed, "SAD"),
                "signAlgo": SIGN[key.algorithm],
                **hashed,
            },
        )
        value = _value(made)
        _must_fit(certificate, value, data, digest_algorithm)
        return value


@dataclass(frozen=True)
class Secrets:
    """What the person typed, for as long as the key is open."""

    pin: str = field(repr=False)
    otp: str = field(default="", repr=False)

    def said(self) -> list[dict[str, str]]:
        """As the API wants it."""
        given = [{"id": "PIN", "value": self.pin}]
        return given + ([{"id": "OTP", "value": self.otp}] if self.otp else [])


def open_remote(credential: str, certificate: x509.Certificate, pin: str, otp: str = "") -> RemoteSigner:
    """Find the credential and see that it is the certificate's and enabled (mở khóa ký từ xa). Raises CannotSign."""
    service = CscService.configured()
    info = service.ask(
        "credentials/info", {"credentialID": credential, "certificates": "single", "certInfo": True, "authInfo": True}
    )
    key, own = info.get("key"), info.get("cert")
    listed = own.get("certificates") if isinstance(own, dict) else None
    if not isinstance(key, dict) or not isinstance(listed, list) or not listed:
        raise _nonsense()
    try:
        same = b64decode(str(listed[0]), validate=True) == certificate.dump()
    except ValueError:
        raise _nonsense() from None
    if key.get("status") != "enabled" or not same:
        raise CannotSign("no_key", gettext_noop("Dịch vụ ký từ xa không có khóa đang bật của chứng thư này."))
    return RemoteSigner(service, credential, certificate, Secrets(pin, otp))


def _value(answer: dict[str, Any]) -> bytes:
    listed = answer.get("signatures")
    if not isinstance(listed, list) or len(listed) != 1:
        raise _nonsense()
    try:
        return b64decode(str(listed[0]), validate=True)
    except ValueError:
        raise _nonsense() from None


def _must_fit(certificate: x509.Certificate, value: bytes, data: bytes, digest_algorithm: str) -> None:
    """Nothing is written into a letter that the certificate does not prove."""
    key = pyca.load_der_x509_certificate(certificate.dump()).public_key()
    digest = getattr(hashes, digest_algorithm.upper())()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, data, ec.ECDSA(digest))
        else:
            raise _nonsense()
    except InvalidSignature:
        raise _nonsense() from None


def _text(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise _nonsense()
    return value


def _refusal(error: str) -> CannotSign:
    if error in REFUSED_PIN:
        return CannotSign(
            "wrong_pin", gettext_noop("Dịch vụ ký từ xa không nhận mã PIN hoặc mã dùng một lần. Nhập lại.")
        )
    return CannotSign("refused", gettext_noop("Dịch vụ ký từ xa từ chối ký. Báo quản trị để xem với nhà cung cấp."))


def _away() -> CannotSign:
    return CannotSign("no_answer", gettext_noop("Dịch vụ ký từ xa chưa trả lời nên chưa ký. Thử lại sau ít phút."))


def _nonsense() -> CannotSign:
    return CannotSign("nonsense", gettext_noop("Dịch vụ ký từ xa trả lời không đúng chuẩn nên chưa ký. Báo quản trị."))
