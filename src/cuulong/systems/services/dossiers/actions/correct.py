"""Put right what was written down wrongly of the applicant (đính chính thông tin)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ..models import Dossier
from ..rules import Refused, must_say_why
from .move import locked, move

FIELDS = {
    "applicant_name": gettext_noop("Họ và tên"),
    "applicant_phone": gettext_noop("Số điện thoại"),
    "applicant_email": gettext_noop("Thư điện tử"),
    "applicant_address": gettext_noop("Địa chỉ"),
}


def may_correct(dossier: Dossier, acting: Acting) -> bool:
    """Whether this person keeps the dossier's data: its counter or its room (được đính chính)."""
    return acting.can("services.dossier.accept", dossier.intake_agency_id) or (
        dossier.room_id is not None and acting.can("services.dossier.process", dossier.room_id)
    )


@transaction.atomic
def correct(dossier: Dossier, values: Mapping[str, str], *, reason: str, acting: Acting, at: datetime) -> Dossier:
    """New contact data with a reason; what stood there before stays in the story (đính chính). Raises Refused."""
    dossier = locked(dossier)
    if not may_correct(dossier, acting):
        acting.require("services.dossier.accept", dossier.intake_agency)
    reason = must_say_why(reason)
    changed = [name for name in FIELDS if name in values and values[name] != getattr(dossier, name)]
    if not changed:
        raise Refused("unchanged", gettext_noop("Chưa sửa gì."))
    told = "; ".join(f"{FIELDS[name]}: {getattr(dossier, name) or '–'} → {values[name] or '–'}" for name in changed)
    for name in changed:
        setattr(dossier, name, values[name])
        if name in dossier.answers:
            dossier.answers = dossier.answers | {name: values[name]}
    note = f"{reason} ({told})"
    return move(dossier, "correct", acting=acting, at=at, agency=dossier.intake_agency, note=note, public_note=reason)
