from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("territory", "0037_transit_departures")]

    operations = [
        migrations.AddField(
            model_name="agencyrole",
            name="is_demonstration",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="es de demostración"
            ),
        ),
    ]
