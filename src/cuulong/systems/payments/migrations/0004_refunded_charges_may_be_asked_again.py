"""A refunded charge no longer stands in the way of a new one; built beside the old index, without a lock (chỉ mục duy nhất)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("sys_payments", "0003_money")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS one_living_charge_next", migrations.RunSQL.noop),
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY one_living_charge_next ON sys_payments_charge"
                    " (subject_kind, subject_uuid, code) WHERE NOT (state IN ('cancelled', 'refunded'))",
                    migrations.RunSQL.noop,
                ),
                migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS one_living_charge", migrations.RunSQL.noop),
                migrations.RunSQL(
                    "ALTER INDEX one_living_charge_next RENAME TO one_living_charge", migrations.RunSQL.noop
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="charge", name="one_living_charge"),
                migrations.AddConstraint(
                    model_name="charge",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ("cancelled", "refunded")), _negated=True),
                        fields=("subject_kind", "subject_uuid", "code"),
                        name="one_living_charge",
                    ),
                ),
            ],
        ),
    ]
