"""Packets are signed so that others accept them, and judged whoever signed them; hostile ones are refused."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree
from pytest_django import Settings
from signxml.exceptions import InvalidSignature
from signxml.xades import XAdESVerifier

from cuulong.core.signatures import authority, demo_ca
from cuulong.core.signatures.authority import Subject
from cuulong.core.signatures.findings import Report
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.rules import CannotSign, State, Verdict
from cuulong.core.signatures.xmlsig.names import DS, INCLUSIVE, ds, xades
from cuulong.core.signatures.xmlsig.parsing import HostileXml, canonical, parse_xml
from cuulong.core.signatures.xmlsig.sign import sign_xml
from cuulong.core.signatures.xmlsig.verify import verify_xml
from cuulong.lib.errors import InputError
from tests.core.signatures.office import Office
from tests.core.signatures.test_keys import MODULE, on_token, token

__all__ = ["token"]
E_DOC = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PACKET = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- gói thử -->
<edXML xmlns="{E_DOC}"><edXML:edXMLEnvelope xmlns:edXML="{E_DOC}"><edXML:edXMLHeader>
  <edXML:MessageHeader><edXML:Subject>V/v mẫu &amp; thử “đường sá”</edXML:Subject></edXML:MessageHeader>
</edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>""".encode()
HEADER = f"{{{E_DOC}}}edXMLEnvelope/{{{E_DOC}}}edXMLHeader"


@pytest.fixture
def signed(office: Office) -> bytes:
    with open_key(office.seal, demo_ca.PIN) as key:
        return sign_xml(PACKET, key, into=HEADER)


def state(report: Report, code: str) -> State:
    return next(each.state for each in report.checks if each.code == code)


def test_a_packet_is_signed_as_xades_says_and_the_verdict_names_who_and_when(signed: bytes, office: Office) -> None:
    found = verify_xml(signed)
    assert found.verdict == Verdict.VALID, found
    one = found.signatures[0]
    assert one.signer == office.agency.name
    assert one.signed_at is not None
    assert abs(one.signed_at - datetime.now(UTC)) < timedelta(minutes=2)
    signature = etree.fromstring(signed).find(f"{HEADER}/{ds('Signature')}")
    assert signature is not None
    assert signature.find(f".//{xades('SigningCertificateV2')}//{ds('DigestValue')}") is not None
    assert "đường sá" in signed.decode()


def test_another_library_accepts_the_signature(office: Office) -> None:
    """signxml judges it by its own reading of XMLDSig and XAdES; whom to trust is not what is asked here."""
    with open_key(office.seal, demo_ca.PIN) as key:
        signed = sign_xml(PACKET, key)
    results = XAdESVerifier().verify(signed, x509_cert=office.seal.pem, expect_references=2)
    assert len(results) == 2
    with pytest.raises(InvalidSignature):
        XAdESVerifier().verify(
            signed.replace("mẫu".encode(), "giả".encode()), x509_cert=office.seal.pem, expect_references=2
        )


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("mẫu", "giả", Verdict.BROKEN),
        ("</edXML:Subject>", "</edXML:Subject><edXML:Subject>thêm</edXML:Subject>", Verdict.BROKEN),
        ("<xades:SigningTime>20", "<xades:SigningTime>19", Verdict.BROKEN),
        ('URI=""', 'URI="#khac"', Verdict.UNKNOWN),
        ("enveloped-signature", "base64", Verdict.UNKNOWN),
        ("rsa-sha256", "hmac-sha256", Verdict.UNKNOWN),
    ],
)
def test_whatever_is_changed_on_the_way_is_seen(signed: bytes, old: str, new: str, verdict: Verdict) -> None:
    text = signed.decode()
    assert old in text
    assert verify_xml(text.replace(old, new, 1).encode()).verdict == verdict


def test_comments_and_the_way_of_writing_do_not_matter(signed: bytes) -> None:
    assert verify_xml(signed.replace(b"<!-- g", b"<!-- kh\xc3\xa1c, g")).verdict == Verdict.VALID


def test_a_signature_moved_over_another_packet_does_not_hold(signed: bytes) -> None:
    """Wrapping: the signed packet is hidden inside another one that bears the signature."""
    inside = etree.fromstring(signed)
    outer = etree.Element("khac")
    outer.append(inside)
    assert verify_xml(etree.tostring(outer)).verdict != Verdict.VALID


def test_a_second_element_of_the_same_id_is_no_way_around(signed: bytes) -> None:
    tree = etree.fromstring(signed)
    properties = tree.find(f".//{xades('SignedProperties')}")
    assert properties is not None
    other = etree.SubElement(tree, "gia", Id=properties.get("Id") or "")
    assert other is not None
    assert verify_xml(etree.tostring(tree)).verdict != Verdict.VALID


def test_another_certificate_in_its_place_is_seen(signed: bytes, office: Office) -> None:
    _, _, der = pem.unarmor(office.person.pem.encode())
    tree = etree.fromstring(signed)
    shown = tree.find(f".//{ds('X509Certificate')}")
    assert shown is not None
    shown.text = b64encode(der).decode()
    found = verify_xml(etree.tostring(tree))
    assert found.verdict == Verdict.BROKEN
    assert "không phải chứng thư đã dùng để ký" in found.signatures[0].content_text


def plain(label: str, *, sha1: bool = True) -> bytes:
    """XMLDSig as older senders write it: inclusive form, SHA-1, nothing of XAdES."""
    ca = authority.create([Subject(label, "Đơn vị gửi cũ")])
    digest = hashes.SHA1() if sha1 else hashes.SHA256()  # noqa: S303
    key = load_pem_private_key((authority.folder() / "keys" / f"{label}.pem").read_bytes(), None)
    tree = parse_xml(b"<goi><noi-dung>x</noi-dung></goi>")
    made = hashlib.new(digest.name, canonical(tree, INCLUSIVE)).digest()
    method = f"{DS}rsa-sha1" if sha1 else "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    digested = f"{DS}sha1" if sha1 else "http://www.w3.org/2001/04/xmlenc#sha256"
    text = (
        f'<Signature xmlns="{DS}"><SignedInfo><CanonicalizationMethod Algorithm="{INCLUSIVE}"/>'
        f'<SignatureMethod Algorithm="{method}"/><Reference URI=""><Transforms>'
        f'<Transform Algorithm="{DS}enveloped-signature"/></Transforms><DigestMethod Algorithm="{digested}"/>'
        f"<DigestValue>{b64encode(made).decode()}</DigestValue></Reference></SignedInfo><SignatureValue/>"
        f"<KeyInfo><X509Data><X509Certificate>{b64encode(ca.certificate(label).dump()).decode()}</X509Certificate>"
        "</X509Data></KeyInfo></Signature>"
    )
    signature = etree.fromstring(text)
    tree.getroot().append(signature)
    info = canonical(signature.find(ds("SignedInfo")), INCLUSIVE)
    value = signature.find(ds("SignatureValue"))
    assert value is not None
    value.text = b64encode(key.sign(info, padding.PKCS1v15(), digest)).decode()
    return etree.tostring(tree)


def test_plain_xmldsig_and_sha_1_are_taken_with_a_warning(office: Office) -> None:
    found = verify_xml(plain("cu"))
    assert found.verdict == Verdict.VALID, found
    assert state(found, "strength") == State.UNKNOWN
    text = next(each.text for each in found.checks if each.code == "strength")
    assert "SHA-1" in text
    assert "XMLDSig đơn giản" in text
    assert "SHA-1" not in next(
        each.text for each in verify_xml(plain("cu", sha1=False)).checks if each.code == "strength"
    )


def test_a_revoked_certificate_is_said(office: Office) -> None:
    packet = plain("bi-thu-hoi")
    authority.revoke("bi-thu-hoi", datetime.now(UTC) - timedelta(hours=1))
    assert verify_xml(packet).signatures[0].trust == State.BAD


def test_an_issuer_nobody_knows_is_said(signed: bytes, settings: Settings, tmp_path) -> None:
    settings.CA_DIR = tmp_path / "none"
    found = verify_xml(signed)
    assert found.verdict == Verdict.UNKNOWN
    assert "Không nhận ra nơi cấp" in found.signatures[0].trust_text


HOSTILE = {
    "entities": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "bomb": b'<!DOCTYPE a [<!ENTITY x "yyyyyyyy"><!ENTITY z "&x;&x;&x;&x;">]><a>&z;</a>',
    "outside": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "deep": b"<a>" * 5000 + b"</a>" * 5000,
    "many": b"<a>" + b"<b/>" * 500_001 + b"</a>",
    "cut": PACKET[:-20],
    "text": b"not xml",
    "nothing": b"",
    "utf-16 entities": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
    "attributes": b"<a " + b" ".join(b'x%d="1"' % n for n in range(200)) + b"/>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_with_a_sentence(data: bytes, office: Office) -> None:
    with pytest.raises(HostileXml):
        parse_xml(data)
    found = verify_xml(data)
    assert found.verdict == Verdict.UNKNOWN
    assert found.lead


def test_what_bears_no_signature_says_so_and_a_missing_place_is_told(office: Office) -> None:
    assert "không có chữ ký số" in verify_xml(PACKET).lead
    with open_key(office.seal, demo_ca.PIN) as key, pytest.raises(InputError, match="thiếu phần để đặt chữ ký"):
        sign_xml(PACKET, key, into="khong-co")


def test_a_signature_without_a_certificate_or_with_a_torn_one_is_no_error(signed: bytes) -> None:
    for name in ("X509Certificate", "KeyInfo", "SignatureValue", "SignedInfo", "DigestMethod", "Object"):
        tree = etree.fromstring(signed)
        gone = tree.find(f".//{ds(name)}")
        assert gone is not None
        gone.getparent().remove(gone)
        assert verify_xml(etree.tostring(tree)).verdict != Verdict.VALID, name
    assert verify_xml(signed.replace(b"<ds:X509Certificate>MII", b"<ds:X509Certificate>AAA")).verdict != Verdict.VALID


def test_a_token_signs_packets_too(office: Office, token: str, settings: Settings) -> None:
    settings.PKCS11_MODULE = MODULE
    certificate = on_token(token, office, "xml-token")
    with open_key(certificate, "123456") as key:
        assert verify_xml(sign_xml(PACKET, key)).verdict == Verdict.VALID


def test_nobody_signs_a_packet_with_what_has_ended(office: Office) -> None:
    with open_key(office.seal, demo_ca.PIN) as key, pytest.raises(CannotSign):
        sign_xml(PACKET, key, at=office.seal.valid.upper)


def test_elliptic_keys_write_both_numbers_as_xml_wants(office: Office, tmp_path, settings: Settings) -> None:
    from cuulong.core.people.acting import Acting
    from cuulong.core.signatures import certificates
    from cuulong.core.signatures.models import Backend
    from tests.core.signatures.issuer import Issuer, pkcs12
    from tests.core.signatures.test_revocation import lay_list, trust

    issuer = Issuer(tmp_path / "ca")
    trust(settings, issuer)
    made, key = issuer.issue("Đơn vị EC", responder=False)
    lay_list(settings, issuer.crl())
    name = "ec-xml.p12"
    (authority.folder() / name).write_bytes(pkcs12(made, key, demo_ca.PIN))
    from cryptography.hazmat.primitives.serialization import Encoding

    entered = certificates.register(
        made.public_bytes(Encoding.PEM), backend=Backend.PKCS12, locator=name, agency=office.agency,
        acting=Acting.system("test"),
    )  # fmt: skip
    with open_key(entered, demo_ca.PIN) as opened:
        packet = sign_xml(PACKET, opened)
    found = verify_xml(packet)
    assert found.verdict == Verdict.VALID, found
