"""Whatever happens to a dossier is told to the portal (báo lên Cổng); safe to repeat."""

from __future__ import annotations

from typing import Any

from ..dossiers.models import Dossier
from .actions.tell import keep_told
from .client import is_connected


def tell_portal(fact: Any) -> None:
    """Put the steps that are new into messages (báo tiến độ)."""
    if not is_connected() or fact.subject.kind != Dossier.ref_kind:
        return
    dossier = Dossier.objects.filter(uuid=fact.subject.uuid).first()
    if dossier is not None:
        keep_told(dossier)
