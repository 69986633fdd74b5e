"""Whom a dossier's messages go to (người nhận thông báo)."""

from __future__ import annotations

from cuulong.core.notifications.notify import Recipient

from .models import Dossier


def applicant(dossier: Dossier) -> list[Recipient]:
    """The person who filed, at the address they gave."""
    account = dossier.account or (dossier.citizen.account if dossier.citizen else None)
    return [
        Recipient(
            account=account,
            email=dossier.applicant_email,
            phone=dossier.applicant_phone,
            language=account.language if account else "vi",
        )
    ]
