import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import territory.unaccent


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0062_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="HealthPractice",
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
                ("title", models.CharField(max_length=200, verbose_name="documento")),
                ("edition", models.CharField(max_length=40, verbose_name="versión")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("practice", "buena práctica"),
                            ("protocol", "protocolo"),
                            ("standard", "estándar"),
                            ("guide", "guía"),
                        ],
                        max_length=8,
                        verbose_name="tipo",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="fecha")),
                ("changes", models.TextField(blank=True, null=True, verbose_name="qué cambió")),
                (
                    "document_url",
                    models.URLField(blank=True, null=True, verbose_name="dirección del documento"),
                ),
                (
                    "document_hash",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}$",
                                "Una huella SHA-256 tiene 64 cifras hexadecimales, en minúsculas.",
                            )
                        ],
                        verbose_name="huella SHA-256 del documento",
                    ),
                ),
            ],
            options={
                "verbose_name": "práctica o protocolo de salud",
                "verbose_name_plural": "prácticas y protocolos de salud",
                "ordering": ["title", "-issued_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("title", "edition", "is_sample"), name="healthpractice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True), ("source_url__isnull", False), _connector="OR"
                        ),
                        name="healthpractice_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True),
                            models.Q(
                                ("document_hash__isnull", False), ("document_url__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="healthpractice_has_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document_hash__isnull", True),
                            ("document_hash__regex", "^[0-9a-f]{64}$"),
                            _connector="OR",
                        ),
                        name="healthpractice_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueAdoption",
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
                    "facility_code",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{8}$", "El código único de una IPRESS tiene 8 dígitos."
                            )
                        ],
                        verbose_name="código único del establecimiento",
                    ),
                ),
                (
                    "reported_name",
                    models.CharField(max_length=200, verbose_name="nombre según la fuente"),
                ),
                ("catalogue", models.CharField(max_length=120, verbose_name="catálogo")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_use", "en uso"), ("not_used", "no lo usa")],
                        max_length=8,
                        verbose_name="uso",
                    ),
                ),
                (
                    "edition",
                    models.CharField(
                        blank=True,
                        help_text="Vacía: se usa y no se sabe qué versión, o no se usa.",
                        max_length=40,
                        null=True,
                        verbose_name="versión que usa",
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(blank=True, null=True, verbose_name="en uso desde"),
                ),
                (
                    "facility_name",
                    models.CharField(
                        editable=False,
                        help_text="Según el registro de establecimientos; si no está en él, según la fuente.",
                        max_length=200,
                        null=True,
                        verbose_name="establecimiento",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("I-1", "I-1"),
                            ("I-2", "I-2"),
                            ("I-3", "I-3"),
                            ("I-4", "I-4"),
                            ("II-1", "II-1"),
                            ("II-2", "II-2"),
                            ("II-E", "II-E"),
                            ("III-1", "III-1"),
                            ("III-2", "III-2"),
                            ("III-E", "III-E"),
                            ("none", "sin categoría"),
                        ],
                        editable=False,
                        help_text="Según el registro de establecimientos.",
                        max_length=5,
                        null=True,
                        verbose_name="categoría",
                    ),
                ),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, editable=False, null=True, srid=4326, verbose_name="posición"
                    ),
                ),
                (
                    "declared_unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="declared_ubigeo",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.adminunit",
                        verbose_name="unidad declarada",
                    ),
                ),
                (
                    "located_unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="located_ubigeo",
                        editable=False,
                        help_text="Vacío mientras los límites no sean oficiales.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="territory.adminunit",
                        verbose_name="distrito de la posición",
                    ),
                ),
            ],
            options={
                "verbose_name": "uso de un catálogo de salud",
                "verbose_name_plural": "uso de los catálogos de salud",
                "ordering": ["facility_code", "catalogue", "id"],
                "indexes": [
                    models.Index(
                        fields=["facility_code"],
                        name="adoption_facility_code",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Left(
                                territory.unaccent.Unaccented("facility_name"), 60
                            ),
                            name="text_pattern_ops",
                        ),
                        name="adoption_name_beginning",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            territory.unaccent.Unaccented("facility_name"), name="gin_trgm_ops"
                        ),
                        name="adoption_name_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility_code", "catalogue", "is_sample"),
                        name="catalogueadoption_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True), ("source_url__isnull", False), _connector="OR"
                        ),
                        name="catalogueadoption_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "in_use"),
                            models.Q(("adopted_on__isnull", True), ("edition__isnull", True)),
                            _connector="OR",
                        ),
                        name="catalogueadoption_version_if_used",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="catalogueadoption",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="19c7f1d1448a2f17d8160b4d780f404ca22ab828",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_1234d",
                    table="territory_catalogueadoption",
                    when="AFTER",
                ),
            ),
        ),
    ]
