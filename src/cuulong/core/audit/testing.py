"""For tests only: letting a test database be emptied between tests (hỗ trợ kiểm thử)."""

from __future__ import annotations

from django.db import connection


def allow_flush() -> None:
    """Switch off the refusal of TRUNCATE, which Django's flush needs after each transactional test."""
    with connection.cursor() as cursor:
        for table in ("event", "link", "head"):
            cursor.execute(f"ALTER TABLE core_audit_{table} DISABLE TRIGGER core_audit_no_truncate")
