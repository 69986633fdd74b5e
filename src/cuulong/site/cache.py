"""The cache that all web workers share, and whose requests count together (bộ nhớ đệm dùng chung)."""

from __future__ import annotations

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class SharedCache(DatabaseCache):
    """Django's cache in the database, with a counter that loses no count when two workers add at once."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        own = self.make_and_validate_key(key, version=version)
        database = router.db_for_write(self.cache_model_class)
        table = connections[database].ops.quote_name(self.cache_model_class._meta.db_table)
        with transaction.atomic(using=database), connections[database].cursor() as cursor:
            cursor.execute(f"SELECT FROM {table} WHERE cache_key = %s FOR UPDATE", [own])
            return super().incr(key, delta, version)
