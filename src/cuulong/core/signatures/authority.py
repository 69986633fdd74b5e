"""A certification authority of this installation's own, for demo and tests only (CA trình diễn).

Keys are made when first needed and stay in CA_DIR. Certomancer issues certificates, revocation lists and timestamps
from a plan kept beside them; nothing it signs is worth anything outside.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import crl, x509
from certomancer.registry.common import ArchLabel, CertLabel, KeyLabel, ServiceLabel
from certomancer.registry.config import CertomancerConfig
from certomancer.registry.pki_arch import PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

ROOT, TSA, OCSP = "root", "tsa", "ocsp"
ARCH = ArchLabel("demo")
PLAN = "plan.json"
KEY_BITS = 2048
CRL_EVERY = timedelta(minutes=5)
LISTED = {
    "id": "crl_distribution_points",
    "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [ROOT]}},
}
BEFORE, AFTER = timedelta(days=5 * 365), timedelta(days=5 * 365)


class Refused(RuntimeError):
    """Demo certificates are refused in production."""


@dataclass(frozen=True)
class Subject:
    """Whom a demo certificate names; `label` is its name in the plan and of its key file."""

    label: str
    common_name: str
    organisation: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class DemoCa:
    """The authority as read from its plan (CA trình diễn)."""

    def __init__(self, plan: dict[str, Any], home: Path) -> None:
        config = CertomancerConfig(_certomancer_config(plan), key_search_dir=str(home), lazy_load_keys=True)
        self.arch: PKIArchitecture = config.get_pki_arch(ARCH)

    @property
    def root(self) -> x509.Certificate:
        return self.arch.get_cert(CertLabel(ROOT))

    def certificate(self, label: str) -> x509.Certificate:
        return self.arch.get_cert(CertLabel(label))

    def pkcs12(self, label: str, pin: str) -> bytes:
        return bytes(self.arch.package_pkcs12(CertLabel(label), password=pin.encode()))

    def crl(self, at: datetime) -> crl.CertificateList:
        """The list as of `at`, with every revocation up to then."""
        return self.arch.service_registry.get_crl(ServiceLabel(ROOT), at_time=at + CRL_EVERY)

    def stamper(self, at: datetime | None = None) -> DummyTimeStamper:
        key = self.arch.key_set.get_private_key(KeyLabel(TSA))
        return DummyTimeStamper(self.certificate(TSA), key, fixed_dt=at and at.astimezone(UTC))


def folder() -> Path:
    return Path(settings.CA_DIR)


def exists() -> bool:
    """Whether this installation has one; never in production."""
    return settings.ENV != "production" and (folder() / PLAN).is_file()


def stamp() -> tuple[str, int]:
    """Which plan it is and when it changed; a key for caches."""
    path = folder() / PLAN
    return str(path), path.stat().st_mtime_ns


def load() -> DemoCa:
    """The authority, re-read when its plan has changed."""
    _refuse_in_production()
    return _load(*stamp())


@lru_cache(maxsize=4)
def _load(path: str, _changed: int) -> DemoCa:
    return DemoCa(json.loads(Path(path).read_text(encoding="utf-8")), Path(path).parent)


def _refuse_in_production() -> None:
    if settings.ENV == "production":
        raise Refused("a demo certification authority is refused in production")


def create(subjects: Iterable[Subject] = ()) -> DemoCa:
    """Make the authority if it is missing and issue to those who have no certificate yet; safe to repeat."""
    _refuse_in_production()
    home = folder()
    path = home / PLAN
    (home / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
    plan = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else _new_plan()
    for label in (ROOT, TSA, OCSP):
        _make_key(home, label)
    for subject in subjects:
        if subject.label not in plan["subjects"]:
            _make_key(home, subject.label)
            plan["subjects"][subject.label] = _entry(subject, serial=plan["next_serial"])
            plan["next_serial"] += 1
    _save(path, plan)
    return load()


def issued(label: str) -> bool:
    """Whether this authority has issued a certificate under `label`."""
    return exists() and label in json.loads((folder() / PLAN).read_text(encoding="utf-8"))["subjects"]


def revoke(label: str, at: datetime, reason: str = "unspecified") -> None:
    """Put a certificate on the revocation list from `at` on. `reason`: as `asn1crypto` writes those of RFC 5280.

    Raises ValueError for any other reason.
    """
    crl.CRLReason(reason)
    path = folder() / PLAN
    plan = json.loads(path.read_text(encoding="utf-8"))
    plan["subjects"][label]["revoked"] = {"since": _written(at), "reason": reason}
    _save(path, plan)


def _new_plan() -> dict[str, Any]:
    return {"from": _written(datetime.now(UTC) - BEFORE - timedelta(days=1)), "next_serial": 1001, "subjects": {}}


def _entry(subject: Subject, serial: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "common_name": subject.common_name,
        "organisation": subject.organisation,
        "serial": serial,
        "from": _written(subject.valid_from or now - BEFORE),
        "to": _written(subject.valid_to or now + AFTER),
    }


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _save(path: Path, plan: dict[str, Any]) -> None:
    text = json.dumps(plan, ensure_ascii=False, indent=1)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _make_key(home: Path, label: str) -> None:
    path = home / "keys" / f"{label}.pem"
    if path.exists():
        return
    key = rsa.generate_private_key(65537, KEY_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def _certomancer_config(plan: dict[str, Any]) -> dict[str, Any]:
    far = _written(datetime.fromisoformat(plan["from"]) + timedelta(days=30 * 365))
    own = {"from": plan["from"], "to": far}
    subjects = plan["subjects"]
    entities = {label: _entity(s["common_name"], s["organisation"]) for label, s in subjects.items()}
    for label, name in ((ROOT, "CA trình diễn"), (TSA, "Dấu thời gian trình diễn"), (OCSP, "OCSP trình diễn")):
        entities[label] = _entity(name, "Cửu Long, bản trình diễn")
    certs = {
        ROOT: _spec(
            1,
            own,
            _usage("key_cert_sign", "crl_sign"),
            {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
        ),
        TSA: _spec(2, own, _usage("digital_signature"), _extended("time_stamping"), LISTED),
        OCSP: _spec(3, own, _usage("digital_signature"), _extended("ocsp_signing"), {"id": "ocsp_no_check"}),
    }
    for label, s in subjects.items():
        certs[label] = _spec(s["serial"], s, _usage("digital_signature", "non_repudiation"), LISTED)
        if revoked := s.get("revoked"):
            certs[label]["revocation"] = {"revoked-since": revoked["since"], "reason": revoked["reason"]}
    return {
        "external-url-prefix": "http://ca.invalid",
        "keysets": {"demo": {"path-prefix": "keys", "keys": {label: {"path": f"{label}.pem"} for label in entities}}},
        "pki-architectures": {
            "demo": {
                "keyset": "demo",
                "entities": entities,
                "certs": certs,
                "services": {
                    "ocsp": {ROOT: {"for-issuer": ROOT, "responder-cert": OCSP, "signing-key": OCSP}},
                    "crl-repo": {
                        ROOT: {
                            "for-issuer": ROOT,
                            "signing-key": ROOT,
                            "simulated-update-schedule": f"PT{int(CRL_EVERY.total_seconds() // 60)}M",
                        }
                    },
                    "time-stamping": {TSA: {"signing-key": TSA, "signing-cert": TSA}},
                },
            }
        },
    }


def _entity(common_name: str, organisation: str) -> dict[str, str]:
    named = {"country-name": "VN", "common-name": common_name}
    return named | ({"organization-name": organisation} if organisation else {})


def _spec(serial: int, valid: dict[str, str], *extensions: dict[str, Any]) -> dict[str, Any]:
    return {
        "issuer": ROOT,
        "authority-key": ROOT,
        "serial": serial,
        "validity": {"valid-from": valid["from"], "valid-to": valid["to"]},
        "extensions": list(extensions),
    }


def _usage(*bits: str) -> dict[str, Any]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(bits)}}


def _extended(purpose: str) -> dict[str, Any]:
    return {"id": "extended_key_usage", "critical": True, "value": [purpose]}
