import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cuulong.lib.ids

ERASABLE = """
CREATE FUNCTION sys_services_case_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Words, and who sent them, may go when their term is over; what was done, when and where stays.
    IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.actor IN (OLD.actor, '')
        AND to_jsonb(NEW) - 'note' - 'actor' = to_jsonb(OLD) - 'note' - 'actor' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the story of a case is append-only';
END $$;
DROP TRIGGER sys_services_case_append_only ON sys_services_casestep;
CREATE TRIGGER sys_services_case_append_only BEFORE UPDATE OR DELETE ON sys_services_casestep
    FOR EACH ROW EXECUTE FUNCTION sys_services_case_keeps();
"""
KEPT_WHOLE = """
DROP TRIGGER sys_services_case_append_only ON sys_services_casestep;
CREATE TRIGGER sys_services_case_append_only BEFORE UPDATE OR DELETE ON sys_services_casestep
    FOR EACH ROW EXECUTE FUNCTION sys_services_refuse();
DROP FUNCTION sys_services_case_keeps();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core_files", "0001_initial"),
        ("sys_services", "0009_outside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="crossing",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="denunciation",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_uuid", models.UUIDField()),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp gửi kèm",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["subject_uuid", "id"], name="services_attachment_of")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_uuid", models.UUIDField()),
                ("reason", models.TextField()),
                ("held_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.TextField(blank=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "giữ lại dữ liệu",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("subject_uuid",),
                        name="services_one_hold_at_a_time",
                    )
                ],
            },
        ),
        migrations.RunSQL(ERASABLE, KEPT_WHOLE),
    ]
