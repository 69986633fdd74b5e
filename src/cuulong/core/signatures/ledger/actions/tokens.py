"""The device with the key comes back, or is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.lib.errors import InputError, gettext_noop

from ...certificates import revoke
from ...models import Certificate, StepKind, TokenState
from ...queries import MANAGE, REQUEST
from ..history import note_step


@transaction.atomic
def return_token(certificate: Certificate, *, acting: Any, at: datetime, note: str = "") -> Certificate:
    """Take the device back, as from a leaver (nhận lại thiết bị ký). Raises Forbidden, InputError."""
    acting.require(MANAGE)
    locked = _held(certificate)
    locked.token_state = TokenState.RETURNED
    locked.save(update_fields=["token_state"])
    note_step(StepKind.RETURNED, acting=acting, certificate=locked, note=note, at=at)
    record(
        acting, "signatures.token.returned", locked, locked.place, holder=str(locked.holder), token=locked.token_serial
    )
    return locked


@transaction.atomic
def report_lost(certificate: Certificate, *, acting: Any, at: datetime, note: str = "") -> Certificate:
    """Say that a device is lost; nobody signs with it from then on (báo mất thiết bị ký).

    The agency says so itself, without waiting for the administrator. Raises Forbidden, InputError.
    """
    if not acting.can(MANAGE):
        acting.require(REQUEST, certificate.place)
    locked = _held(certificate)
    locked.token_state = TokenState.LOST
    locked.save(update_fields=["token_state"])
    note_step(StepKind.LOST, acting=acting, certificate=locked, note=note, at=at)
    record(acting, "signatures.token.lost", locked, locked.place, holder=str(locked.holder), token=locked.token_serial)
    return locked if locked.revoked_at else revoke(locked, "Mất thiết bị ký", at=at, acting=acting)


def _held(certificate: Certificate) -> Certificate:
    locked = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("agency", "serves", "holder")
        .get(pk=certificate.pk)
    )
    if locked.token_state != TokenState.HELD:
        raise InputError("not_held", gettext_noop("Thiết bị này không ở tay người giữ nên không ghi thêm được."))
    return locked
