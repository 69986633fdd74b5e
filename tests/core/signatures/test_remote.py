"""A key that a remote service keeps signs like any other; what the service does wrong is told and nothing is signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from asn1crypto import pem
from pytest_django import Settings

from cuulong.core.people.acting import Acting
from cuulong.core.signatures import authority, certificates
from cuulong.core.signatures.appearances import NameAndTime
from cuulong.core.signatures.authority import Subject
from cuulong.core.signatures.csc_simulator import OTP, PIN, SECRET, Simulator, connected
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Backend, Certificate
from cuulong.core.signatures.rules import PERSON, CannotSign, State, Verdict
from cuulong.core.signatures.sign import sign
from cuulong.core.signatures.validate import report
from cuulong.core.signatures.xmlsig.sign import sign_xml
from cuulong.core.signatures.xmlsig.verify import verify_xml
from cuulong.lib.errors import InputError
from tests.core.signatures.office import Office, letter
from tests.core.signatures.test_keys import NOW
from tests.journeys.papers import judged_by_pyhanko

LOOK = NameAndTime("Bùi Thị Giả Sử", NOW)


@pytest.fixture
def service() -> Iterator[Simulator]:
    with connected(late=1.5) as simulator:
        yield simulator


@pytest.fixture
def certificate(office: Office) -> Certificate:
    ca = authority.create([Subject("tu-xa", "Bùi Thị Giả Sử"), Subject("tu-xa-khac", "Người Khác")])
    return certificates.register(
        pem.armor("CERTIFICATE", ca.certificate("tu-xa").dump()),
        backend=Backend.REMOTE,
        locator="csc:credential=tu-xa",
        account=office.leader,
        acting=Acting.system("test"),
    )


def signed(certificate: Certificate, pin: str = PIN, otp: str = "") -> bytes:
    with open_key(certificate, pin, otp) as key:
        return sign(letter(), field=PERSON, key=key, appearance=LOOK, reason="Ký")


def refusal(certificate: Certificate, pin: str = PIN, otp: str = "") -> CannotSign:
    with pytest.raises(CannotSign) as refused:
        signed(certificate, pin, otp)
    return refused.value


def test_the_service_signs_each_hash_it_was_asked_for(service: Simulator, certificate: Certificate) -> None:
    pdf = signed(certificate)
    found = report(pdf).signatures[0]
    assert (found.content, found.trust, found.time) == (State.GOOD, State.GOOD, State.GOOD)
    assert [(intact, valid) for _name, intact, valid, _change in judged_by_pyhanko(pdf)] == [(True, True)]
    assert service.asked == [
        "/oauth2/token", "/csc/v2/credentials/info", "/csc/v2/credentials/authorize", "/csc/v2/signatures/signHash",
    ]  # fmt: skip
    assert service.allowed == {}
    with open_key(certificate, PIN) as key:
        assert verify_xml(sign_xml(b"<goi/>", key)).verdict == Verdict.VALID


def test_a_wrong_pin_and_a_wrong_one_time_code_are_told(certificate: Certificate) -> None:
    with connected(otp=True):
        assert refusal(certificate, "sai-pin").code == "wrong_pin"
        error = refusal(certificate, PIN, "000000")
        assert error.code == "wrong_pin"
        assert error.__suppress_context__ or error.__context__ is None
        assert signed(certificate, PIN, OTP).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        ("refuse", "refused"),
        ("late", "no_answer"),
        ("nonsense", "nonsense"),
        ("wrong", "nonsense"),
        ("down", "refused"),
    ],
)
def test_whatever_goes_wrong_there_nothing_is_signed(
    service: Simulator, certificate: Certificate, settings: Settings, behave: str, code: str
) -> None:
    settings.CSC_TIMEOUT = 0.7
    service.behave = behave
    assert refusal(certificate).code == code


def test_no_service_a_wrong_client_and_anothers_credential_are_told(
    certificate: Certificate, settings: Settings
) -> None:
    assert refusal(certificate).code == "no_key"
    settings.CSC_URL = "http://127.0.0.1:9"
    assert refusal(certificate).code == "no_answer"
    with connected():
        certificate.locator = "csc:credential=tu-xa-khac"
        assert refusal(certificate).code == "no_key"
        certificate.locator = "csc:credential=khong-co"
        assert refusal(certificate).code == "refused"
        certificate.locator = "csc:credential=tu-xa"
        settings.CSC_CLIENT_SECRET = "khac"
        assert refusal(certificate).code == "refused"


def test_secrets_are_not_shown(service: Simulator, certificate: Certificate) -> None:
    with open_key(certificate, PIN) as key:
        shown = repr(key) + repr(key.signer.__dict__)
    assert PIN not in shown
    assert SECRET not in shown


def test_a_remote_key_is_named_by_its_credential(office: Office) -> None:
    with pytest.raises(InputError, match="csc:credential"):
        certificates.register(
            office.person.pem.encode(), backend=Backend.REMOTE, locator="pkcs11:token=a;object=b",
            account=office.leader, acting=Acting.system("test"),
        )  # fmt: skip
