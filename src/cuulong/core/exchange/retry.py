"""The job that asks again where a database was away (tra cứu lại theo lịch)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.parties.models import Consent
from cuulong.core.people.acting import Acting

from .actions.ask import try_again
from .models import Lookup

AT_ONCE = 100
RETRIER = Acting.system("exchange")


def retry_lookups() -> None:
    """Ask again whatever is due; never on a consent that was withdrawn (tra cứu lại)."""
    now = timezone.now()
    due = list(Lookup.objects.filter(next_try_at__lte=now).select_related("database").order_by("next_try_at")[:AT_ONCE])
    asked = {one.consent_uuid for one in due if one.consent_uuid}
    withdrawn = set(Consent.objects.filter(uuid__in=asked, withdrawn_at__isnull=False).values_list("uuid", flat=True))
    away: set[int] = set()
    for lookup in due:
        if lookup.consent_uuid in withdrawn:
            Lookup.objects.filter(pk=lookup.pk).update(next_try_at=None)
        elif lookup.database_id not in away:  # one that is away is not waited for a hundred times
            tried = try_again(lookup, acting=RETRIER, at=timezone.now())
            if tried.settled_at is None:
                away.add(lookup.database_id)
