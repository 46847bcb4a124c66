"""The versions of the zones' audiences go on from the one number that all of them had."""

from django.db import migrations

START = """
INSERT INTO territory_zoneaudience (name, version)
SELECT audience, version
FROM layers_dataversion, unnest(ARRAY['all', 'public']) AS audience
WHERE layer = 'intervention_zones'
ON CONFLICT (name) DO UPDATE SET version = territory_zoneaudience.version + EXCLUDED.version
"""


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0010_snapshots_without_persons"),
        ("territory", "0020_zone_audiences"),
    ]

    operations = [migrations.RunSQL(START, migrations.RunSQL.noop)]
