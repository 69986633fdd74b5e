import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import cuulong.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("version", models.PositiveSmallIntegerField()),
                ("subject_kind", models.CharField(max_length=80)),
                ("subject_uuid", models.UUIDField()),
                ("sequence", models.BigIntegerField()),
                ("payload", models.JSONField()),
                ("request_id", models.CharField(blank=True, max_length=64)),
                (
                    "published_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_uuid", "sequence"), name="outbox_fact_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80)),
                ("uuid", models.UUIDField()),
                ("last_sequence", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "uuid"), name="outbox_one_subject")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("subscriber", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ"),
                            ("held", "Chờ sự kiện trước"),
                            ("done", "Đã xử lý"),
                            ("dead", "Không xử lý được"),
                            ("skipped", "Đã bỏ qua"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do bỏ qua")),
                ("job_id", models.BigIntegerField(null=True)),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="core_outbox.fact"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "done"), _negated=True),
                        fields=["state", "id"],
                        name="outbox_pending",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("fact", "subscriber"), name="outbox_one_delivery")],
            },
        ),
    ]
