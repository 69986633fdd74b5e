"""Marks of tampering that a digest does not cover: the bytes of the signature itself (toàn vẹn của chữ ký).

A signature covers everything but its own value. Later signatures cover it too; the last one's value is looked at here,
so that no byte of a file can change unseen.
"""

from __future__ import annotations

from asn1crypto import cms, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.validation import EmbeddedPdfSignature

from .der import is_der

HEX = (frozenset(b"0123456789abcdef"), frozenset(b"0123456789ABCDEF"))
TIMESTAMP = "signature_time_stamp_token"


def is_intact(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the value is written as signing programs write it, with nothing hidden in or behind it."""
    start, length, resume, _ = (int(number) for number in signature.byte_range)
    gap = pdf[start + length : resume]
    if gap[:1] != b"<" or gap[-1:] != b">" or not any(set(gap[1:-1]) <= digits for digits in HEX):
        return False
    raw = bytes.fromhex(gap[1:-1].decode())
    try:
        value = cms.ContentInfo.load(raw)
        der = value.dump()
        return raw == signature.pkcs7_content and not raw[len(der) :].strip(b"\0") and _is_plain(value)
    except (ValueError, TypeError, KeyError):
        return False


def _is_plain(value: cms.ContentInfo) -> bool:
    """One signer, the fields that no signature covers as the standards want them (RFC 5652 5.1), same for the timestamp."""
    signed: cms.SignedData = value["content"]
    signer: cms.SignerInfo = signed["signer_infos"][0]
    expected = "v3" if signed["encap_content_info"]["content_type"].native != "data" else "v1"
    digests = [each["algorithm"].native for each in signed["digest_algorithms"]]
    certificates = [each.chosen for each in signed["certificates"]]
    if (
        value["content_type"].native != "signed_data"
        or len(signed["signer_infos"]) != 1
        or signed["version"].native != expected
        or signer["version"].native != "v1"
        or digests != [signer["digest_algorithm"]["algorithm"].native]
        or not all(isinstance(each, x509.Certificate) for each in certificates)
        or not _all_in_use(certificates)
        or not is_der(value.dump())
    ):
        return False
    return all(
        attribute["type"].native == TIMESTAMP and all(_is_plain(token) for token in attribute["values"])
        for attribute in signer["unsigned_attrs"] or ()
    )


def _all_in_use(certificates: list[x509.Certificate]) -> bool:
    """Every certificate is read whole, and one signed by another of the set verifies with it."""
    subjects = {each.subject.hashable: each for each in certificates}
    for each in certificates:
        if issuer := subjects.get(each.issuer.hashable):
            try:
                _pyca(each).verify_directly_issued_by(_pyca(issuer))
            except (InvalidSignature, ValueError, TypeError):
                return False
    return True


def _pyca(certificate: x509.Certificate) -> pyca.Certificate:
    return pyca.load_der_x509_certificate(certificate.dump())
