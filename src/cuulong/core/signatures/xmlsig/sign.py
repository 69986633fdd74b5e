"""Signing a packet: XAdES-BES, enveloped (ký số gói tin XML)."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.utils import timezone
from lxml import etree

from cuulong.lib.errors import InputError, gettext_noop

from ..keys import SigningKey, check_usable
from .names import (
    DS,
    ECDSA_SHA256,
    ENVELOPED,
    EXCLUSIVE,
    RSA_SHA256,
    SHA256,
    SIGNED_PROPERTIES,
    XADES,
    ds,
    xades,
)
from .parsing import canonical, parse_xml


def sign_xml(xml: bytes, key: SigningKey, *, at: datetime | None = None, into: str = "") -> bytes:
    """Sign a whole packet; the signature stands in its root, or in the element `into` (ký số gói tin).

    `into`: a path of lxml ("{namespace}Header"). Signature, signing time and certificate are XAdES-BES: SHA-256,
    exclusive canonical form. Raises CannotSign, HostileXml, InputError when `into` is not there.
    """
    check_usable(key.certificate, at)
    tree = parse_xml(xml)
    place = tree.getroot() if not into else tree.getroot().find(into)
    if place is None:
        raise InputError("no_place", gettext_noop("Gói tin thiếu phần để đặt chữ ký."))
    digest = b64encode(hashlib.sha256(canonical(tree, EXCLUSIVE)).digest())
    signature = _skeleton(place, key, at or timezone.now())
    references = signature.findall(f"{ds('SignedInfo')}/{ds('Reference')}")
    references[0].find(ds("DigestValue")).text = digest
    properties = signature.find(f".//{xades('SignedProperties')}")
    references[1].find(ds("DigestValue")).text = _digest(canonical(properties, EXCLUSIVE))
    info = canonical(signature.find(ds("SignedInfo")), EXCLUSIVE)
    signature.find(ds("SignatureValue")).text = b64encode(_value(key, info)).decode()
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return written


def _digest(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()


def _value(key: SigningKey, info: bytes) -> bytes:
    made = asyncio.run(key.signer.async_sign_raw(info, "sha256"))
    if key.x509.public_key.algorithm != "ec":
        return bytes(made)
    # XML writes the two numbers one after the other, each as long as the curve (RFC 4050, 3.3).
    size = (key.x509.public_key.bit_size + 7) // 8
    return b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(bytes(made)))


def _skeleton(place: Any, key: SigningKey, at: datetime) -> Any:
    """The signature with everything but digests and value, in its place: namespaces count from there."""
    name = f"S-{uuid4()}"
    signature = etree.SubElement(place, ds("Signature"), nsmap={"ds": DS}, Id=name)
    info = etree.SubElement(signature, ds("SignedInfo"))
    etree.SubElement(info, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    method = ECDSA_SHA256 if key.x509.public_key.algorithm == "ec" else RSA_SHA256
    etree.SubElement(info, ds("SignatureMethod"), Algorithm=method)
    _reference(info, "", ENVELOPED, EXCLUSIVE)
    _reference(info, f"#{name}-properties", EXCLUSIVE, type=SIGNED_PROPERTIES)
    etree.SubElement(signature, ds("SignatureValue"))
    data = etree.SubElement(etree.SubElement(signature, ds("KeyInfo")), ds("X509Data"))
    der = key.x509.dump()
    etree.SubElement(data, ds("X509Certificate")).text = b64encode(der).decode()
    _properties(signature, name, der, at)
    return signature


def _reference(info: Any, uri: str, *transforms: str, type: str = "") -> None:
    reference = etree.SubElement(info, ds("Reference"), URI=uri, **({"Type": type} if type else {}))
    steps = etree.SubElement(reference, ds("Transforms"))
    for each in transforms:
        etree.SubElement(steps, ds("Transform"), Algorithm=each)
    etree.SubElement(reference, ds("DigestMethod"), Algorithm=SHA256)
    etree.SubElement(reference, ds("DigestValue"))


def _properties(signature: Any, name: str, der: bytes, at: datetime) -> None:
    about = etree.SubElement(
        etree.SubElement(signature, ds("Object")),
        xades("QualifyingProperties"),
        nsmap={"xades": XADES},
        Target=f"#{name}",
    )
    signed = etree.SubElement(about, xades("SignedProperties"), Id=f"{name}-properties")
    said = etree.SubElement(signed, xades("SignedSignatureProperties"))
    etree.SubElement(said, xades("SigningTime")).text = timezone.localtime(at).isoformat(timespec="seconds")
    mine = etree.SubElement(etree.SubElement(said, xades("SigningCertificateV2")), xades("Cert"))
    digest = etree.SubElement(mine, xades("CertDigest"))
    etree.SubElement(digest, ds("DigestMethod"), Algorithm=SHA256)
    etree.SubElement(digest, ds("DigestValue")).text = _digest(der)
