from pathlib import Path

import django.contrib.postgres.indexes
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import territory.unaccent

F_UNACCENT = (Path(__file__).parent / "sql" / "f_unaccent.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(F_UNACCENT, "DROP FUNCTION f_unaccent(text)"),
        migrations.RemoveIndex(
            model_name="adminunit",
            name="adminunit_name_trgm",
        ),
        migrations.AddIndex(
            model_name="adminunit",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    territory.unaccent.Unaccented("name"), name="gin_trgm_ops"
                ),
                name="adminunit_name_trgm",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="corrections",
            field=models.JSONField(blank=True, default=list, verbose_name="correcciones"),
        ),
        migrations.AlterField(
            model_name="commitmentterritory",
            name="quote",
            field=models.TextField(blank=True, verbose_name="palabras del plan"),
        ),
        migrations.AddConstraint(
            model_name="environmentalcommission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "CAR"),
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("declared_unit"), 2
                        ),
                    ),
                    models.Q(
                        ("kind", "CAM"),
                        django.db.models.lookups.GreaterThan(
                            django.db.models.functions.text.Length("declared_unit"), 2
                        ),
                    ),
                    _connector="OR",
                ),
                name="environmentalcommission_fits_level",
            ),
        ),
    ]
