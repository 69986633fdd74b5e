from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, where lock-outs are counted; unlogged, since it may be lost."""

    dependencies = [("core_people", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE site_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX site_cache_expires ON site_cache (expires);
            """,
            "DROP TABLE site_cache",
        ),
    ]
