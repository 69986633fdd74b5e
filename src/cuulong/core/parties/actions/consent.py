"""Ask a citizen, and keep the answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.parties.models import Citizen, Consent
from cuulong.core.people.acting import Acting


@transaction.atomic
def give_consent(citizen: Citizen, purpose: str, wording: str, *, acting: Acting, at: datetime) -> Consent:
    """Keep that the citizen agreed, in the words they saw; raises Forbidden (đồng ý; Law 91/2025).

    Asking again changes nothing.
    """
    _must_be_theirs(citizen, acting)
    consent, made = Consent.objects.get_or_create(
        citizen=citizen, purpose=purpose, withdrawn_at=None, defaults={"wording": wording, "given_at": at}
    )
    if made:
        record(acting, "parties.consent.given", citizen, purpose=purpose)
    return consent


@transaction.atomic
def withdraw_consent(citizen: Citizen, purpose: str, *, acting: Acting, at: datetime) -> bool:
    """End a consent; False when there was none (rút lại đồng ý; Law 91/2025). Raises Forbidden."""
    _must_be_theirs(citizen, acting)
    ended = Consent.objects.filter(citizen=citizen, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)
    if ended:
        record(acting, "parties.consent.withdrawn", citizen, purpose=purpose)
    return bool(ended)


def _must_be_theirs(citizen: Citizen, acting: Acting) -> None:
    if acting.account is None or acting.account != citizen.account:
        acting.require("parties.register")
