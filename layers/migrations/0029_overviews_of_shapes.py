"""Overviews of lines and areas beside those of points."""

import django.contrib.gis.db.models.fields
from django.db import migrations

# They are made again by whoever can.
_FORGET = """
DELETE FROM layers_overview WHERE layer IN (
    SELECT layer FROM layers_overviewpatch WHERE GeometryType(geom) <> 'MULTIPOINT'
);
DELETE FROM layers_overviewpatch WHERE GeometryType(geom) <> 'MULTIPOINT';
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0028_snapshots_in_blocks")]

    operations = [
        migrations.AlterField(
            model_name="overviewpatch",
            name="geom",
            field=django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=4326),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _FORGET),
    ]
