"""A certificate that has come from its issuer is handed to its holder."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.people.models import Account

from ...certificates import register
from ...models import Backend, Certificate, CertificateRequest, RequestState, StepKind, TokenState
from ...queries import MANAGE
from ..history import note_step
from .ask import locked_request


@transaction.atomic
def hand_over(
    request: CertificateRequest,
    certificate: bytes,
    *,
    backend: Backend,
    locator: str,
    token_serial: str,
    holder: Account | None,
    acting: Any,
    image: StoredFile | None = None,
) -> Certificate:
    """Enter the certificate of an approved request and note who took the device (bàn giao chứng thư số).

    `holder`: who keeps the device, by default whom the certificate names. Raises Forbidden, InputError.
    """
    acting.require(MANAGE)
    locked = locked_request(request, RequestState.APPROVED)
    holder = holder or locked.account
    made = register(
        certificate,
        backend=backend,
        locator=locator,
        acting=acting,
        account=locked.account,
        agency=None if locked.account else locked.agency,
        serves=locked.agency if locked.account else None,
        holder=holder,
        token_serial=token_serial,
        renews=locked.renews,
        image=image or (locked.renews.image if locked.renews else None),
    )
    if token_serial:
        made.token_state = TokenState.HELD
        made.save(update_fields=["token_state"])
    locked.state, locked.certificate = RequestState.HANDED_OVER, made
    locked.save(update_fields=["state", "certificate"])
    note_step(
        StepKind.HANDED_OVER, acting=acting, certificate=made, request=locked, note=f"{holder or ''} {token_serial}"
    )
    if locked.renews:
        note_step(StepKind.RENEWED, acting=acting, certificate=locked.renews, note=made.serial)
    record(
        acting,
        "signatures.certificate.handed_over",
        made,
        locked.agency,
        holder=str(holder or locked.owner),
        token=token_serial,
    )
    return made
