"""Telling whether the signatures of a packet hold (xác minh chữ ký số của gói tin XML)."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils.translation import gettext as _
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathBuildingError, PathError, RevokedError, ValidationError

from cuulong.design.errors import say

from .. import findings, trust
from ..findings import Check, Report, SignatureReport
from ..responders import ask
from ..rules import State
from .names import DIGESTS, ENVELOPED, EXCLUSIVE, INCLUSIVE, METHODS, ds, xades
from .parsing import HostileXml, canonical, parse_xml

MAX_SIGNATURES = 10
Found = TypeVar("Found")
FIELD = "xml"


class Odd(Exception):
    """A signature that is not of a form we judge; the sentence says why."""


class Broken(Exception):
    """A signature that does not hold; the sentence says why."""


def verify_xml(xml: bytes, *, now: datetime | None = None) -> Report:
    """Judge every signature of a packet: whole, by whom, trusted, how strong (xác minh gói tin XML).

    Plain XMLDSig and SHA-1 are taken with a warning. Never raises: a packet that is not read says why.
    """
    try:
        tree = parse_xml(xml)
    except HostileXml as error:
        return findings.unread(say(error))
    signatures = tree.getroot().findall(f".//{ds('Signature')}")[:MAX_SIGNATURES]
    if not signatures:
        return findings.unread(_("Gói tin không có chữ ký số."))
    moment = now or datetime.now(UTC)
    judged = [_judge(tree, each, moment) for each in signatures]
    warnings = list(dict.fromkeys(text for _report, texts in judged for text in texts))
    extra = (Check("strength", State.UNKNOWN, _("Thuật toán"), ". ".join(warnings), decides=False),) if warnings else ()
    return findings.of(tuple(one for one, _texts in judged), empty_fields=[], number="", extra=extra)


@dataclass
class _Read:
    """What a signature says of itself."""

    certificate: x509.Certificate | None = None
    signed_at: datetime | None = None


def _judge(tree: Any, signature: Any, now: datetime) -> tuple[SignatureReport, list[str]]:
    read, warnings = _Read(), list[str]()
    intact = False
    try:
        _check(tree, signature, read, warnings)
        content, intact = (State.GOOD, _("Trùng từng chữ với bản đã ký")), True
    except Broken as error:
        content = (State.BAD, str(error))
    except Odd as error:
        content = (State.UNKNOWN, str(error))
    except Exception:
        content = (State.BAD, _("Phần ghi chữ ký đã bị sửa hoặc hỏng."))
    certificate = read.certificate
    believed = _trust(certificate, now) if certificate else (State.UNKNOWN, _("Gói tin không kèm chứng thư số"))
    claimed = _("Theo giờ máy của người ký, không có dấu thời gian của tổ chức độc lập")
    report = SignatureReport(
        field=FIELD,
        signer=_name(certificate.subject) if certificate else "",
        issuer=_name(certificate.issuer) if certificate else "",
        serial=f"{certificate.serial_number:x}" if certificate else "",
        signed_at=read.signed_at,
        stamped=False,
        reason="",
        intact=intact,
        content=content[0],
        content_text=content[1],
        trust=believed[0],
        trust_text=believed[1],
        time=State.UNKNOWN,
        time_text=claimed if read.signed_at else _("Chữ ký không ghi thời điểm ký"),
    )
    return report, warnings


def _check(tree: Any, signature: Any, read: _Read, warnings: list[str]) -> None:
    read.certificate = _certificate(signature)
    info = _one(signature, "SignedInfo")
    whole = properties = False
    for reference in info.findall(ds("Reference")):
        if reference.get("URI") == "":
            whole = True
            data = _whole(tree, signature, reference)
        else:
            properties = True
            data = _own_properties(signature, reference, read)
        digest = _known(DIGESTS, _one(reference, "DigestMethod").get("Algorithm"))
        _warn_of(digest, warnings)
        made = hashes.Hash(digest)
        made.update(data)
        if made.finalize() != _bytes(_one(reference, "DigestValue")):
            raise Broken(_("Nội dung gói tin khác với bản đã ký."))
    if not whole:
        raise Odd(_("Chữ ký không bao trùm cả gói tin nên không rõ phần nào được ký."))
    if not properties:
        warnings.append(_("Chữ ký XMLDSig đơn giản, không ghi thời điểm và chứng thư theo XAdES"))
    _check_value(signature, info, read, warnings)


def _whole(tree: Any, signature: Any, reference: Any) -> bytes:
    """The packet without this signature, as the reference wants it written."""
    steps = _transforms(reference)
    if steps[:1] != [ENVELOPED] or ENVELOPED in steps[1:] or len(steps) > 2:
        raise Odd(_("Cách chuẩn hóa của chữ ký không được hỗ trợ."))
    copy = deepcopy(tree)
    own = next(there for here, there in zip(tree.iter(), copy.iter(), strict=True) if here is signature)
    parent, before = own.getparent(), own.getprevious()
    if parent is None:
        raise Odd(_("Chữ ký không nằm trong gói tin."))
    if own.tail:
        if before is not None:
            before.tail = (before.tail or "") + own.tail
        else:
            parent.text = (parent.text or "") + own.tail
    own.tail = None
    parent.remove(own)
    return _written(copy, steps[1] if len(steps) == 2 else INCLUSIVE, reference)


def _own_properties(signature: Any, reference: Any, read: _Read) -> bytes:
    """The signed properties of XAdES; they must stand in this very signature, and once in the packet."""
    name = (reference.get("URI") or "").removeprefix("#")
    found = signature.getroottree().xpath("//*[@Id=$name]", name=name) if name else []
    about = signature.findall(f"{ds('Object')}/{xades('QualifyingProperties')}")
    own = [each for one in about for each in one.findall(xades("SignedProperties"))]
    if len(found) != 1 or len(own) != 1 or found[0] is not own[0]:
        raise Odd(_("Chữ ký không bao trùm cả gói tin nên không rõ phần nào được ký."))
    if about[0].get("Target") != f"#{signature.get('Id')}":
        raise Broken(_("Phần ghi chữ ký đã bị sửa hoặc hỏng."))
    _read_properties(own[0], read)
    steps = _transforms(reference)
    if len(steps) > 1 or ENVELOPED in steps:
        raise Odd(_("Cách chuẩn hóa của chữ ký không được hỗ trợ."))
    return _written(own[0], steps[0] if steps else INCLUSIVE, reference)


def _read_properties(properties: Any, read: _Read) -> None:
    said = properties.find(xades("SignedSignatureProperties"))
    if said is None:
        return
    if when := said.findtext(xades("SigningTime")):
        try:
            read.signed_at = datetime.fromisoformat(when.strip().replace("Z", "+00:00"))
        except ValueError:
            raise Odd(_("Thời điểm ký ghi sai dạng.")) from None
        if read.signed_at.tzinfo is None:
            read.signed_at = read.signed_at.replace(tzinfo=UTC)
    for kind in ("SigningCertificateV2", "SigningCertificate"):
        digest = said.find(f"{xades(kind)}/{xades('Cert')}/{xades('CertDigest')}")
        if digest is not None and read.certificate is not None:
            made = hashes.Hash(_known(DIGESTS, _one(digest, "DigestMethod").get("Algorithm")))
            made.update(read.certificate.dump())
            if made.finalize() != _bytes(_one(digest, "DigestValue")):
                raise Broken(_("Chứng thư kèm theo không phải chứng thư đã dùng để ký."))


def _check_value(signature: Any, info: Any, read: _Read, warnings: list[str]) -> None:
    if read.certificate is None:
        raise Odd(_("Gói tin không kèm chứng thư số"))
    kind, digest = _known(METHODS, _one(info, "SignatureMethod").get("Algorithm"))
    _warn_of(digest, warnings)
    method = _one(info, "CanonicalizationMethod")
    data = _written(info, method.get("Algorithm"), method)
    key = pyca.load_der_x509_certificate(read.certificate.dump()).public_key()
    value = _bytes(_one(signature, "SignatureValue"))
    try:
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), digest)
        elif kind == "ec" and isinstance(key, ec.EllipticCurvePublicKey):
            half = len(value) // 2
            pair = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(*pair), data, ec.ECDSA(digest))
        else:
            raise Odd(_("Thuật toán ký không được hỗ trợ."))
    except InvalidSignature:
        raise Broken(_("Phần ghi chữ ký đã bị sửa hoặc hỏng.")) from None


def _transforms(reference: Any) -> list[str]:
    return [each.get("Algorithm") for each in reference.findall(f"{ds('Transforms')}/{ds('Transform')}")]


def _written(node: Any, algorithm: str, place: Any) -> bytes:
    """The canonical form; prefixes that the exclusive form shall keep are named inside `place`."""
    kept = place.find(f".//{{{EXCLUSIVE}}}InclusiveNamespaces")
    prefixes = (kept.get("PrefixList") or "").split() if kept is not None else None
    try:
        return canonical(node, algorithm, prefixes)
    except ValueError:
        raise Odd(_("Cách chuẩn hóa của chữ ký không được hỗ trợ.")) from None


def _certificate(signature: Any) -> x509.Certificate | None:
    text = signature.findtext(f"{ds('KeyInfo')}/{ds('X509Data')}/{ds('X509Certificate')}")
    if not text:
        return None
    try:
        found = x509.Certificate.load(b64decode(text), strict=True)
        found.native  # noqa: B018 - parses all of it
    except (ValueError, TypeError):
        raise Broken(_("Chứng thư kèm theo không đọc được.")) from None
    return found


def _trust(certificate: x509.Certificate, now: datetime) -> tuple[State, str]:
    """As of now: the time of signing is only what the signer claims."""
    known = trust.current(now)
    answers = ask(certificate, (), known, now)
    validator = CertificateValidator(certificate, validation_context=known.context(now, answers.responses))
    try:
        asyncio.run(validator.async_validate_usage(set()))
    except RevokedError:
        return State.BAD, _("Chứng thư số đã bị thu hồi")
    except PathBuildingError:
        return State.UNKNOWN, _("Không nhận ra nơi cấp chứng thư số nên không rõ ai đã ký")
    except (PathError, ValidationError, ValueError):
        if not certificate.not_valid_before <= now < certificate.not_valid_after:
            return State.UNKNOWN, _(
                "Chứng thư số đã hết hạn và không có dấu thời gian nên không rõ lúc ký còn hạn hay không"
            )
        return State.UNKNOWN, _("Chưa kiểm tra được chứng thư số có bị thu hồi lúc ký hay không")
    return State.GOOD, _("Chứng thư số còn hạn và chưa bị thu hồi")


def _one(parent: Any, name: str) -> Any:
    found = parent.findall(ds(name))
    if len(found) != 1:
        raise Broken(_("Phần ghi chữ ký đã bị sửa hoặc hỏng."))
    return found[0]


def _bytes(element: Any) -> bytes:
    return b64decode("".join((element.text or "").split()), validate=True)


def _known(table: dict[str, Found], algorithm: str | None) -> Found:
    if algorithm not in table:
        raise Odd(_("Thuật toán ký không được hỗ trợ."))
    return table[algorithm]


def _warn_of(digest: hashes.HashAlgorithm, warnings: list[str]) -> None:
    if isinstance(digest, hashes.SHA1):
        warnings.append(_("Dùng SHA-1, thuật toán cũ không còn an toàn; đề nghị bên gửi chuyển sang SHA-256"))


def _name(name: x509.Name) -> str:
    return str(name.native.get("common_name") or name.human_friendly)
