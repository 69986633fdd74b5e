import django.utils.timezone
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.models.functions import Cast, Now

# What was worded before stands since the day it was last changed.
SINCE = """
UPDATE core_notifications_template SET valid_from = (changed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core_notifications", "0001_initial"),
        ("core_organisations", "0001_initial"),  # creates btree_gist
    ]

    operations = [
        migrations.AddField(
            model_name="template",
            name="valid_from",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                # A program of the version before goes on writing rows without it.
                db_default=Cast(Now(), models.DateField()),
            ),
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
        migrations.AlterField(model_name="template", name="title", field=models.CharField(blank=True, max_length=300)),
        migrations.AlterField(model_name="template", name="body", field=models.TextField(blank=True, max_length=10000)),
        migrations.RemoveConstraint(model_name="template", name="notification_one_template"),
        migrations.AddConstraint(
            model_name="template",
            constraint=ExclusionConstraint(
                name="notification_one_template_a_day",
                expressions=[
                    ("message", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    ("valid_from", RangeOperators.EQUAL),
                ],
            ),
        ),
    ]
