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

APPEND_ONLY = """
CREATE TRIGGER sys_services_national_append_only BEFORE UPDATE OR DELETE ON sys_services_nationalstep
    FOR EACH ROW EXECUTE FUNCTION sys_services_refuse();
"""
CHANGEABLE = "DROP TRIGGER sys_services_national_append_only ON sys_services_nationalstep;"


class Migration(migrations.Migration):
    dependencies = [
        ("core_files", "0001_initial"),
        ("core_organisations", "0002_codes_and_edits"),
        ("sys_services", "0011_counters_more"),
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
            model_name="listing",
            name="decided_on",
            field=models.DateField(blank=True, help_text="the day of the decision", null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="publish_by",
            field=models.DateField(blank=True, editable=False, help_text="reckoned when it is published", null=True),
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
            name="Asked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60, unique=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "suggestion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="sys_services.suggestion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NationalCase",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("code", models.CharField(max_length=60, unique=True)),
                (
                    "theirs",
                    models.CharField(blank=True, db_index=True, max_length=60, verbose_name="mã ở hệ thống quốc gia"),
                ),
                ("name", models.TextField(verbose_name="thủ tục")),
                ("system", models.CharField(max_length=120, verbose_name="hệ thống")),
                ("applicant_name", models.CharField(max_length=150)),
                ("applicant_phone", models.CharField(max_length=20)),
                ("applicant_email", models.EmailField(blank=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("accepted", "Đã tiếp nhận"),
                            ("processing", "Đang giải quyết"),
                            ("paused", "Tạm dừng, chờ bổ sung"),
                            ("issued", "Đã có kết quả"),
                            ("returned", "Đã trả kết quả"),
                            ("declined", "Không tiếp nhận"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="accepted",
                        max_length=12,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="national_cases",
                        to="sys_services.procedure",
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ của hệ thống quốc gia",
            },
        ),
        migrations.CreateModel(
            name="NationalEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("agency", "Cơ quan"), ("sector", "Lĩnh vực")], max_length=6)),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=300, verbose_name="tên")),
                ("above", models.CharField(blank=True, max_length=40, verbose_name="mã cấp trên")),
                ("gone", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core_organisations.agency",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sys_services.sector",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục của danh mục quốc gia",
            },
        ),
        migrations.CreateModel(
            name="NationalStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("accepted", "Đã tiếp nhận"),
                            ("processing", "Đang giải quyết"),
                            ("paused", "Tạm dừng, chờ bổ sung"),
                            ("issued", "Đã có kết quả"),
                            ("returned", "Đã trả kết quả"),
                            ("declined", "Không tiếp nhận"),
                            ("withdrawn", "Đã rút"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("happened_at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="sys_services.nationalcase",
                    ),
                ),
            ],
            options={
                "ordering": ("happened_at", "id"),
            },
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
        migrations.AddIndex(
            model_name="nationalcase",
            index=models.Index(fields=["agency", "state", "received_at"], name="services_national_work"),
        ),
        migrations.AddConstraint(
            model_name="nationalentry",
            constraint=models.UniqueConstraint(fields=("kind", "code"), name="one_national_entry"),
        ),
        migrations.AddConstraint(
            model_name="nationalstep",
            constraint=models.UniqueConstraint(
                fields=("case", "state", "happened_at"), name="services_national_step_once"
            ),
        ),
        migrations.RunSQL(ERASABLE, KEPT_WHOLE),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
