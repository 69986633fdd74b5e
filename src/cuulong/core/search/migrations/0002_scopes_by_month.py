"""Rows that were indexed before bear their scopes by month too; the shape of the table stays."""

from __future__ import annotations

from typing import Any

from django.db import migrations

BATCH = 10_000
# Written again, a row already has them: what a running older version puts meanwhile is mended by `reindex`.
BY_MONTH = """
    UPDATE core_search_entry SET scopes = scopes || ARRAY(
        SELECT key || to_char(at AT TIME ZONE 'UTC', '"@"YYYY-MM') FROM unnest(scopes) key
    )::varchar[] WHERE id BETWEEN %s AND %s AND NOT kind || to_char(at AT TIME ZONE 'UTC', '"@"YYYY-MM') = ANY (scopes)
"""


def add_months(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM core_search_entry")
        first, last = cursor.fetchone()
        for begin in range(first, last + 1, BATCH):
            cursor.execute(BY_MONTH, [begin, begin + BATCH - 1])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("core_search", "0001_initial")]

    operations = [migrations.RunPython(add_months, migrations.RunPython.noop)]
