"""An issuer of certificates as there are outside: its own root, an OCSP responder and a revocation list on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from tests.core.files.servers import free_port, program, running

NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
PEM = Encoding.PEM


def name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@dataclass
class Issuer:
    """Keeps `index.txt`, the list that OpenSSL's responder reads."""

    folder: Path
    title: str = "CA ngoài"
    port: int = field(default_factory=free_port)
    serial: int = 100
    lines: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._sign(name(self.title), self.key, x509.BasicConstraints(ca=True, path_length=None))
        self._write("root.pem", self.root.public_bytes(PEM))
        self._write("root.key", self.key.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.helper_key = ec.generate_private_key(ec.SECP256R1())
        signs = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        helper = self._sign(name("OCSP"), self.helper_key, signs, x509.OCSPNoCheck())
        self._write("helper.pem", helper.public_bytes(PEM))
        self._write("helper.key", self.helper_key.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._write("index.txt", b"")

    @property
    def responder(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def issue(
        self, common_name: str, key: ec.EllipticCurvePrivateKey | None = None, **options: bool
    ) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        """A certificate to sign with, that names the responder unless `responder=False`."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(True, True, *([False] * 7))
        where = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(self.responder)
        )
        extensions = [usage, x509.AuthorityInformationAccess([where])]
        made = self._sign(name(common_name), key, *extensions[: 1 + options.get("responder", True)])
        self.lines[made.serial_number] = [
            "V",
            f"{NOW + YEAR:%y%m%d%H%M%SZ}",
            "",
            f"{made.serial_number:02X}",
            "unknown",
        ]
        self._index()
        return made, key

    def revoke(self, certificate: x509.Certificate, at: datetime) -> None:
        line = self.lines[certificate.serial_number]
        line[0], line[2] = "R", f"{at:%y%m%d%H%M%SZ}"
        self._index()

    def crl(self, *, next_update: datetime | None = None) -> bytes:
        """The revocation list as of now."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        made = made.last_update(NOW - timedelta(hours=2)).next_update(next_update or NOW + timedelta(days=1))
        for serial, line in self.lines.items():
            if line[0] == "R":
                since = datetime.strptime(line[2], "%y%m%d%H%M%SZ").replace(tzinfo=UTC)
                entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
                made = made.add_revoked_certificate(entry)
        return made.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """OpenSSL's responder, for as long as it is needed; it reads the list when it starts.

        It says itself when it listens: a connection that asks nothing keeps it busy for ever.
        """
        words = [program("openssl"), "ocsp", "-port", f"{self.port}", "-index", "index.txt", "-CA", "root.pem"]
        words += ["-rsigner", "helper.pem", "-rkey", "helper.key", "-nmin", "5"]
        absolute = [str(self.folder / w) if w.endswith((".pem", ".key", ".txt")) else w for w in words]
        log = self.folder / "ocsp.log"
        with running(absolute, lambda: "waiting for OCSP client" in log.read_text(errors="replace"), log):
            yield

    def check_with_openssl(self, certificate: x509.Certificate) -> str:
        """What OpenSSL's own client is told, to be sure that the responder works."""
        self._write("asked.pem", certificate.public_bytes(PEM))
        words = [
            "openssl",
            "ocsp",
            "-issuer",
            "root.pem",
            "-cert",
            "asked.pem",
            "-url",
            self.responder,
            "-CAfile",
            "root.pem",
        ]
        return subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *extensions: x509.ExtensionType
    ) -> x509.Certificate:
        self.serial += 1
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(name(self.title)).serial_number(self.serial)
        made = made.public_key(key.public_key()).not_valid_before(NOW - YEAR).not_valid_after(NOW + YEAR)
        for each in extensions:
            made = made.add_extension(each, critical=isinstance(each, x509.BasicConstraints | x509.KeyUsage))
        return made.sign(self.key, SHA256())

    def _index(self) -> None:
        rows = ["\t".join([*line, f"/CN={serial}"]) for serial, line in self.lines.items()]
        self._write("index.txt", "".join(f"{row}\n" for row in rows).encode())

    def _write(self, file: str, data: bytes) -> None:
        (self.folder / file).write_bytes(data)


def pkcs12(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, pin: str) -> bytes:
    return serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(pin.encode()))
