"""XML signatures of packets: made with SHA-256, read with SHA-1 too, which is said (chữ ký số trên gói tin).

Only what the packets use is understood: the whole document (`URI=""`) with the signature taken out, canonical XML. Anything
else cannot be judged, and that is said; the packet is kept either way. Whose certificate it is, others judge.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from .packets import SPACE
from .refusal import Limits, Refused
from .tree import parse

DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DSIG}enveloped-signature"
SHA1, SHA256 = f"{DSIG}sha1", "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA1, RSA_SHA256 = f"{DSIG}rsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
DIGESTS: dict[str, Callable[..., Any]] = {SHA1: hashlib.sha1, SHA256: hashlib.sha256}
METHODS: dict[str, hashes.HashAlgorithm] = {
    RSA_SHA1: hashes.SHA1(),  # noqa: S303
    RSA_SHA256: hashes.SHA256(),
    ECDSA_SHA256: hashes.SHA256(),
}
Node = Any


class Finding(StrEnum):
    """What a signature is worth (kết quả kiểm tra chữ ký)."""

    GOOD = "good"
    BROKEN = "broken"
    UNJUDGED = "unjudged"


@dataclass(frozen=True)
class Seal:
    """One signature of a packet (chữ ký trên gói tin)."""

    finding: Finding
    weak: bool = False
    subject: str = ""
    certificate: bytes = b""

    @property
    def words(self) -> str:
        """What is known of it, in one sentence; kept with the packet."""
        who = f" của {self.subject}" if self.subject else ""
        if self.finding == Finding.BROKEN:
            return f"Chữ ký số{who} không khớp: gói tin đã bị sửa sau khi ký."
        if self.finding == Finding.UNJUDGED:
            return "Có chữ ký số nhưng không kiểm được: thiếu chứng thư hoặc sai quy cách."
        weak = " Thuật toán SHA-1 đã cũ." if self.weak else ""
        return f"Chữ ký số{who} khớp với nội dung.{weak}"


class _Unjudged(Exception):
    """The signature is of a kind that is not understood."""


def words_of(data: bytes) -> str:
    """What the signatures of a packet are worth, for the packet's page; empty without any."""
    return " ".join(seal.words for seal in seals_of(data))[:200]


def seals_of(data: bytes) -> list[Seal]:
    """Every signature of a packet that `read` accepts (kiểm tra chữ ký gói tin). Raises Refused like it."""
    root = _tree(data)
    found = [one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).localname == "Signature"]
    return [_judge(root, one) for one in found]


def _tree(data: bytes) -> Node:
    parse(data, Limits())  # no document type, no entity, bounded: then libxml may see it
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Refused("not_xml", "Gói tin không phải XML đúng chuẩn.") from None


def _judge(root: Node, signature: Node) -> Seal:
    if etree.QName(signature).namespace != DSIG:
        return Seal(Finding.UNJUDGED)
    try:
        certificate = x509.load_der_x509_certificate(_bytes(_find(signature, "KeyInfo/X509Data/X509Certificate")))
        subject = certificate.subject.rfc4514_string()
        info = _find(signature, "SignedInfo")
        method = _algorithm(_find(info, "SignatureMethod"))
        if method not in METHODS:
            raise _Unjudged
        weak = method == RSA_SHA1
        references = _all(info, "Reference")
        if not references:
            raise _Unjudged
        # The signed words first: the digest is worth nothing unless somebody signed it.
        signed = _canonical(info, _algorithm(_find(info, "CanonicalizationMethod")))
        good = _verifies(certificate, _bytes(_find(signature, "SignatureValue")), signed, method)
        for one in references:
            digest = _algorithm(_find(one, "DigestMethod"))
            weak = weak or digest == SHA1
            found = _digest(root, signature, one, digest)
            good = hmac.compare_digest(found, _bytes(_find(one, "DigestValue"))) and good
    except (_Unjudged, ValueError, TypeError, UnsupportedAlgorithm):
        return Seal(Finding.UNJUDGED)
    der = certificate.public_bytes(Encoding.DER)
    return Seal(Finding.GOOD if good else Finding.BROKEN, weak, subject[:120], der)


def _all(node: Node, path: str) -> list[Node]:
    found: list[Node] = node.findall("/".join(f"{{{DSIG}}}{step}" for step in path.split("/")))
    return found


def _find(node: Node, path: str) -> Node:
    found = _all(node, path)
    if not found:
        raise _Unjudged
    return found[0]


def _bytes(node: Node) -> bytes:
    return base64.b64decode("".join((node.text or "").split()), validate=True)


def _algorithm(node: Node) -> str:
    return str(node.get("Algorithm") or "")


def _canonical(node: Node, method: str) -> bytes:
    if method not in (C14N, EXCLUSIVE):
        raise _Unjudged
    made: bytes = etree.tostring(node, method="c14n", exclusive=method == EXCLUSIVE, with_comments=False)
    return made


def _digest(root: Node, signature: Node, reference: Node, method: str) -> bytes:
    if reference.get("URI") != "" or method not in DIGESTS:
        raise _Unjudged
    transforms = [_algorithm(one) for one in _all(reference, "Transforms/Transform")]
    if ENVELOPED not in transforms or set(transforms) - {ENVELOPED, C14N, EXCLUSIVE}:
        raise _Unjudged
    canon = next((one for one in transforms if one != ENVELOPED), C14N)
    copy = deepcopy(root)
    _take_out(_same_place(root, signature, copy))
    digest: bytes = DIGESTS[method](_canonical(copy, canon)).digest()
    return digest


def _same_place(root: Node, node: Node, copy: Node) -> Node:
    steps = []
    while node is not root:
        parent = node.getparent()
        steps.append(parent.index(node))
        node = parent
    for step in reversed(steps):
        copy = copy[step]
    return copy


def _take_out(node: Node) -> None:
    """Without the text that follows it, which lxml would take along."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _verifies(certificate: x509.Certificate, value: bytes, signed: bytes, method: str) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and method in (RSA_SHA1, RSA_SHA256):
            key.verify(value, signed, padding.PKCS1v15(), METHODS[method])
        elif isinstance(key, ec.EllipticCurvePublicKey) and method == ECDSA_SHA256:
            half = len(value) // 2
            pair = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(*pair), signed, ec.ECDSA(METHODS[method]))
        else:
            raise _Unjudged
    except InvalidSignature:
        return False
    return True


def sign(data: bytes, certificate: bytes, signer: Callable[[bytes], bytes]) -> bytes:
    """The packet with a signature over all of it in its header; `signer` makes RSA-SHA256 (ký gói tin).

    `certificate` is DER. Raises Refused when the bytes are no packet.
    """
    root = _tree(data)
    header = root.find(f"{{{SPACE}}}edXMLEnvelope/{{{SPACE}}}edXMLHeader")
    if header is None:
        raise Refused("misses", "Gói tin thiếu %(where)s.", where="edXMLHeader")
    digest = base64.b64encode(hashlib.sha256(_canonical(root, EXCLUSIVE)).digest()).decode()
    signature = etree.SubElement(header, f"{{{DSIG}}}Signature", nsmap={"ds": DSIG})
    info = _add(signature, "SignedInfo")
    _add(info, "CanonicalizationMethod", Algorithm=EXCLUSIVE)
    _add(info, "SignatureMethod", Algorithm=RSA_SHA256)
    reference = _add(info, "Reference", URI="")
    transforms = _add(reference, "Transforms")
    _add(transforms, "Transform", Algorithm=ENVELOPED)
    _add(transforms, "Transform", Algorithm=EXCLUSIVE)
    _add(reference, "DigestMethod", Algorithm=SHA256)
    _add(reference, "DigestValue").text = digest
    value = _add(signature, "SignatureValue")
    holder = _add(_add(signature, "KeyInfo"), "X509Data")
    _add(holder, "X509SubjectName").text = x509.load_der_x509_certificate(certificate).subject.rfc4514_string()
    _add(holder, "X509Certificate").text = base64.b64encode(certificate).decode()
    value.text = base64.b64encode(signer(_canonical(info, EXCLUSIVE))).decode()
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _add(parent: Node, name: str, **attributes: str) -> Node:
    return etree.SubElement(parent, f"{{{DSIG}}}{name}", attributes)
