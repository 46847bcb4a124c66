"""Overviews keep their points together. Those of before are made again, not carried over."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("layers", "Overview").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0006_overviews"),
    ]

    operations = [
        migrations.RunPython(forget, forget),
        migrations.DeleteModel(name="OverviewPoint"),
        migrations.CreateModel(
            name="OverviewPatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layer", models.CharField(max_length=63)),
                ("level", models.SmallIntegerField()),
                ("class_index", models.SmallIntegerField()),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.MultiPointField(
                        spatial_index=False, srid=4326
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["layer", "level"], name="overview_patch_layer_level")
                ],
            },
        ),
    ]
