"""The province's administrator approves a request or refuses it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

from ...models import CertificateRequest, RequestState, StepKind
from ...queries import MANAGE
from ..history import note_step
from .ask import locked_request


@transaction.atomic
def approve(request: CertificateRequest, *, acting: Any, answer: str = "") -> CertificateRequest:
    """Approve a request; the issuer is then asked for the certificate (duyệt đề nghị). Raises Forbidden, InputError."""
    acting.require(MANAGE)
    locked = locked_request(request, RequestState.WAITING)
    locked.state, locked.answer = RequestState.APPROVED, clean(answer)[:300]
    locked.save(update_fields=["state", "answer"])
    note_step(StepKind.APPROVED, acting=acting, request=locked, note=locked.answer)
    record(acting, "signatures.request.approved", locked, locked.agency, holder=str(locked.owner))
    return locked


@transaction.atomic
def refuse(request: CertificateRequest, answer: str, *, acting: Any) -> CertificateRequest:
    """Refuse a request with the reason (không duyệt đề nghị). Raises Forbidden, InputError."""
    acting.require(MANAGE)
    if not clean(answer):
        raise InputError("no_reason", gettext_noop("Ghi lý do không duyệt"))
    locked = locked_request(request, RequestState.WAITING, RequestState.APPROVED)
    locked.state, locked.answer = RequestState.REFUSED, clean(answer)[:300]
    locked.save(update_fields=["state", "answer"])
    note_step(StepKind.REFUSED, acting=acting, request=locked, note=locked.answer)
    record(acting, "signatures.request.refused", locked, locked.agency, holder=str(locked.owner), reason=locked.answer)
    return locked
