"""How often may be asked: a database per minute, a person per hour (giới hạn tra cứu)."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from cuulong.core.people.acting import Acting

from .models import Database

PER_HOUR = {"citizen": 30, "official": 300}


def within_limits(database: Database, acting: Acting, at: datetime) -> bool:
    """Count this look-up; False when there were too many (vượt giới hạn)."""
    if _count(f"exchange:{database.key}:{at:%Y%m%d%H%M}", 120) > database.per_minute:
        return False
    if acting.is_system:
        return True
    most = PER_HOUR["official" if acting.is_official else "citizen"]
    return _count(f"exchange:by:{acting.actor_ref}:{at:%Y%m%d%H}", 7200) <= most


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 1
