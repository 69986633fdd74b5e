import django.db.models.deletion
from django.db import migrations, models

import cuulong.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core_workflow", "0002_recall_and_move"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessDraft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("definition", models.JSONField()),
                ("position", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=150)),
                (
                    "process",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="core_workflow.process"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản soạn quy trình",
            },
        ),
    ]
