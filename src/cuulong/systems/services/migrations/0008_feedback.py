import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cuulong.lib.ids

APPEND_ONLY = """
CREATE TRIGGER sys_services_case_append_only BEFORE UPDATE OR DELETE ON sys_services_casestep
    FOR EACH ROW EXECUTE FUNCTION sys_services_refuse();
"""
CHANGEABLE = "DROP TRIGGER sys_services_case_append_only ON sys_services_casestep;"


class Migration(migrations.Migration):
    dependencies = [
        ("core_organisations", "0002_codes_and_edits"),
        ("sys_services", "0007_counters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Denunciation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(default=cuulong.lib.ids.receipt_code, editable=False, max_length=24, unique=True),
                ),
                ("number", models.CharField(blank=True, max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Chờ xác nhận liên hệ"),
                            ("received", "Đã nhận"),
                            ("accepted", "Đã thụ lý"),
                            ("verifying", "Đang xác minh"),
                            ("answered", "Đã trả lời"),
                            ("published", "Đã công khai trả lời"),
                            ("decided", "Đã kết luận"),
                            ("refused", "Không thụ lý"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("against", models.CharField(max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "tố cáo",
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_uuid", models.UUIDField()),
                ("verb", models.CharField(max_length=20)),
                ("before", models.CharField(max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("happened_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("agency_name", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("happened_at", "id"),
                "indexes": [models.Index(fields=["subject_uuid", "id"], name="services_case_step")],
            },
        ),
        migrations.CreateModel(
            name="Denouncer",
            fields=[
                (
                    "denunciation",
                    models.OneToOneField(
                        db_column="denunciation_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="denouncer",
                        serialize=False,
                        to="sys_services.denunciation",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "Rất hài lòng"), (2, "Hài lòng"), (1, "Chưa hài lòng")]
                    ),
                ),
                (
                    "attitude",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "Rất hài lòng"), (2, "Hài lòng"), (1, "Chưa hài lòng")]
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("by_account", models.BooleanField()),
                ("rated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="sys_services.dossier"
                    ),
                ),
                (
                    "intake_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "đánh giá",
            },
        ),
        migrations.CreateModel(
            name="RatedOfficer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("received", "Tiếp nhận, trả kết quả"), ("worked", "Giải quyết")], max_length=8
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="officers", to="sys_services.rating"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(default=cuulong.lib.ids.receipt_code, editable=False, max_length=24, unique=True),
                ),
                ("number", models.CharField(blank=True, max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Chờ xác nhận liên hệ"),
                            ("received", "Đã nhận"),
                            ("accepted", "Đã thụ lý"),
                            ("verifying", "Đang xác minh"),
                            ("answered", "Đã trả lời"),
                            ("published", "Đã công khai trả lời"),
                            ("decided", "Đã kết luận"),
                            ("refused", "Không thụ lý"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sender_name", models.CharField(max_length=150)),
                ("sender_phone", models.CharField(blank=True, max_length=20)),
                ("sender_email", models.EmailField(blank=True, max_length=254)),
                ("sender_address", models.CharField(blank=True, max_length=300)),
                ("confirm_hash", models.CharField(blank=True, max_length=64)),
                ("confirm_until", models.DateTimeField(null=True)),
                ("confirm_tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remark", "Phản ánh: việc giải quyết, thái độ, vướng mắc"),
                            ("proposal", "Kiến nghị: cần sửa quy định, thủ tục"),
                        ],
                        default="remark",
                        max_length=8,
                    ),
                ),
                ("public_title", models.CharField(blank=True, max_length=200)),
                ("public_text", models.TextField(blank=True)),
                ("public_answer", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("satisfied", models.BooleanField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "phản ánh, kiến nghị",
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(default=cuulong.lib.ids.receipt_code, editable=False, max_length=24, unique=True),
                ),
                ("number", models.CharField(blank=True, max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Chờ xác nhận liên hệ"),
                            ("received", "Đã nhận"),
                            ("accepted", "Đã thụ lý"),
                            ("verifying", "Đang xác minh"),
                            ("answered", "Đã trả lời"),
                            ("published", "Đã công khai trả lời"),
                            ("decided", "Đã kết luận"),
                            ("refused", "Không thụ lý"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sender_name", models.CharField(max_length=150)),
                ("sender_phone", models.CharField(blank=True, max_length=20)),
                ("sender_email", models.EmailField(blank=True, max_length=254)),
                ("sender_address", models.CharField(blank=True, max_length=300)),
                ("confirm_hash", models.CharField(blank=True, max_length=64)),
                ("confirm_until", models.DateTimeField(null=True)),
                ("confirm_tries", models.PositiveSmallIntegerField(default=0)),
                ("against", models.CharField(max_length=300)),
                ("asks", models.TextField(blank=True)),
                ("complex", models.BooleanField(default=False)),
                ("decision_number", models.CharField(blank=True, max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core_organisations.agency"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconds",
                        to="sys_services.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "khiếu nại",
                "indexes": [models.Index(fields=["agency", "state", "due_at"], name="services_complaint_work")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("unconfirmed", "refused", "withdrawn")), _negated=True),
                        fields=("first",),
                        name="services_one_second_complaint",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="denunciation",
            index=models.Index(fields=["agency", "state", "due_at"], name="services_denunciation_work"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["agency", "rated_at"], name="services_rating_month"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__range", (1, 3)), ("attitude__range", (1, 3))),
                name="services_rating_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratedofficer",
            constraint=models.UniqueConstraint(
                fields=("rating", "account", "part"), name="services_rated_officer_once"
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["agency", "state", "due_at"], name="services_suggestion_work"),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-published_at"], name="services_suggestion_public"
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
