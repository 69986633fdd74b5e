"""Asking the issuer itself whether a certificate is revoked (tra cứu trạng thái chứng thư số, OCSP).

A responder is asked only about a certificate that a trusted root vouches for, so it is the issuer who named the
address: no file that a stranger uploads can send us anywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import ocsp, x509
from django.core.cache import caches
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import OCSPFetchError, PathBuildingError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers.ocsp_client import RequestsOCSPFetcher
from pyhanko_certvalidator.path import ValidationPath

from .trust import Trust

TIMEOUT = 5
KEPT_SECONDS = 60  # an answer, or that there was none
SILENT = b""


@dataclass(frozen=True)
class Answers:
    """What the responders named in a chain said; they prove themselves when they are used. `silent`: one said nothing."""

    responses: tuple[ocsp.OCSPResponse, ...] = ()
    silent: bool = False


def ask(certificate: x509.Certificate, others: Iterable[x509.Certificate], known: Trust, moment: datetime) -> Answers:
    """Ask about a certificate and those between it and its root (hỏi trạng thái).

    Nobody is asked about a certificate that did not hold at `moment` or names no responder.
    """
    between = list(others)
    if not any(one.ocsp_urls for one in (certificate, *between, *known.others)):
        return Answers()
    return asyncio.run(_ask(certificate, between, known, moment))


def revoked_since(certificate: x509.Certificate, known: Trust, moment: datetime) -> datetime | None:
    """When the issuer says it was revoked; None when it says otherwise or nothing (thu hồi từ lúc nào)."""
    answers = ask(certificate, (), known, moment)
    if not answers.responses:
        return None
    try:
        asyncio.run(_path(certificate, [], known.context(moment, answers.responses)))
    except RevokedError as error:
        return error.revocation_dt
    except (PathBuildingError, ValidationError, ValueError):
        pass
    return None


async def _path(
    certificate: x509.Certificate, between: list[x509.Certificate], context: ValidationContext
) -> ValidationPath:
    validator = CertificateValidator(certificate, intermediate_certs=between, validation_context=context)
    found: ValidationPath = await validator.async_validate_usage(set())
    return found


async def _ask(
    certificate: x509.Certificate, between: list[x509.Certificate], known: Trust, moment: datetime
) -> Answers:
    try:
        path = await _path(certificate, between, known.unchecked(moment))
    except (PathBuildingError, ValidationError, ValueError):
        return Answers()
    heard = [await _answer(one, path) for one in path.iter_certs(include_root=False) if one.ocsp_urls]
    return Answers(tuple(each for each in heard if each), silent=None in heard)


async def _answer(certificate: x509.Certificate, path: ValidationPath) -> ocsp.OCSPResponse | None:
    key = f"signatures.ocsp.{certificate.sha256.hex()}"
    kept = caches["local"].get(key)
    if kept is None:
        try:
            fetcher = RequestsOCSPFetcher(per_request_timeout=TIMEOUT)
            answer = await fetcher.fetch(certificate, path.find_issuing_authority(certificate))
            kept = answer.dump()
        except (OCSPFetchError, ValidationError):
            kept = SILENT
        caches["local"].set(key, kept, KEPT_SECONDS)
    return ocsp.OCSPResponse.load(kept) if kept else None
