"""Signatures on packets: made with SHA-256, read with SHA-1 and a warning, broken by any change."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cuulong.core.exchange.edxml import Envelope, read, seals, write
from cuulong.core.exchange.edxml.seals import Finding, seals_of

from .packets import letter, status

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sở Thử nghiệm")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key())
        .serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(KEY, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.DER)


def signed(data: bytes, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
    chosen = algorithm or hashes.SHA256()
    return seals.sign(data, certificate(), lambda words: KEY.sign(words, padding.PKCS1v15(), chosen))


def test_a_signed_packet_verifies_and_is_still_the_same_packet() -> None:
    for packet in (letter(), status()):
        data = signed(write(packet))
        (seal,) = seals_of(data)
        assert (seal.finding, seal.weak) == (Finding.GOOD, False)
        assert "Sở Thử nghiệm" in seal.words
        came = read(data)
        assert [one.name for one in came.beside] == ["Signature"]


@pytest.mark.parametrize(("old", "new"), [(b"2026/12/05", b"2026/12/06"), (b"cong-van.txt", b"cong-van.doc")])
def test_any_change_breaks_it(old: bytes, new: bytes) -> None:
    (seal,) = seals_of(signed(write(letter())).replace(old, new))
    assert seal.finding is Finding.BROKEN
    assert "đã bị sửa" in seal.words


def test_another_digest_in_the_signed_part_breaks_it() -> None:
    data = signed(write(letter()))
    forged = data.replace(b"2026/12/05", b"2026/12/06")
    start = forged.index(b"<ds:DigestValue>") + len(b"<ds:DigestValue>")
    end = forged.index(b"</ds:DigestValue>")
    digest = base64.b64encode(hashlib.sha256(b"anything").digest())
    (seal,) = seals_of(forged[:start] + digest + forged[end:])
    assert seal.finding is Finding.BROKEN


def test_sha_1_is_read_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "RSA_SHA256", seals.RSA_SHA1)
    data = signed(write(letter()), hashes.SHA1())  # noqa: S303
    monkeypatch.undo()
    (seal,) = seals_of(data)
    assert (seal.finding, seal.weak) == (Finding.GOOD, True)
    assert "SHA-1" in seal.words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'URI=""', b'URI="#x"'),
        (seals.ENVELOPED.encode(), b"http://www.w3.org/TR/1999/REC-xslt-19991116"),
        (seals.RSA_SHA256.encode(), b"urn:none"),
        (b"<ds:X509Certificate>MII", b"<ds:X509Certificate>MI"),
    ],
)
def test_what_is_not_understood_is_not_judged(old: bytes, new: bytes) -> None:
    data = signed(write(letter()))
    assert old in data
    (seal,) = seals_of(data.replace(old, new))
    assert seal.finding is Finding.UNJUDGED


def test_without_signature_there_is_nothing_to_say() -> None:
    assert seals.words_of(write(letter())) == ""


def test_a_signature_written_again_is_kept_but_no_longer_fits_the_bytes_only_if_they_changed() -> None:
    data = signed(write(letter()))
    came = read(data)
    assert isinstance(came, Envelope)
    (seal,) = seals_of(write(came))
    # Another serializer gives other prefixes, so the canonical bytes of SignedInfo differ: nobody is told that it is good.
    assert seal.finding is not Finding.GOOD
