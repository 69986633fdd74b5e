"""Whom this installation trusts, and what is known to be revoked (tin cậy và thu hồi).

TRUST_DIR holds `roots/*.pem`, `others/*.pem` and `crls/*.crl`; the lists are fetched by a job from the addresses in
`crl-urls.txt`. Nothing is ever fetched from an address that a file under test names.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from asn1crypto import crl, x509
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

    def context(self, moment: datetime) -> ValidationContext:
        """Judge certificates as they stood at `moment`, by lists that may be younger."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            crls=list(self.crls),
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
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

    Raises OSError for the first address that does not answer or sends something else; the older list then stays.
    """
    folder = Path(settings.TRUST_DIR)
    listed = folder / "crl-urls.txt"
    wanted = list(urls if urls is not None else listed.read_text().split() if listed.is_file() else ())
    (folder / "crls").mkdir(parents=True, exist_ok=True)
    for n, url in enumerate(wanted):
        if not url.startswith(("http://", "https://")):
            raise OSError(f"not a web address: {url}")
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - the scheme is checked above
            data = answer.read(MAX_CRL)
        try:
            crl.CertificateList.load(data).issuer  # noqa: B018 - parsing is the point
        except ValueError as error:
            raise OSError(f"{url} did not send a revocation list") from error
        beside = folder / "crls" / f"{n:02d}.new"
        beside.write_bytes(data)
        beside.replace(beside.with_suffix(".crl"))
    return len(wanted)


def hourly() -> None:
    """The job of the worker."""
    fetch_lists()
