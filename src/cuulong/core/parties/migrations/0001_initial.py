import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cuulong.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core_organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Business",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("full_name", models.CharField(max_length=200, verbose_name="họ và tên")),
                ("name_key", models.CharField(db_collation="C", db_index=True, editable=False, max_length=800)),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, db_index=True, max_length=15, verbose_name="số điện thoại")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("tax_code", models.CharField(max_length=14, unique=True, verbose_name="mã số thuế")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)s",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "doanh nghiệp",
            },
        ),
        migrations.CreateModel(
            name="Citizen",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("full_name", models.CharField(max_length=200, verbose_name="họ và tên")),
                ("name_key", models.CharField(db_collation="C", db_index=True, editable=False, max_length=800)),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, db_index=True, max_length=15, verbose_name="số điện thoại")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "cccd",
                    models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name="số căn cước"),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="ngày sinh")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "Nam"), ("female", "Nữ")], max_length=6, verbose_name="giới tính"
                    ),
                ),
                (
                    "assurance",
                    models.CharField(
                        choices=[
                            ("declared", "Tự khai"),
                            ("seen", "Đã đối chiếu căn cước tại quầy"),
                            ("proven", "Đã xác thực qua định danh điện tử"),
                        ],
                        default="declared",
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)s",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "người dân",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("purpose", models.SlugField(max_length=60)),
                ("wording", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="core_parties.citizen"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("legal", "Đại diện theo pháp luật"),
                            ("authorised", "Đại diện theo ủy quyền"),
                            ("guardian", "Cha, mẹ hoặc người giám hộ"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="giấy tờ làm căn cứ")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "business",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="core_parties.business",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="core_parties.citizen",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents",
                        to="core_parties.citizen",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="citizen",
            constraint=models.CheckConstraint(
                condition=models.Q(("cccd", None), ("cccd__regex", "^\\d{12}$"), _connector="OR"),
                name="citizen_cccd_12_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("citizen", "purpose"), name="one_living_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("business", None), ("citizen__isnull", False)),
                    models.Q(("business__isnull", False), ("citizen", None)),
                    _connector="OR",
                ),
                name="representation_of_exactly_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("business__isnull", False), ("ended_at", None)),
                expressions=[("representative", "="), ("business", "="), ("valid", "&&")],
                name="one_representation_of_business_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("citizen__isnull", False), ("ended_at", None)),
                expressions=[("representative", "="), ("citizen", "="), ("valid", "&&")],
                name="one_representation_of_citizen_a_day",
            ),
        ),
    ]
