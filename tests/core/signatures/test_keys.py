"""Who may sign: the right PIN, a live certificate, a key on disk or on a token, a time authority that answers."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pkcs11
import pytest
from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pytest_django import Settings

from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Acting
from cuulong.core.signatures import authority, certificates, demo_ca, timestamps
from cuulong.core.signatures.appearances import NameAndTime
from cuulong.core.signatures.authority import Subject
from cuulong.core.signatures.keys import open_key, parse_locator
from cuulong.core.signatures.models import Backend, Certificate, CertificateState
from cuulong.core.signatures.rules import PERSON, CannotSign, State, Verdict
from cuulong.core.signatures.sign import sign
from cuulong.core.signatures.validate import report
from tests.core.signatures.issuer import Issuer
from tests.core.signatures.office import Office, issue, letter, put_signature
from tests.journeys.papers import judged_by_poppler, judged_by_pyhanko

NOW = datetime.now(UTC)
MODULE = "/usr/lib/softhsm/libsofthsm2.so"


def register(
    office: Office, label: str, *, valid_from: datetime | None = None, valid_to: datetime | None = None
) -> Certificate:
    """A certificate of the leader with these dates, its key beside the authority's."""
    ca = authority.create([Subject(label, "Bùi Thị Giả Sử", valid_from=valid_from, valid_to=valid_to)])
    path = authority.folder() / f"{label}.p12"
    path.write_bytes(ca.pkcs12(label, demo_ca.PIN))
    return certificates.register(
        pem.armor("CERTIFICATE", ca.certificate(label).dump()),
        backend=Backend.PKCS12,
        locator=path.name,
        account=office.leader,
        acting=Acting.system("test"),
    )


def refusal(certificate: Certificate, pin: str = demo_ca.PIN) -> CannotSign:
    with pytest.raises(CannotSign) as refused:
        open_key(certificate, pin)
    return refused.value


def test_a_wrong_pin_is_told_and_kept_nowhere(office: Office) -> None:
    error = refusal(office.person, "sai-pin-9817")
    assert error.code == "wrong_pin"
    assert "Mã PIN chưa đúng" in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_an_open_key_does_not_show_its_secrets(office: Office) -> None:
    with open_key(office.person, demo_ca.PIN) as key:
        assert demo_ca.PIN not in repr(key)


def test_an_expired_certificate_is_refused_with_its_day(office: Office) -> None:
    ended = register(office, "ended", valid_from=NOW - timedelta(days=400), valid_to=NOW - timedelta(days=35))
    assert ended.state == CertificateState.EXPIRED
    error = refusal(ended)
    assert error.code == "expired"
    assert "đã hết hạn ngày" in str(error)


def test_a_certificate_of_tomorrow_is_refused(office: Office) -> None:
    assert refusal(register(office, "tomorrow", valid_from=NOW + timedelta(days=1))).code == "not_yet_valid"


def test_a_revoked_certificate_is_refused_and_what_it_signed_before_stays_valid(office: Office) -> None:
    live = register(office, f"revoked-{os.getpid()}")
    with open_key(live, demo_ca.PIN) as key:
        look = NameAndTime("Bùi Thị Giả Sử", NOW)
        before = sign(letter(), field=PERSON, key=key, appearance=look, reason="Ký", at=NOW - timedelta(days=2))
        after = sign(letter(), field=PERSON, key=key, appearance=look, reason="Ký")
        certificates.revoke(live, "Mất thiết bị", at=NOW - timedelta(days=1), acting=Acting.system("test"))
        live.refresh_from_db()
        with pytest.raises(CannotSign) as refused:
            sign(letter(), field=PERSON, key=key, appearance=look, reason="Ký")
    assert refused.value.code == "revoked"
    assert "đã bị thu hồi lúc" in str(refusal(live))
    assert report(before).signatures[0].trust == State.GOOD
    assert report(after).signatures[0].trust_text == "Chứng thư số đã bị thu hồi trước lúc ký"
    assert report(after).verdict == Verdict.BROKEN
    assert Event.objects.filter(action="signatures.certificate.revoked").exists()


def test_the_revocation_list_alone_is_enough_to_refuse(office: Office) -> None:
    live = register(office, f"listed-{os.getpid()}")
    authority.revoke(live.locator.removesuffix(".p12"), NOW - timedelta(hours=1), "key_compromise")
    assert refusal(live).code == "revoked"


def test_a_certificate_from_nobody_we_trust_is_refused(office: Office, settings: Settings, tmp_path: Path) -> None:
    pdf = issue(office)
    settings.CA_DIR = tmp_path / "none"
    assert refusal(office.person).code == "untrusted"
    found = report(pdf)
    assert found.verdict == Verdict.UNKNOWN
    assert "Không nhận ra nơi cấp" in found.signatures[0].trust_text


def test_a_missing_key_is_told(office: Office) -> None:
    office.person.locator = "nowhere.p12"
    assert refusal(office.person).code == "no_key"


def test_a_field_is_signed_once(office: Office) -> None:
    with pytest.raises(CannotSign) as refused:
        put_signature(put_signature(letter(), office), office)
    assert refused.value.code == "already_signed"


def test_a_file_without_the_field_is_refused(office: Office) -> None:
    with open_key(office.person, demo_ca.PIN) as key, pytest.raises(CannotSign) as refused:
        sign(letter(), field="nowhere", key=key, appearance=None, reason="Ký")
    assert refused.value.code == "no_field"


def test_the_demo_authority_is_refused_in_production(settings: Settings) -> None:
    settings.ENV = "production"
    with pytest.raises(authority.Refused):
        authority.create()
    assert not authority.exists()


def test_keys_are_readable_by_their_owner_only(office: Office) -> None:
    secrets = [*authority.folder().glob("keys/*.pem"), authority.folder() / office.person.locator]
    assert secrets
    assert {path.stat().st_mode & 0o777 for path in secrets if not path.stem.startswith(("ended", "tomorrow"))} == {
        0o600
    }


@pytest.mark.parametrize(
    "locator", ["pkcs11:token=Con%20d%E1%BA%A5u;object=seal", "pkcs11:object=seal;token=Con d\u1ea5u?x=1"]
)
def test_a_token_is_named_as_rfc_7512_says(locator: str) -> None:
    assert parse_locator(locator) == {"token": "Con dấu", "object": "seal"}


# A token: SoftHSM in place of the officials' USB devices


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A fresh SoftHSM token; gives its label."""
    if not Path(MODULE).exists():
        pytest.skip("SoftHSM is not installed")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    words = ["--init-token", "--free", "--label", "thu-nghiem", "--so-pin", "87654321", "--pin", "123456"]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    return "thu-nghiem"


def on_token(token: str, office: Office, label: str) -> Certificate:
    """Move the key of a demo certificate onto the token."""
    ca = authority.create([Subject(label, "Bùi Thị Giả Sử")])
    key = authority.folder() / "keys" / f"{label}.pem"
    load_pem_private_key(key.read_bytes(), None)
    words = ["--import", str(key), "--token", token, "--label", label, "--id", "A1", "--pin", "123456"]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    return certificates.register(
        pem.armor("CERTIFICATE", ca.certificate(label).dump()),
        backend=Backend.PKCS11,
        locator=f"pkcs11:token={token};object={label}",
        account=office.leader,
        acting=Acting.system("test"),
    )


def test_a_leader_signs_with_a_token_and_its_pin_opens_it(office: Office, token: str, settings: Settings) -> None:
    settings.PKCS11_MODULE = MODULE
    certificate = on_token(token, office, f"token-{os.getpid()}")
    assert refusal(certificate, "000000").code == "wrong_pin"
    with open_key(certificate, "123456") as key:
        pdf = sign(letter(), field=PERSON, key=key, appearance=NameAndTime("Bùi Thị Giả Sử", NOW), reason="Ký")
    found = report(pdf).signatures[0]
    assert (found.content, found.trust, found.time) == (State.GOOD, State.GOOD, State.GOOD)
    certificate.locator = "pkcs11:token=khong-co;object=x"
    assert refusal(certificate, "123456").code == "no_key"


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()], ids=lambda curve: curve.name)
def test_a_token_with_an_elliptic_key_signs_what_other_readers_accept(
    office: Office, token: str, settings: Settings, tmp_path: Path, curve: ec.EllipticCurve
) -> None:
    """The key of an outside issuer's certificate lies on the token; nothing of it is on disk when it signs."""
    settings.PKCS11_MODULE = MODULE
    issuer, label = Issuer(tmp_path / "issuer"), f"ec-{curve.name}-{os.getpid()}"
    issued, key = issuer.issue("Bùi Thị Giả Sử", ec.generate_private_key(curve), responder=False)
    for folder, name, data in (
        ("roots", "outside.pem", issuer.root.public_bytes(Encoding.PEM)),
        ("crls", "00.crl", issuer.crl()),
    ):
        (Path(settings.TRUST_DIR) / folder).mkdir(parents=True)
        (Path(settings.TRUST_DIR) / folder / name).write_bytes(data)
    into_token(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), token, label, tmp_path)
    certificate = certificates.register(
        issued.public_bytes(Encoding.PEM),
        backend=Backend.PKCS11,
        locator=f"pkcs11:token={token};object={label}",
        account=office.leader,
        acting=Acting.system("test"),
    )
    with open_key(certificate, "123456") as opened:
        pdf = sign(letter(), field=PERSON, key=opened, appearance=NameAndTime("Bùi Thị Giả Sử", NOW), reason="Ký")
    found = report(pdf).signatures[0]
    assert (found.content, found.trust, found.time) == (State.GOOD, State.GOOD, State.GOOD)
    assert [(intact, valid) for _name, intact, valid, _change in judged_by_pyhanko(pdf)] == [(True, True)]
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    assert judged_by_poppler(path) == ["Signature is Valid."]
    path.write_bytes(pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:])
    assert judged_by_poppler(path) != ["Signature is Valid."]


def into_token(pem_key: bytes, token: str, label: str, folder: Path) -> None:
    path = folder / "key.pem"
    path.write_bytes(pem_key)
    words = ["--import", str(path), "--token", token, "--label", label, "--id", os.urandom(4).hex(), "--pin", "123456"]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    path.unlink()


def test_softhsm_is_reached_through_the_same_library_as_real_tokens(token: str) -> None:
    assert any(slot.get_token().label == token for slot in pkcs11.lib(MODULE).get_slots(token_present=True))


# The time


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def time_authority(office: Office) -> Iterator[str]:
    """A time authority on loopback, as a ministry's would be on the net."""
    arch = authority.load().arch
    application = Animator(AnimatorArchStore({arch.arch_label: arch}), with_web_ui=False)
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/demo/tsa/tsa"
        server.shutdown()
        thread.join()


def test_the_time_is_taken_from_the_authority_that_is_set(
    office: Office, time_authority: str, settings: Settings
) -> None:
    settings.TSA_URL = time_authority
    assert type(timestamps.stamper()).__name__ == "RequestsHTTPTimeStamper"
    found = report(put_signature(letter(), office)).signatures[0]
    assert found.stamped
    assert found.time == State.GOOD


def test_nothing_is_signed_while_the_time_authority_is_away(office: Office, settings: Settings) -> None:
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(CannotSign) as refused:
        put_signature(letter(), office)
    assert refused.value.code == "no_timestamp"


def test_a_signature_without_a_time_stamp_says_whose_clock_it_was(office: Office) -> None:
    found = report(put_signature(letter(), office, timestamp=False)).signatures[0]
    assert not found.stamped
    assert found.trust == State.GOOD
    assert "Theo giờ máy của người ký" in found.time_text
