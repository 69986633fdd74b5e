"""The key that signs the log's heads; it lives outside the database (khóa niêm phong)."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def sign(statement: bytes) -> tuple[str, bytes]:
    """The id of the key in use and its Ed25519 signature."""
    key = _private(settings.AUDIT_KEY)
    return key_id(key.public_key()), key.sign(statement)


def verifies(key: str, signature: bytes, statement: bytes) -> bool:
    """Whether `signature` was made by the key in use or by a former one we still trust."""
    for public in _trusted():
        if key_id(public) == key:
            try:
                public.verify(signature, statement)
            except InvalidSignature:
                return False
            return True
    return False


def key_id(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def public_key() -> str:
    """The key in use as hex, to be kept by auditors and, after a change of keys, in AUDIT_FORMER_KEYS."""
    return _private(settings.AUDIT_KEY).public_key().public_bytes_raw().hex()


def _trusted() -> list[Ed25519PublicKey]:
    former = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(k)) for k in getattr(settings, "AUDIT_FORMER_KEYS", ())]
    return [_private(settings.AUDIT_KEY).public_key(), *former]


@lru_cache(maxsize=4)
def _private(secret: str) -> Ed25519PrivateKey:
    if len(secret) < 32:
        raise ImproperlyConfigured("CUULONG_AUDIT_KEY needs at least 32 random characters")
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"cuulong audit " + secret.encode()).digest())
