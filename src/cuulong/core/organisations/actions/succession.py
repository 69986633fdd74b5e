"""Write down one step from a predecessor to a successor."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.facts import AgencySucceeded
from cuulong.core.organisations.models import Agency, Succession, SuccessionKind
from cuulong.core.outbox.publish import publish
from cuulong.core.registry.declarations import Acting
from cuulong.lib.dates import short_date


@transaction.atomic
def note_succession(
    kind: SuccessionKind,
    predecessor: Agency,
    successor: Agency | None,
    *,
    on: date,
    acting: Acting,
    function: str = "",
    legal_act: str = "",
) -> Succession:
    """Keep, audit and publish a succession; the verbs around it change the agencies themselves (ghi nhận kế thừa)."""
    row = Succession.objects.create(
        effective_on=on,
        kind=kind,
        predecessor=predecessor,
        successor=successor,
        function=function,
        legal_act=legal_act,
        by_hand=True,
    )
    told = {"name": predecessor.name, "to": successor.name if successor else "", "on": short_date(on)}
    record(
        acting, f"organisations.agency.{PAST[kind]}", predecessor, predecessor, function=function, act=legal_act, **told
    )
    publish(
        AgencySucceeded(
            predecessor=predecessor.ref,
            successor=successor.ref if successor else None,
            kind=str(kind),
            effective_on=on,
            function=function,
        )
    )
    return row


PAST = {
    SuccessionKind.MERGE: "merged",
    SuccessionKind.SPLIT: "split",
    SuccessionKind.RENAME: "renamed",
    SuccessionKind.MOVE: "moved",
    SuccessionKind.PARTIAL_TRANSFER: "transferred",
    SuccessionKind.ABOLISH: "abolished",
}
