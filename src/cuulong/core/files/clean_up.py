"""Removing contents that no row refers to: what a rolled-back request left behind (dọn tệp mồ côi)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import vault
from .models import StoredFile
from .store import lock_content

GRACE = timedelta(days=1)
BATCH = 500


def remove_orphans(grace: timedelta = GRACE) -> int:
    """Remove contents older than `grace` without a row; answers how many."""
    place, removed = vault.current(), 0
    limit = timezone.now() - grace
    old = [key for key, modified in place.walk() if modified < limit]
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        known = set(
            StoredFile.objects.filter(sha256__in=[_sha256(key) for key in batch]).values_list("sha256", flat=True)
        )
        for key in batch:
            if _sha256(key) not in known:
                removed += _remove(place, key)
    return removed


def _sha256(key: str) -> str:
    return key.rpartition("/")[2]


def _remove(place: vault.Vault, key: str) -> bool:
    if key.startswith(f"{vault.INCOMING}/"):
        place.remove(key)
        return True
    with transaction.atomic():
        lock_content(_sha256(key), shared=False)
        if StoredFile.objects.filter(sha256=_sha256(key)).exists():
            return False
        place.remove(key)
    return True


def nightly() -> None:
    """The job of the worker."""
    remove_orphans()
