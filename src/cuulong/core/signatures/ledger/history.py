"""Writing the history of a certificate and its request (ghi lịch sử chứng thư số)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from ..models import Certificate, CertificateRequest, CertificateStep, StepKind


def note_step(
    kind: StepKind,
    *,
    acting: Any,
    certificate: Certificate | None = None,
    request: CertificateRequest | None = None,
    note: str = "",
    at: datetime | None = None,
) -> CertificateStep:
    """Add one line within the caller's transaction."""
    return CertificateStep.objects.create(
        certificate=certificate,
        request=request,
        kind=kind,
        by=acting.account,
        note=note.strip()[:300],
        happened_at=at or timezone.now(),
    )
