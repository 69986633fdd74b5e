"""A key on the officer's machine: the server prepares, a helper there signs the hash, the server finishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from django.utils import timezone
from pytest_django import Settings

from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.signatures import authority, certificates
from cuulong.core.signatures.appearances import NameAndTime
from cuulong.core.signatures.authority import Subject
from cuulong.core.signatures.deferred import begin_signature, finish_signature, forget_late
from cuulong.core.signatures.ledger.reading import read_token
from cuulong.core.signatures.models import Backend, Certificate, PendingSignature
from cuulong.core.signatures.rules import PERSON, CannotSign, State
from cuulong.core.signatures.token_helper.server import Helper
from cuulong.core.signatures.token_helper.token import Token
from cuulong.core.signatures.validate import report
from cuulong.lib.errors import InputError
from tests.core.files.servers import free_port
from tests.core.signatures.office import Office, letter
from tests.core.signatures.test_keys import MODULE, NOW, token
from tests.journeys.papers import judged_by_pyhanko

__all__ = ["token"]
ORIGIN = "https://tinh.example"
PIN = "123456"
LOOK = NameAndTime("Bùi Thị Giả Sử", NOW)


@pytest.fixture
def certificate(office: Office, token: str, tmp_path: Path) -> Certificate:
    """Key and certificate on the token alone; the server only knows the certificate."""
    label = f"may-{os.getpid()}-{tmp_path.name}"
    ca = authority.create([Subject(label, "Bùi Thị Giả Sử")])
    key = authority.folder() / "keys" / f"{label}.pem"
    number = os.urandom(4).hex()
    words = ["--import", str(key), "--token", token, "--label", label, "--id", number, "--pin", PIN]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    der = ca.certificate(label).dump()
    put_certificate(token, label, bytes.fromhex(number), der)
    return certificates.register(
        pem.armor("CERTIFICATE", der), backend=Backend.HELPER, locator="", account=office.leader,
        acting=Acting.system("test"),
    )  # fmt: skip


def put_certificate(token: str, label: str, number: bytes, der: bytes) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    with pkcs11.lib(MODULE).get_token(token_label=token).open(rw=True, user_pin=PIN) as session:
        session.create_object(
            decode_x509_certificate(der)
            | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label, pkcs11.Attribute.ID: number}
        )


@pytest.fixture
def helper(token: str) -> Iterator[Helper]:
    asked: list[str] = []
    made = Helper(Token(MODULE, lambda about: asked.append(about) or PIN), ORIGIN, 0)
    made.asked = asked  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


def ask(url: str, body: dict[str, str] | None, **headers: str) -> tuple[int, dict[str, str]]:
    data = None if body is None else json.dumps(body).encode()
    named = {"Origin": ORIGIN, "Content-Type": "application/json"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, named), timeout=20) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


def begun(certificate: Certificate, acting: Acting):
    file = store(letter(), name="quyet-dinh.pdf", acting=acting)
    return file, begin_signature(
        file, field=PERSON, certificate=certificate, appearance=LOOK, reason="Ký", acting=acting
    )


def test_the_helper_signs_what_the_server_prepared(certificate: Certificate, office: Office, helper: Helper) -> None:
    acting = Acting.of(office.leader)
    file, start = begun(certificate, acting)
    status, said = ask(f"{helper.url}/sign", start.words)
    assert status == 200, said
    assert [about.split(" (")[0] for about in helper.asked] == ["Bùi Thị Giả Sử"]  # type: ignore[attr-defined]
    pdf = finish_signature(start.pending, bytes.fromhex(said["signature"]), file=file, acting=acting)
    found = report(pdf).signatures[0]
    assert (found.content, found.trust, found.time, found.stamped) == (State.GOOD, State.GOOD, State.GOOD, True)
    assert [(intact, valid) for _name, intact, valid, _change in judged_by_pyhanko(pdf)] == [(True, True)]
    with pytest.raises(CannotSign) as refused:
        finish_signature(start.pending, bytes.fromhex(said["signature"]), file=file, acting=acting)
    assert refused.value.code == "not_prepared"


def test_nothing_is_finished_when_the_file_changed_or_somebody_else_or_something_else_comes(
    certificate: Certificate, office: Office, helper: Helper
) -> None:
    acting = Acting.of(office.leader)
    file, start = begun(certificate, acting)
    value = bytes.fromhex(ask(f"{helper.url}/sign", start.words)[1]["signature"])
    other = store(letter() + b"\n", name="khac.pdf", acting=acting)
    wrong = value[:-1] + bytes([value[-1] ^ 1])
    for options, code in (
        ({"signature": value, "file": other, "acting": acting}, "changed"),
        ({"signature": value, "file": file, "acting": Acting.system("khac")}, "not_prepared"),
        ({"signature": wrong, "file": file, "acting": acting}, "bad_value"),
        ({"signature": b"", "file": file, "acting": acting}, "bad_value"),
    ):
        with pytest.raises(CannotSign) as refused:
            finish_signature(start.pending, **options)
        assert refused.value.code == code
    PendingSignature.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(CannotSign) as refused:
        finish_signature(start.pending, value, file=file, acting=acting)
    assert refused.value.code == "late"
    forget_late()
    assert PendingSignature.objects.count() == 0


def test_a_certificate_that_ends_between_beginning_and_sealing_signs_nothing(
    certificate: Certificate, office: Office, helper: Helper
) -> None:
    acting = Acting.of(office.leader)
    file, start = begun(certificate, acting)
    value = bytes.fromhex(ask(f"{helper.url}/sign", start.words)[1]["signature"])
    certificates.revoke(certificate, "Mất thiết bị", at=timezone.now(), acting=Acting.system("test"))
    with pytest.raises(CannotSign) as refused:
        finish_signature(start.pending, value, file=file, acting=acting)
    assert refused.value.code == "revoked"


def test_the_helper_answers_one_origin_on_this_machine_and_nothing_odd(
    certificate: Certificate, office: Office, helper: Helper
) -> None:
    good = begun(certificate, Acting.of(office.leader))[1].words
    url = f"{helper.url}/sign"
    assert ask(helper.url + "/", None)[0] == 200
    for headers in ({"Origin": "https://khac.example"}, {"Origin": ""}, {"Host": "tinh.example"}, {"Host": "x:80"}):
        assert ask(url, good, **headers)[0] == 403
    for body in ({}, good | {"digest": "00"}, good | {"algorithm": "md5"}, good | {"digest": "zz"}, {"a": "b" * 5000}):
        assert ask(url, body)[0] == 400
    assert ask(url, good, Content_Type="text/plain")[0] == 400
    assert ask(f"{helper.url}/khac", good)[0] == 400
    status, said = ask(url, good | {"certificate": "0" * 64})
    assert (status, said["error"]) == (422, "no_key")
    assert helper.server_address[0] == "127.0.0.1"
    helper.token = Token(MODULE, lambda _about: "000000")
    assert ask(url, good)[1]["error"] == "wrong_pin"
    helper.token = Token(MODULE, lambda _about: "")
    assert ask(url, good)[1]["error"] == "cancelled"


def test_it_starts_as_a_program_of_its_own_without_the_servers_settings(
    certificate: Certificate, office: Office
) -> None:
    start = begun(certificate, Acting.of(office.leader))[1]
    words = [sys.executable, "-m", "cuulong.core.signatures.token_helper", "--module", MODULE, "--origin", ORIGIN,
             "--port", str(free_port()), "--pin-from-stdin"]  # fmt: skip
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "SOFTHSM2_CONF": os.environ["SOFTHSM2_CONF"]}
    running = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(f"{PIN}\n")
        running.stdin.flush()
        url = running.stdout.readline().strip()
        assert ask(f"{url}/sign", start.words)[0] == 200
    finally:
        running.terminate()
        running.wait(10)


def test_certificates_are_read_from_a_token_without_its_pin(
    certificate: Certificate, token: str, settings: Settings
) -> None:
    settings.PKCS11_MODULE = MODULE
    found = {format(one.serial_number, "x"): serial for _label, serial, one in read_token(token)}
    assert found[certificate.serial]
    with pytest.raises(InputError, match="Không đọc được thiết bị"):
        read_token("khong-co")
