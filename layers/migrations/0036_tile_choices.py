"""What dense vector tiles hold, chosen beforehand; unapplied, they are chosen as they are made."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("layers", "0035_harvested_coverages")]

    operations = [
        migrations.CreateModel(
            name="TileChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layer", models.CharField(max_length=63)),
                ("z", models.SmallIntegerField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("made_of", models.CharField(max_length=16)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("layer", "z", "x", "y"), name="tile_choice_of_tile"
                    )
                ]
            },
        ),
    ]
