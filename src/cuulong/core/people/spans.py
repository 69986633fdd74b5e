"""Between the date range of the database and the one of the rules (khoảng ngày)."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange as Stored

from cuulong.lib.dates import DateRange


def to_range(span: DateRange) -> Stored:
    """As PostgreSQL keeps it: lower bound in, upper bound out."""
    return Stored(span.start, span.end)


def from_range(stored: Any) -> DateRange:
    """As the rules read it."""
    return DateRange(stored.lower, stored.upper)
