import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0043_population"),
    ]

    operations = [
        migrations.CreateModel(
            name="TransitNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        db_default=[],
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("feed", models.CharField(max_length=63, verbose_name="parte")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
                ("code", models.CharField(blank=True, max_length=100, verbose_name="código")),
                (
                    "severity",
                    models.CharField(
                        choices=[("error", "Error"), ("warning", "Advertencia"), ("info", "Aviso")],
                        max_length=7,
                        verbose_name="gravedad",
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=100, verbose_name="archivo")),
                ("field", models.CharField(blank=True, max_length=100, verbose_name="columna")),
                ("number", models.IntegerField(verbose_name="veces")),
                (
                    "rows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        size=None,
                        verbose_name="primeras filas",
                    ),
                ),
                ("checked_with", models.CharField(max_length=60, verbose_name="revisor")),
                ("checked_on", models.DateField(verbose_name="día de la revisión")),
            ],
            options={
                "verbose_name": "observación de un revisor",
                "verbose_name_plural": "observaciones de un revisor",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("feed", "code", "file", "field", "is_sample"),
                        name="transitnotice_once",
                    )
                ],
            },
        ),
    ]
