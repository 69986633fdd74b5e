"""Reads of dossiers (tra cứu hồ sơ)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from cuulong.core.people.acting import Acting
from cuulong.lib.vietnamese import clean

from .models import Dossier, FilingPlace, NationalCase, State

PARTS = (
    "version__procedure",
    "version__form",
    "intake_agency",
    "competent_agency",
    "room",
    "citizen",
    "business",
    "guest",
    "representation__representative",
)


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


def find_national(code: str, phone_end: str) -> NationalCase | None:
    """A dossier of a national system by our code or theirs, and the same second fact (tra cứu hồ sơ hệ thống quốc gia)."""
    wanted = clean(code).upper().replace(" ", "")
    found = NationalCase.objects.filter(Q(code=wanted) | Q(theirs__iexact=wanted))
    for case in found.select_related("agency").order_by("-pk")[:5] if wanted else ():
        if len(phone_end) == 4 and case.applicant_phone.endswith(phone_end):
            return case
    return None


def portal_on(day: date) -> FilingPlace | None:
    """Where else people file on a day; None: here (nơi nộp trực tuyến)."""
    return FilingPlace.objects.filter(valid__contains=day, here=False).first()
