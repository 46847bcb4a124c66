"""Files that are sent in pieces."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("layers", "0018_jobs")]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="upload",
                        serialize=False,
                        to="layers.storedfile",
                    ),
                ),
                ("length", models.BigIntegerField(verbose_name="bytes anunciados")),
            ],
            options={
                "verbose_name": "archivo que se sube",
                "verbose_name_plural": "archivos que se suben",
            },
        ),
    ]
