import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0065_plan_making_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="HealthCode",
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
                (
                    "commitments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None, verbose_name="compromisos"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
                (
                    "source_url",
                    models.URLField(blank=True, null=True, verbose_name="dirección de la fuente"),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
                (
                    "catalogue_url",
                    models.CharField(
                        max_length=300, verbose_name="dirección canónica del catálogo"
                    ),
                ),
                ("catalogue", models.CharField(max_length=120, verbose_name="catálogo")),
                ("edition", models.CharField(max_length=40, verbose_name="versión")),
                (
                    "edition_state",
                    models.CharField(
                        choices=[
                            ("draft", "borrador"),
                            ("active", "vigente"),
                            ("retired", "retirado"),
                        ],
                        max_length=10,
                        verbose_name="estado de la versión",
                    ),
                ),
                (
                    "edition_on",
                    models.DateField(blank=True, null=True, verbose_name="fecha de la versión"),
                ),
                ("code", models.CharField(max_length=100, verbose_name="código")),
                ("display", models.CharField(max_length=500, verbose_name="denominación")),
                ("definition", models.TextField(blank=True, null=True, verbose_name="definición")),
                (
                    "parent",
                    models.CharField(
                        blank=True, max_length=100, null=True, verbose_name="código del que depende"
                    ),
                ),
                (
                    "code_state",
                    models.CharField(
                        choices=[("active", "vigente"), ("inactive", "fuera de uso")],
                        max_length=8,
                        verbose_name="estado",
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="lugar en el archivo")),
            ],
            options={
                "verbose_name": "código de un archivo de catálogos",
                "verbose_name_plural": "códigos de los archivos de catálogos",
                "ordering": ["catalogue_url", "edition", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("catalogue_url", "edition", "code", "is_sample"),
                        name="healthcode_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True), ("source_url__isnull", False), _connector="OR"
                        ),
                        name="healthcode_has_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthCodeMapping",
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
                (
                    "commitments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None, verbose_name="compromisos"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
                (
                    "source_url",
                    models.URLField(blank=True, null=True, verbose_name="dirección de la fuente"),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
                (
                    "map_url",
                    models.CharField(max_length=300, verbose_name="dirección canónica de la tabla"),
                ),
                (
                    "map_title",
                    models.CharField(max_length=120, verbose_name="tabla de correspondencias"),
                ),
                ("edition", models.CharField(max_length=40, verbose_name="versión")),
                (
                    "edition_state",
                    models.CharField(
                        choices=[
                            ("draft", "borrador"),
                            ("active", "vigente"),
                            ("retired", "retirado"),
                        ],
                        max_length=10,
                        verbose_name="estado de la versión",
                    ),
                ),
                (
                    "source_catalogue",
                    models.CharField(max_length=300, verbose_name="catálogo de origen"),
                ),
                (
                    "source_edition",
                    models.CharField(max_length=40, verbose_name="versión de origen"),
                ),
                ("source_code", models.CharField(max_length=100, verbose_name="código de origen")),
                (
                    "target_catalogue",
                    models.CharField(max_length=300, verbose_name="catálogo de destino"),
                ),
                (
                    "target_edition",
                    models.CharField(max_length=40, verbose_name="versión de destino"),
                ),
                (
                    "target_code",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="código de destino"
                    ),
                ),
                (
                    "equivalence",
                    models.CharField(
                        choices=[
                            ("relatedto", "tiene relación"),
                            ("equivalent", "es equivalente"),
                            ("equal", "es igual"),
                            ("wider", "es más amplio"),
                            ("subsumes", "lo contiene"),
                            ("narrower", "es más específico"),
                            ("specializes", "es una clase de él"),
                            ("inexact", "coincide en parte"),
                            ("unmatched", "no tiene correspondencia"),
                            ("disjoint", "no tiene relación"),
                        ],
                        max_length=12,
                        verbose_name="correspondencia",
                    ),
                ),
                ("comment", models.TextField(blank=True, null=True, verbose_name="nota")),
                ("position", models.PositiveIntegerField(verbose_name="lugar en el archivo")),
            ],
            options={
                "verbose_name": "correspondencia de un archivo de catálogos",
                "verbose_name_plural": "correspondencias de los archivos de catálogos",
                "ordering": ["map_url", "edition", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("map_url", "edition", "source_code", "target_code", "is_sample"),
                        name="healthcodemapping_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True), ("source_url__isnull", False), _connector="OR"
                        ),
                        name="healthcodemapping_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("target_code", ""), _negated=True),
                            ("equivalence", "unmatched"),
                            _connector="OR",
                        ),
                        name="healthcodemapping_unmatched",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
                (
                    "map",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territory.conceptmap",
                    ),
                ),
                (
                    "system",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territory.codesystem",
                    ),
                ),
            ],
            options={
                "verbose_name": "versión hecha de un archivo",
                "verbose_name_plural": "versiones hechas de archivos",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("system__isnull", True), ("map__isnull", True), _connector="XOR"
                        ),
                        name="loadedversion_of_one",
                    )
                ],
            },
        ),
    ]
