"""The token: find the key of a certificate, sign one hash (thiết bị ký)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pkcs11
from asn1crypto import algos, core, x509
from pkcs11 import Attribute, Mechanism, ObjectClass


class TokenError(Exception):
    """Nothing was signed; `code` is for the page, the text for the officer."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Token:
    """The driver of the tokens, and how the PIN is asked for."""

    module: str
    ask_pin: Callable[[str], str] = field(repr=False)

    def sign(self, digest: bytes, certificate_sha256: str) -> bytes:
        """Sign a SHA-256 hash with the key of that certificate. Raises TokenError."""
        for slot in pkcs11.lib(self.module).get_slots(token_present=True):
            token = slot.get_token()
            if not token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
                continue
            if found := _key_of(token, certificate_sha256):
                return self._with_pin(token, *found, digest)
        raise TokenError("no_key", "Không thấy thiết bị có chứng thư này. Cắm thiết bị rồi ký lại.")

    def _with_pin(self, token: Any, certificate: x509.Certificate, key_id: bytes, label: str, digest: bytes) -> bytes:
        pin = self.ask_pin(f"{certificate.subject.native.get('common_name', '')} ({token.label})")
        if not pin:
            raise TokenError("cancelled", "Đã hủy, chưa ký.")
        try:
            with token.open(user_pin=pin) as session:
                wanted: dict[Any, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
                wanted |= {Attribute.ID: key_id} if key_id else {Attribute.LABEL: label}
                # The search is over before the key is used: a device does one thing at a time.
                if keys := list(session.get_objects(wanted)):
                    return _signed(keys[0], certificate, digest)
        except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLenRange, pkcs11.exceptions.PinInvalid):
            raise TokenError("wrong_pin", "Mã PIN chưa đúng. Nhập sai nhiều lần thiết bị sẽ tự khóa.") from None
        except pkcs11.exceptions.PinLocked:
            raise TokenError("locked", "Thiết bị đã bị khóa vì nhập sai mã PIN nhiều lần.") from None
        except pkcs11.exceptions.PKCS11Error:
            raise TokenError("device", "Thiết bị không ký được. Rút ra, cắm lại rồi thử lại.") from None
        raise TokenError("no_key", "Trên thiết bị có chứng thư nhưng không có khóa của chứng thư.")


def _key_of(token: Any, certificate_sha256: str) -> tuple[x509.Certificate, bytes, str] | None:
    """The certificate of that hash on the token, with the name its key bears; certificates need no PIN."""
    with token.open() as session:
        for each in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})):
            der = bytes(each[Attribute.VALUE])
            if hashlib.sha256(der).hexdigest() == certificate_sha256:
                return x509.Certificate.load(der), bytes(each[Attribute.ID] or b""), str(each[Attribute.LABEL] or "")
    return None


def _signed(key: Any, certificate: x509.Certificate, digest: bytes) -> bytes:
    if certificate.public_key.algorithm == "ec":
        raw = bytes(key.sign(digest, mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        numbers = (int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
        return bytes(algos.DSASignature({"r": numbers[0], "s": numbers[1]}).dump())
    info = algos.DigestInfo(
        {"digest_algorithm": {"algorithm": "sha256", "parameters": core.Null()}, "digest": digest}
    ).dump()
    return bytes(key.sign(info, mechanism=Mechanism.RSA_PKCS))
