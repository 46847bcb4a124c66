"""The words of long names, by which misspelt ones are found; filled of what is published."""

import django.contrib.postgres.indexes
from django.db import migrations, models

FILL = """
INSERT INTO territory_nameword (records, word)
SELECT DISTINCT 'territory.sanitationproject', word
FROM territory_sanitationproject AS named
CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(named.name), '[^a-z0-9]+') AS word
WHERE length(word) BETWEEN 4 AND 60 AND word ~ '[a-z]'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0020_zone_audiences"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("records", models.CharField(max_length=100)),
                ("word", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("word"), name="gin_trgm_ops"
                        ),
                        name="nameword_trgm",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("records", "word"), name="nameword_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
