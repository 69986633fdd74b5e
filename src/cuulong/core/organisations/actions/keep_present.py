"""Keep what an agency bears today in step with its profiles."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.core.organisations.queries import forget_tree


@transaction.atomic
def bring_up_to_date(agency_ids: Iterable[int] | None = None) -> None:
    """Set name, code and parent to those of today, or the last ones (cập nhật thông tin hiện hành).

    The worker does it for all every night, so that a change recorded ahead of time takes effect on its day.
    """
    today = timezone.localdate()
    rows = (
        AgencyProfile.objects.filter(valid__startswith__lte=today).order_by("agency_id", "-valid").distinct("agency_id")
    )
    if agency_ids is not None:
        rows = rows.filter(agency__in=list(agency_ids))
    changed = []
    for profile in rows.select_related("agency"):
        agency, now = profile.agency, (profile.name, profile.short_name, profile.code, profile.parent_id)
        if (agency.name, agency.short_name, agency.code, agency.parent_id) != now:
            agency.name, agency.short_name, agency.code, agency.parent_id = now
            changed.append(agency)
    Agency.objects.bulk_update(changed, ["name", "short_name", "code", "parent"], batch_size=500)
    transaction.on_commit(forget_tree)
