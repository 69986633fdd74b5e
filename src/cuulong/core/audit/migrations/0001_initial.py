import django.contrib.postgres.indexes
from django.db import migrations, models

import cuulong.core.audit.models
import cuulong.lib.ids

# Rows are only ever added. The triggers stop mistakes and ordinary intruders, and the application's role loses what
# its default privileges gave; whoever may switch triggers off is found by the chain, the signatures and the file
# outside.
APPEND_ONLY = """
CREATE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % on % refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER core_audit_append_only BEFORE UPDATE OR DELETE ON core_audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_append_only BEFORE UPDATE OR DELETE ON core_audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_append_only BEFORE UPDATE OR DELETE ON core_audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
DO $$
DECLARE given record;
BEGIN
    FOR given IN
        SELECT c.oid::regclass AS log, a.grantee::regrole AS role
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid IN ('core_audit_event'::regclass, 'core_audit_link'::regclass, 'core_audit_head'::regclass)
          AND a.grantee NOT IN (c.relowner, 0)
        GROUP BY 1, 2
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %s', given.log, given.role);
    END LOOP;
END $$;
"""
CHANGEABLE = """
DROP TRIGGER core_audit_no_truncate ON core_audit_head;
DROP TRIGGER core_audit_no_truncate ON core_audit_link;
DROP TRIGGER core_audit_no_truncate ON core_audit_event;
DROP TRIGGER core_audit_append_only ON core_audit_head;
DROP TRIGGER core_audit_append_only ON core_audit_link;
DROP TRIGGER core_audit_append_only ON core_audit_event;
DROP FUNCTION core_audit_refuse();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("link_hash", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                ("sealed_below", models.BigIntegerField()),
                ("key_id", models.CharField(max_length=16)),
                ("signature", models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("content_hash", models.BinaryField(max_length=32)),
                ("link_hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=cuulong.lib.ids.uuid7, editable=False)),
                (
                    "xid",
                    cuulong.core.audit.models.Xid8Field(
                        db_default=cuulong.core.audit.models.CurrentTransaction(), editable=False
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("actor_kind", models.CharField(blank=True, max_length=80)),
                ("actor_uuid", models.UUIDField(null=True)),
                ("actor_label", models.CharField(blank=True, max_length=120)),
                ("behalf_kind", models.CharField(blank=True, max_length=80)),
                ("behalf_uuid", models.UUIDField(null=True)),
                ("action", models.CharField(max_length=120)),
                ("subject_kind", models.CharField(max_length=80)),
                ("subject_uuid", models.UUIDField()),
                ("agency_id", models.BigIntegerField(null=True)),
                ("agency_uuid", models.UUIDField(null=True)),
                ("party_kind", models.CharField(blank=True, max_length=80)),
                ("party_uuid", models.UUIDField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("content_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["xid"], name="audit_event_xid"),
                    models.Index(fields=["subject_uuid", "id"], name="audit_event_subject"),
                    models.Index(fields=["actor_uuid", "id"], name="audit_event_actor"),
                    models.Index(
                        condition=models.Q(("party_uuid__isnull", False)),
                        fields=["party_uuid", "id"],
                        name="audit_event_party",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(fields=["happened_at"], name="audit_event_time"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
