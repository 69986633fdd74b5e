import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import cuulong.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("province", "Tỉnh"),
                            ("provincial_body", "Cơ quan cấp tỉnh"),
                            ("district", "Huyện, thị xã, thành phố"),
                            ("commune", "Xã, phường, thị trấn"),
                            ("room", "Phòng chuyên môn cấp xã"),
                            ("centre", "Trung tâm phục vụ hành chính công"),
                            ("division", "Phòng thuộc cơ quan cấp tỉnh"),
                            ("unit", "Đơn vị sự nghiệp"),
                            ("central_body", "Cơ quan trung ương đóng tại tỉnh"),
                            ("outside_province", "Tỉnh lân cận trước sáp nhập"),
                            ("outside_commune", "Xã của tỉnh lân cận trước sáp nhập"),
                            ("steering_committee", "Ban chỉ đạo"),
                            ("response_team", "Đội ứng cứu sự cố"),
                            ("council", "Hội đồng"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.SlugField(blank=True, help_text="which room of its parent it is", max_length=40)),
                ("stat_code", models.CharField(blank=True, max_length=12)),
                ("founding_act", models.CharField(blank=True, max_length=200)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(blank=True, db_index=True, max_length=35)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan, đơn vị",
            },
        ),
        migrations.CreateModel(
            name="AgencyProfile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, max_length=120)),
                ("unit_type", models.CharField(blank=True, max_length=20)),
                ("level", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, help_text="QĐ 20/2020/QĐ-TTg", max_length=35)),
                ("code_102", models.CharField(blank=True, help_text="QCVN 102:2016/BTTTT", max_length=13)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("certain", models.BooleanField(default=True, help_text="False: remembered, not read in a source")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profiles",
                        to="core_organisations.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_profiles",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("valid", "&&")], name="one_profile_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(blank=True, max_length=120)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="core_organisations.agency",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("body", "="), ("member", "="), ("valid", "&&")], name="one_seat_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("effective_on", models.DateField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merge", "Sáp nhập"),
                            ("split", "Chia, tách"),
                            ("rename", "Đổi tên"),
                            ("move", "Chuyển trực thuộc"),
                            ("partial_transfer", "Chuyển một phần chức năng"),
                            ("abolish", "Giải thể"),
                        ],
                        max_length=20,
                    ),
                ),
                ("function", models.CharField(blank=True, max_length=200)),
                ("legal_act", models.CharField(blank=True, max_length=200)),
                ("certain", models.BooleanField(default=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="core_organisations.agency",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessions",
                        to="core_organisations.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effective_on", "kind", "predecessor", "successor", "function"),
                        name="one_succession",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
