"""The installation's own signature on packets that leave it, where a key is set (ký gói tin gửi đi)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .edxml import seals


def sealed(data: bytes) -> bytes:
    """The packet signed, or as it is when no key is set. The same bytes for the same packet (đóng dấu gói tin)."""
    if not settings.EXCHANGE_SEAL:
        return data
    key, certificate = _opened(settings.EXCHANGE_SEAL, settings.EXCHANGE_SEAL_PIN)
    return seals.sign(data, certificate, lambda words: key.sign(words, padding.PKCS1v15(), hashes.SHA256()))


@lru_cache(maxsize=2)
def _opened(path: str, pin: str) -> tuple[rsa.RSAPrivateKey, bytes]:
    try:
        opened = load_pkcs12(Path(path).read_bytes(), pin.encode())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured("CUULONG_EXCHANGE_SEAL cannot be opened") from error
    if not isinstance(opened.key, rsa.RSAPrivateKey) or opened.cert is None:
        raise ImproperlyConfigured("CUULONG_EXCHANGE_SEAL needs an RSA key with its certificate")
    return opened.key, opened.cert.certificate.public_bytes(Encoding.DER)
