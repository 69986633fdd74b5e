"""Results that anyone may verify by their code (phát hành kết quả để tra cứu)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref
from cuulong.lib.ids import receipt_code
from cuulong.lib.vietnamese import clean

from .models import Issued
from .rules import mask_name


def new_code() -> str:
    """An unguessable code, made before signing so that the letter can print it as a QR code (mã tra cứu)."""
    return receipt_code()


@transaction.atomic
def publish(
    code: str,
    file: StoredFile,
    *,
    title: str,
    holder: str,
    agency: Agency,
    subject: Entity | Ref,
    acting: Any,
    at: datetime | None = None,
) -> Issued:
    """Let everyone with the code verify this signed file (phát hành kết quả). The holder's name is kept masked only."""
    ref = subject if isinstance(subject, Ref) else subject.ref
    issued = Issued.objects.create(
        code=code,
        file=file,
        agency=agency,
        subject_kind=ref.kind,
        subject_uuid=ref.uuid,
        title=clean(title),
        holder_masked=mask_name(clean(holder)),
        issued_at=at or timezone.now(),
    )
    record(acting, "signatures.result.published", issued, agency, title=issued.title)
    return issued


@transaction.atomic
def withdraw(issued: Issued, reason: str, *, acting: Any, at: datetime | None = None) -> Issued:
    """Say that a result is no longer in force (thu hồi, thay thế kết quả); its file stays as it was signed."""
    locked = Issued.objects.select_for_update().get(pk=issued.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at, locked.withdrawn_because = at or timezone.now(), clean(reason)[:200]
        locked.save(update_fields=["withdrawn_at", "withdrawn_because"])
        record(acting, "signatures.result.withdrawn", locked, locked.agency, title=locked.title, reason=reason)
    return locked
