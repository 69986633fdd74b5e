import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION sys_services_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the story of a dossier is append-only';
END $$;
CREATE TRIGGER sys_services_append_only BEFORE UPDATE OR DELETE ON sys_services_transition
    FOR EACH ROW EXECUTE FUNCTION sys_services_refuse();
"""
CHANGEABLE = """
DROP TRIGGER sys_services_append_only ON sys_services_transition;
DROP FUNCTION sys_services_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("sys_services", "0002_catalogue")]

    operations = [
        migrations.AlterField(
            model_name="transition",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="sys_services.dossier"
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
