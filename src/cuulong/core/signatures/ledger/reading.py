"""A certificate as it comes: PEM, DER, PKCS#12 without a key, or from a device (đọc chứng thư số)."""

from __future__ import annotations

import pkcs11
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings

from cuulong.lib.errors import InputError, gettext_noop

BAD = gettext_noop("Tệp chứng thư số không đọc được; cần tệp PEM, DER hoặc PKCS#12 không kèm khóa.")
MAX_BYTES = 100_000


def read_certificate(data: bytes) -> x509.Certificate:
    """The end certificate in a file (đọc tệp chứng thư số).

    Raises InputError: unreadable, or it holds a private key, which must not leave its owner.
    """
    if len(data) > MAX_BYTES:
        raise InputError("bad_certificate", BAD)
    if b"PRIVATE KEY" in data:
        raise _has_key()
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        return _whole(der)
    except (ValueError, TypeError):
        return _from_pkcs12(data)


def _whole(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der, strict=True)
    certificate.native  # noqa: B018 - parses all of it
    return certificate


def _from_pkcs12(data: bytes) -> x509.Certificate:
    for password in (None, b""):
        try:
            opened = load_pkcs12(data, password)
        except (ValueError, TypeError):
            continue
        if opened.key is not None:
            raise _has_key()
        inside = [each.certificate for each in (opened.cert, *opened.additional_certs) if each]
        found = [_whole(each.public_bytes(Encoding.DER)) for each in inside]
        ends = [each for each in found if not each.ca]
        if len(ends) == 1:
            return ends[0]
    raise InputError("bad_certificate", BAD)


def _has_key() -> InputError:
    return InputError(
        "has_key",
        gettext_noop(
            "Tệp này có khóa bí mật. Khóa bí mật không được rời thiết bị ký; chỉ nộp tệp chứng thư. "
            "Nếu khóa đã bị sao chép, báo nơi cấp thu hồi."
        ),
    )


def read_token(label: str) -> list[tuple[str, str, x509.Certificate]]:
    """The certificates on a device of the server: (label of the object, serial of the device, certificate) (đọc thiết bị).

    Certificates are public: no PIN is asked. Raises InputError when no such device is there.
    """
    try:
        token = pkcs11.lib(settings.PKCS11_MODULE).get_token(token_label=label)
        serial = bytes(token.serial).decode("ascii", "replace").strip(" \0")
        found = []
        with token.open() as session:
            for each in list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})):
                found.append((str(each[pkcs11.Attribute.LABEL]), serial, _whole(bytes(each[pkcs11.Attribute.VALUE]))))
    except (pkcs11.exceptions.PKCS11Error, RuntimeError, OSError, ValueError) as error:
        message = gettext_noop("Không đọc được thiết bị “%(label)s” trên máy chủ. Cắm thiết bị rồi thử lại.")
        raise InputError("no_token", message, label=label) from error
    return found
