"""Reads of dossiers (tra cứu hồ sơ)."""

from __future__ import annotations

from django.db.models import QuerySet

from cuulong.core.people.acting import Acting
from cuulong.lib.vietnamese import clean

from .models import Dossier, State

PARTS = ("version__procedure", "version__form", "intake_agency", "competent_agency", "room", "citizen", "business")


def for_officials(acting: Acting) -> QuerySet[Dossier]:
    """The dossiers an official may read, with what a list shows (hồ sơ được xem)."""
    return Dossier.objects.visible_to(acting).exclude(state=State.DRAFT).select_related(*PARTS)


def find_for_public(code: str, phone_end: str) -> Dossier | None:
    """A dossier by its code and the last digits of the phone it was filed with; None for anything else."""
    found = Dossier.objects.filter(code=clean(code).upper().replace(" ", "")).exclude(state=State.DRAFT)
    dossier = found.select_related(*PARTS).first()
    if dossier is None or len(phone_end) != 4 or not dossier.applicant_phone.endswith(phone_end):
        return None
    return dossier
