"""Whom this installation trusts, and what is known to be revoked (tin cậy và thu hồi).

TRUST_DIR holds `roots/*.pem`, `others/*.pem` and `crls/*.crl`; the lists are fetched by a job from the addresses in
`crl-urls.txt`. What a certificate of a trusted issuer says itself is asked in `responders.py`.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from asn1crypto import crl, ocsp, pem, x509
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import ValidationContext

from . import authority

MAX_CRL = 20 * 1024 * 1024


@dataclass(frozen=True)
class Trust:
    """Roots, helpers and revocation lists, as of one moment."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]

    def context(self, moment: datetime, answers: Iterable[ocsp.OCSPResponse] = ()) -> ValidationContext:
        """Judge certificates as they stood at `moment`, by lists and answers that may be younger."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            crls=list(self.crls),
            ocsps=list(answers),
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
        )

    def unchecked(self, moment: datetime) -> ValidationContext:
        """Judge them in all but revocation."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            moment=moment,
            allow_fetching=False,
            revocation_mode="none",
        )

    def revoked_since(self, certificate: x509.Certificate) -> datetime | None:
        """When a list says the certificate was revoked; None when no list does."""
        for each in self.crls:
            if each.issuer == certificate.issuer:
                for entry in each["tbs_cert_list"]["revoked_certificates"]:
                    if entry["user_certificate"].native == certificate.serial_number:
                        return cast(datetime, entry["revocation_date"].native)
        return None

    def knows(self, certificate: x509.Certificate) -> bool:
        """Whether one of the roots or helpers is the issuer."""
        return any(certificate.issuer == each.subject for each in (*self.roots, *self.others))


def current(now: datetime | None = None) -> Trust:
    """What is trusted now (danh sách tin cậy)."""
    folder = Path(settings.TRUST_DIR)
    roots, others, crls = _from_folder(folder, _stamp(folder))
    if authority.exists():
        at = (now or datetime.now(UTC)).timestamp()
        every = authority.CRL_EVERY.total_seconds()
        root, revoked = _demo(datetime.fromtimestamp(at - at % every, UTC), authority.stamp())
        return Trust((*roots, root), others, (*crls, revoked))
    return Trust(roots, others, crls)


@lru_cache(maxsize=8)
def _demo(since: datetime, _stamp: tuple[str, int]) -> tuple[x509.Certificate, crl.CertificateList]:
    ca = authority.load()
    return ca.root, ca.crl(since)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    found = sorted(folder.glob("*/*")) if folder.is_dir() else []
    return tuple((path.as_posix(), path.stat().st_mtime_ns) for path in found)


@lru_cache(maxsize=4)
def _from_folder(
    folder: Path, _stamp: tuple[tuple[str, int], ...]
) -> tuple[tuple[x509.Certificate, ...], tuple[x509.Certificate, ...], tuple[crl.CertificateList, ...]]:
    def certificates(name: str) -> tuple[x509.Certificate, ...]:
        return tuple(
            c for path in sorted((folder / name).glob("*.pem")) for c in load_certs_from_pemder_data(path.read_bytes())
        )

    lists = tuple(crl.CertificateList.load(path.read_bytes()) for path in sorted((folder / "crls").glob("*.crl")))
    return certificates("roots"), certificates("others"), lists


def fetch_lists(urls: Iterable[str] | None = None) -> int:
    """Fetch every revocation list named in `crl-urls.txt`; answers how many came (cập nhật danh sách thu hồi).

    An address that does not answer, or sends something else, keeps its older list; the others are fetched all the
    same, then OSError names it.
    """
    folder = Path(settings.TRUST_DIR)
    listed = folder / "crl-urls.txt"
    wanted = list(urls if urls is not None else listed.read_text().split() if listed.is_file() else ())
    (folder / "crls").mkdir(parents=True, exist_ok=True)
    failed = []
    for n, url in enumerate(wanted):
        try:
            data = _fetched(url)
        except OSError as error:
            failed.append(f"{url}: {error}")
            continue
        beside = folder / "crls" / f"{n:02d}.new"
        beside.write_bytes(data)
        beside.replace(beside.with_suffix(".crl"))
    if failed:
        raise OSError("; ".join(failed))
    return len(wanted)


def _fetched(url: str) -> bytes:
    """The list at an address, as DER. Raises OSError."""
    if not url.startswith(("http://", "https://")):
        raise OSError("not a web address")
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - the scheme is checked above
        data = bytes(answer.read(MAX_CRL))
    try:
        if pem.detect(data):
            data = pem.unarmor(data)[2]
        crl.CertificateList.load(data, strict=True).issuer  # noqa: B018 - parsing is the point
    except ValueError as error:
        raise OSError("no revocation list") from error
    return data


def hourly() -> None:
    """The job of the worker."""
    fetch_lists()
