"""Whether a certificate is revoked: what its issuer answers on line, what lists say, and what is said without either."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.cache import caches
from pytest_django import Settings

from cuulong.core.outbox.testing import run_periodic
from cuulong.core.people.acting import Acting
from cuulong.core.signatures import certificates, demo_ca
from cuulong.core.signatures.appearances import NameAndTime
from cuulong.core.signatures.findings import SignatureReport
from cuulong.core.signatures.keys import check_usable, open_key
from cuulong.core.signatures.models import Backend, Certificate
from cuulong.core.signatures.rules import PERSON, CannotSign, State
from cuulong.core.signatures.sign import sign
from cuulong.core.signatures.trust import fetch_lists
from cuulong.core.signatures.validate import report
from tests.core.signatures.issuer import NOW, Issuer, pkcs12
from tests.core.signatures.office import Office, letter

ON_LINE = "nơi cấp xác nhận trực tuyến (OCSP) chưa bị thu hồi lúc ký"
BY_LIST = "chưa bị thu hồi lúc ký theo danh sách thu hồi; nơi cấp chưa trả lời câu hỏi trực tuyến (OCSP)"
NOT_KNOWN = "chưa biết chứng thư số có bị thu hồi lúc ký hay không"


@pytest.fixture
def issuer(tmp_path: Path, settings: Settings) -> Issuer:
    """An issuer outside, whose root the province trusts."""
    made = Issuer(tmp_path / "issuer")
    trust(settings, made)
    return made


def trust(settings: Settings, issuer: Issuer) -> None:
    roots = Path(settings.TRUST_DIR) / "roots"
    roots.mkdir(parents=True, exist_ok=True)
    (roots / "outside.pem").write_bytes(issuer.root.public_bytes(Encoding.PEM))


def lay_list(settings: Settings, data: bytes) -> None:
    lists = Path(settings.TRUST_DIR) / "crls"
    lists.mkdir(parents=True, exist_ok=True)
    (lists / "00.crl").write_bytes(data)


@pytest.fixture
def signed(office: Office, issuer: Issuer, settings: Settings) -> Callable[..., tuple[Certificate, bytes]]:
    """A certificate of the leader from an issuer, and a letter signed with it some days ago."""

    def make(by: Issuer = issuer, days_ago: int = 2) -> tuple[Certificate, bytes]:
        certificate, key = by.issue("Bùi Thị Giả Sử")
        name = f"outside-{by.port}.p12"
        (Path(settings.CA_DIR) / name).write_bytes(pkcs12(certificate, key, demo_ca.PIN))
        entered = certificates.register(
            certificate.public_bytes(Encoding.PEM),
            backend=Backend.PKCS12,
            locator=name,
            account=office.leader,
            acting=Acting.system("test"),
        )
        with open_key(entered, demo_ca.PIN) as opened:
            look = NameAndTime("Bùi Thị Giả Sử", NOW)
            at = NOW - timedelta(days=days_ago)
            return entered, sign(letter(), field=PERSON, key=opened, appearance=look, reason="Ký", at=at)

    return make


def as_issued(entered: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(entered.pem.encode())


def judged(pdf: bytes) -> SignatureReport:
    """Judged anew: answers are otherwise kept for a minute."""
    caches["local"].clear()
    return report(pdf).signatures[0]


def test_the_issuers_answer_is_enough_without_any_list(signed, issuer: Issuer) -> None:
    entered, pdf = signed()
    with issuer.answering():
        assert "good" in issuer.check_with_openssl(as_issued(entered))
        found = judged(pdf)
    assert (found.content, found.trust, found.time) == (State.GOOD, State.GOOD, State.GOOD)
    assert ON_LINE in found.trust_text


def test_what_was_signed_after_the_issuer_revoked_is_bad_and_what_was_signed_before_stays_good(
    signed, issuer: Issuer
) -> None:
    entered, pdf = signed(days_ago=2)
    issuer.revoke(as_issued(entered), NOW - timedelta(days=1))
    with issuer.answering():
        before = judged(pdf)
    assert before.trust == State.GOOD
    assert ON_LINE in before.trust_text
    issuer.revoke(as_issued(entered), NOW - timedelta(days=3))
    with issuer.answering():
        after = judged(pdf)
    assert (after.trust, after.trust_text) == (State.BAD, "Chứng thư số đã bị thu hồi trước lúc ký")


def test_with_a_silent_issuer_a_list_in_force_decides_and_the_report_says_so(
    signed, issuer: Issuer, settings: Settings
) -> None:
    entered, pdf = signed()
    lay_list(settings, issuer.crl())
    found = judged(pdf)
    assert found.trust == State.GOOD
    assert BY_LIST in found.trust_text
    issuer.revoke(as_issued(entered), NOW - timedelta(days=3))
    lay_list(settings, issuer.crl())
    assert judged(pdf).trust == State.BAD


def test_with_neither_an_answer_nor_a_list_in_force_nothing_is_promised(
    signed, issuer: Issuer, settings: Settings
) -> None:
    pdf = signed(days_ago=0)[1]
    assert judged(pdf).trust == State.UNKNOWN
    assert NOT_KNOWN in judged(pdf).trust_text
    lay_list(settings, issuer.crl(next_update=NOW - timedelta(hours=1)))
    old = judged(pdf)
    assert (old.trust, NOT_KNOWN in old.trust_text) == (State.UNKNOWN, True)


def test_a_list_that_says_revoked_is_not_outvoted_by_an_answer(signed, issuer: Issuer, settings: Settings) -> None:
    entered, pdf = signed()
    with issuer.answering():  # it still believes the certificate good
        issuer.revoke(as_issued(entered), NOW - timedelta(days=3))
        lay_list(settings, issuer.crl())
        assert judged(pdf).trust == State.BAD


def test_nobody_signs_with_a_certificate_that_its_issuer_calls_revoked(signed, issuer: Issuer) -> None:
    entered, _pdf = signed()
    issuer.revoke(as_issued(entered), NOW - timedelta(hours=1))
    caches["local"].clear()
    with issuer.answering(), pytest.raises(CannotSign) as refused:
        open_key(entered, demo_ca.PIN)
    assert refused.value.code == "revoked"
    caches["local"].clear()
    check_usable(entered)  # the issuer is silent again: its lists decide


def test_an_answer_is_kept_for_a_minute(signed, issuer: Issuer) -> None:
    pdf = signed()[1]
    with issuer.answering():
        judged(pdf)
    assert ON_LINE in report(pdf).signatures[0].trust_text


class Counting(BaseHTTPRequestHandler):
    """Serves `files` and counts who asked."""

    files: dict[str, bytes] = {}
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        data = self.files.get(self.path)
        self.send_response(404 if data is None else 200)
        self.end_headers()
        self.wfile.write(data or b"")

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def web(files: dict[str, bytes], port: int = 0) -> Iterator[tuple[str, list[str]]]:
    handler = type("Handler", (Counting,), {"files": files, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", handler.asked
        server.shutdown()
        thread.join()


def test_a_file_of_a_stranger_sends_us_nowhere(signed, issuer: Issuer, settings: Settings, tmp_path: Path) -> None:
    """The certificate names an address; nobody we trust vouches for it, so the address is left alone."""
    ours = signed()[1]
    stranger = Issuer(tmp_path / "stranger", serial=900)  # the name is borrowed, the key is not
    trust(settings, stranger)
    forged = signed(stranger)[1]
    trust(settings, issuer)
    with web({}, stranger.port) as (_address, asked):
        assert judged(forged).trust == State.UNKNOWN
    assert asked == []
    with web({}, issuer.port) as (_address, asked):
        judged(ours)
    assert asked == ["/"]


# Lists


def revocation_job(settings: Settings, *addresses: str) -> None:
    folder = Path(settings.TRUST_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "crl-urls.txt").write_text("\n".join(addresses) + "\n")
    run_periodic("signatures.revocation_lists")


def test_the_hourly_job_brings_a_list_by_which_signing_is_refused(signed, issuer: Issuer, settings: Settings) -> None:
    entered, pdf = signed()
    issuer.revoke(as_issued(entered), NOW - timedelta(days=1))
    with web({"/ca.crl": issuer.crl()}) as (address, asked):
        revocation_job(settings, f"{address}/ca.crl")
    assert asked == ["/ca.crl"]
    with pytest.raises(CannotSign) as refused:
        check_usable(entered)
    assert refused.value.code == "revoked"
    assert judged(pdf).trust == State.GOOD


def test_a_list_in_text_form_is_taken_too(issuer: Issuer, settings: Settings, signed) -> None:
    text = x509.load_der_x509_crl(issuer.crl()).public_bytes(Encoding.PEM)
    pdf = signed()[1]
    with web({"/ca.crl": text}) as (address, _asked):
        revocation_job(settings, f"{address}/ca.crl")
    assert BY_LIST in judged(pdf).trust_text


def test_an_address_that_fails_keeps_its_older_list_and_holds_up_no_other(issuer: Issuer, settings: Settings) -> None:
    kept = Path(settings.TRUST_DIR) / "crls"
    with web({"/a.crl": issuer.crl(), "/b.crl": issuer.crl()}) as (address, _asked):
        revocation_job(settings, f"{address}/a.crl", f"{address}/b.crl")
    before = (kept / "00.crl").read_bytes()
    (kept / "01.crl").unlink()
    with web({"/a.crl": b"<html>Not found</html>", "/b.crl": issuer.crl()}) as (address, _asked):
        with pytest.raises(OSError, match=r"/a\.crl: no revocation list") as failed:
            revocation_job(settings, f"{address}/a.crl", f"{address}/b.crl", f"{address}/c.crl", "file:///etc/passwd")
        assert "/c.crl: HTTP Error 404" in str(failed.value)
        assert "file:///etc/passwd: not a web address" in str(failed.value)
    assert (kept / "00.crl").read_bytes() == before
    assert sorted(path.name for path in kept.iterdir()) == ["00.crl", "01.crl"]


def test_without_addresses_the_job_does_nothing(settings: Settings) -> None:
    assert fetch_lists() == 0
    run_periodic("signatures.revocation_lists")
