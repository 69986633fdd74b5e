"""What people do when something happened to their agency; safe to repeat (phản ứng với sự kiện)."""

from __future__ import annotations

from cuulong.core.organisations.facts import AgencySucceeded
from cuulong.core.organisations.models import Agency, SuccessionKind

from .acting import Acting
from .actions.end_with_agency import end_with_agency

ENDING = frozenset({SuccessionKind.MERGE, SuccessionKind.ABOLISH})


def end_posts(fact: AgencySucceeded) -> None:
    """Posts end with their agency as of its last day (kết thúc phân công theo cơ quan)."""
    if fact.kind not in ENDING:
        return
    agency = Agency.objects.get(uuid=fact.predecessor.uuid)
    successor = Agency.objects.get(uuid=fact.successor.uuid) if fact.successor else None
    end_with_agency(agency, successor, on=fact.effective_on, acting=Acting.system("organisations"))
