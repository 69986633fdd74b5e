"""Let one person act for another, or for a business."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.parties.models import Business, Citizen, Representation, RepresentationKind
from cuulong.core.parties.rules import PartyError
from cuulong.core.people.acting import Acting
from cuulong.core.people.rules import span_of
from cuulong.core.people.spans import to_range
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean


@transaction.atomic
def represent(
    representative: Citizen,
    party: Business | Citizen,
    *,
    kind: RepresentationKind,
    first: date,
    last: date | None = None,
    basis: str = "",
    acting: Acting,
) -> Representation:
    """Write down that `representative` acts for `party` (ghi nhận đại diện).

    The party itself may say so; for anyone else an official has seen the paper named in `basis`.
    Raises PartyError, AppointmentError, Forbidden.
    """
    if acting.account is None or acting.account != party.account:
        acting.require("parties.register")
    if party == representative:
        raise PartyError("represents_oneself", gettext_noop("Một người không đại diện cho chính mình."))
    to = {"business": party} if isinstance(party, Business) else {"citizen": party}
    span = to_range(span_of(first, last))
    if Representation.objects.filter(representative=representative, ended_at=None, valid__overlap=span, **to).exists():
        raise PartyError("represented_already", gettext_noop("Người này đã là đại diện trong thời gian đó."))
    made = Representation.objects.create(representative=representative, kind=kind, basis=clean(basis), valid=span, **to)
    record(acting, "parties.representation.made", party, representative=representative.full_name, kind=kind)
    return made


@transaction.atomic
def end_representation(representation: Representation, *, acting: Acting, at: datetime) -> Representation:
    """Nobody acts on this ground from now on; a second call changes nothing (chấm dứt đại diện). Raises Forbidden."""
    representation = Representation.objects.select_for_update().get(pk=representation.pk)
    sides = {representation.represented.account, representation.representative.account}
    if acting.account is None or acting.account not in sides:
        acting.require("parties.register")
    if representation.ended_at is None:
        representation.ended_at = at
        representation.save(update_fields=["ended_at"])
        record(
            acting,
            "parties.representation.ended",
            representation.represented,
            representative=representation.representative.full_name,
        )
    return representation
