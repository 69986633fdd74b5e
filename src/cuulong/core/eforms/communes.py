"""The communes one can choose among (danh sách xã, phường)."""

from __future__ import annotations

from datetime import date

from django.core.cache import caches
from django.utils import timezone

from cuulong.core.eforms.form import Form
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.vietnamese import sort_key

KEPT_SECONDS = 60


def communes() -> list[tuple[str, str]]:
    """(statistical code, name) of today's communes in Vietnamese order; read once a minute."""
    day = timezone.localdate()
    found: list[tuple[str, str]] | None = caches["local"].get(f"eforms.communes.{day}")
    if not found:
        found = _communes(day)
        caches["local"].set(f"eforms.communes.{day}", found, KEPT_SECONDS)
    return found


def _communes(day: date) -> list[tuple[str, str]]:
    rows = (
        Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=day)
        .exclude(stat_code="")
        .values_list("stat_code", "short_name", "name")
    )
    found = [(code, short or name) for code, short, name in rows]
    return sorted(found, key=lambda one: sort_key(one[1]))


def asks_commune(form: Form) -> bool:
    """Whether any question of the form wants a commune."""
    return any(field.widget == "commune" for field in form.all_fields())
