import django.db.models.deletion
from django.db import migrations, models

import cuulong.lib.ids


class Migration(migrations.Migration):
    dependencies = [("core_eforms", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="which edit stands; later ones were undone"),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="core_eforms.formdefinition",
                    ),
                ),
            ],
            options={"verbose_name": "bản soạn biểu mẫu"},
        ),
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField()),
                ("what", models.TextField(help_text="the sentence, untranslated")),
                ("details", models.JSONField(default=dict)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("content", models.JSONField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="core_eforms.formdraft",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("draft", "n"), name="eforms_one_edit_a_number")],
            },
        ),
    ]
