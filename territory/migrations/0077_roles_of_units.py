from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("territory", "0076_citizens_offers")]

    operations = [
        migrations.AddField(
            model_name="agencyrole",
            name="units",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=6),
                blank=True,
                default=list,
                help_text=(
                    "Vacío: todo el país. Ejemplo: 14 para una dirección regional de Lambayeque."
                ),
                size=None,
                verbose_name="solo para estas unidades (ubigeos)",
            ),
        ),
    ]
