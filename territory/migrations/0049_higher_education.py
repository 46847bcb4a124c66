import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import territory.models.counts
import territory.unaccent

# The institutes that the register's published files have.
_FILL = """
INSERT INTO territory_higherinstitute (
    modular_code, annex, local_code, name, kind, level, form, management, ugel_code, ugel, pupils,
    teachers, sections, declared_ubigeo, geom, commitments, source, source_url, cutoff_date,
    is_sample, parts
)
SELECT modular_code, annex, local_code, name, kind, level, form, management, ugel_code, ugel,
       pupils, teachers, sections, declared_ubigeo, geom, ARRAY[7], source, source_url,
       cutoff_date, is_sample, parts
FROM (
    SELECT service.*,
           CASE
               WHEN folded ~ 'cetpro|tecnico.productiva' THEN 'productive'
               WHEN folded !~ 'superior' THEN NULL
               WHEN folded ~ 'pedagog' THEN 'pedagogical'
               WHEN folded ~ 'tecnolog' THEN 'technological'
               WHEN folded ~ 'artistic' THEN 'artistic'
           END AS kind
    FROM territory_schoolservice AS service,
         translate(lower(level), 'áéíóú', 'aeiou') AS folded
) AS classified
WHERE kind IS NOT NULL;
UPDATE territory_publishedpart SET records = records || '{territory.higherinstitute}'
WHERE source = 'education';
"""
_UNDO = """
UPDATE territory_publishedpart SET records = array_remove(records, 'territory.higherinstitute')
WHERE source = 'education';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0048_eib_schools"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TitleCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("hiring", "contratación de personal"),
                            ("public_contest", "concurso público de méritos"),
                            ("admission", "admisión o convalidación de estudios"),
                            ("supervision", "supervisión o control"),
                        ],
                        max_length=14,
                        verbose_name="para qué",
                    ),
                ),
                ("rows", models.PositiveIntegerField(verbose_name="títulos consultados")),
                ("day", models.DateField(verbose_name="día")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="momento")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cuenta",
                    ),
                ),
            ],
            options={
                "verbose_name": "consulta de títulos por archivo",
                "verbose_name_plural": "consultas de títulos por archivo",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="TitleFile",
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
                ("code", models.CharField(max_length=16, verbose_name="código")),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
                (
                    "source_url",
                    models.URLField(blank=True, null=True, verbose_name="dirección de la fuente"),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("key_id", models.CharField(max_length=16, verbose_name="clave de sus huellas")),
                ("first_year", models.SmallIntegerField(verbose_name="primer año de registro")),
                ("last_year", models.SmallIntegerField(verbose_name="último año de registro")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
            ],
            options={
                "verbose_name": "archivo del registro de títulos",
                "verbose_name_plural": "archivos del registro de títulos",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "is_sample"), name="titlefile_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TitleMark",
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
                ("digest", models.BinaryField(max_length=32, verbose_name="huella")),
                ("bucket", models.IntegerField(verbose_name="comienzo de la huella")),
                ("file_code", models.CharField(max_length=16, verbose_name="archivo")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
            ],
            options={
                "verbose_name": "huella de un título",
                "verbose_name_plural": "huellas de títulos",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["bucket"], name="titlemark_bucket")],
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "is_sample"), name="titlemark_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DegreeCount",
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
                ("period_start", models.DateField(verbose_name="inicio del periodo")),
                (
                    "granularity",
                    models.CharField(
                        choices=[("day", "día"), ("month", "mes"), ("year", "año")],
                        max_length=5,
                        verbose_name="duración del periodo",
                    ),
                ),
                (
                    "period_end",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                granularity="day",
                                then=territory.models.counts.DaysLater(
                                    models.F("period_start"),
                                    models.Func(
                                        models.Value("1 day"), template="%(expressions)s::interval"
                                    ),
                                ),
                            ),
                            models.When(
                                granularity="month",
                                then=territory.models.counts.DaysLater(
                                    models.F("period_start"),
                                    models.Func(
                                        models.Value("1 month"),
                                        template="%(expressions)s::interval",
                                    ),
                                ),
                            ),
                            default=territory.models.counts.DaysLater(
                                models.F("period_start"),
                                models.Func(
                                    models.Value("1 year"), template="%(expressions)s::interval"
                                ),
                            ),
                        ),
                        output_field=models.DateField(),
                        verbose_name="fin del periodo, que ya no está en él",
                    ),
                ),
                ("value", models.BigIntegerField(blank=True, null=True, verbose_name="valor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "valor"),
                            ("suppressed", "reservado"),
                            ("not_reported", "no reportado"),
                            ("not_applicable", "no aplica"),
                        ],
                        max_length=14,
                        verbose_name="estado del valor",
                    ),
                ),
                (
                    "institute_code",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}$", "El código modular tiene 7 dígitos."
                            )
                        ],
                        verbose_name="código modular del instituto",
                    ),
                ),
                (
                    "programme",
                    models.CharField(max_length=200, verbose_name="programa de estudios"),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("title", "títulos"), ("degree", "grados")],
                        max_length=6,
                        verbose_name="qué se registró",
                    ),
                ),
                (
                    "institute_name",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Según el padrón; vacío si el código no está en él.",
                        max_length=200,
                        null=True,
                        verbose_name="instituto",
                    ),
                ),
                (
                    "institute_total",
                    models.BigIntegerField(
                        blank=True,
                        editable=False,
                        help_text="De todos sus programas: es el mismo en cada uno, y no se suma.",
                        null=True,
                        verbose_name="total del instituto en el año",
                    ),
                ),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True,
                        editable=False,
                        null=True,
                        srid=4326,
                        verbose_name="posición del instituto",
                    ),
                ),
                (
                    "declared_unit",
                    models.ForeignKey(
                        db_column="declared_ubigeo",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.adminunit",
                        verbose_name="unidad declarada",
                    ),
                ),
            ],
            options={
                "verbose_name": "conteo de títulos y grados",
                "verbose_name_plural": "conteo de títulos y grados",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["institute_code"], name="degreecount_institute")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "declared_unit",
                            "period_start",
                            "granularity",
                            "category",
                            "institute_code",
                            "programme",
                            "is_sample",
                        ),
                        name="degreecount_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "value"), ("value__isnull", False)),
                            models.Q(
                                models.Q(("state", "value"), _negated=True),
                                models.Q(("value__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="degreecount_value_if_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["value", "suppressed", "not_reported", "not_applicable"])
                        ),
                        name="degreecount_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__lt", 0), _negated=True),
                        name="degreecount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granularity", "day"),
                            models.Q(("granularity", "month"), ("period_start__day", 1)),
                            models.Q(
                                ("granularity", "year"),
                                ("period_start__day", 1),
                                ("period_start__month", 1),
                            ),
                            _connector="OR",
                        ),
                        name="degreecount_period_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granularity", "year"),
                            models.Q(("state", "suppressed"), _negated=True),
                        ),
                        name="degreecount_by_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HigherInstitute",
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
                    "modular_code",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}$", "El código modular tiene 7 dígitos."
                            )
                        ],
                        verbose_name="código modular",
                    ),
                ),
                (
                    "annex",
                    models.CharField(
                        max_length=1,
                        validators=[
                            django.core.validators.RegexValidator("^\\d$", "El anexo es un dígito.")
                        ],
                        verbose_name="anexo",
                    ),
                ),
                (
                    "local_code",
                    models.CharField(
                        blank=True, max_length=6, null=True, verbose_name="código de local"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nombre")),
                (
                    "level",
                    models.CharField(
                        blank=True, max_length=100, null=True, verbose_name="nivel o modalidad"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True, max_length=100, null=True, verbose_name="forma de atención"
                    ),
                ),
                (
                    "management",
                    models.CharField(
                        blank=True, max_length=150, null=True, verbose_name="gestión y dependencia"
                    ),
                ),
                (
                    "ugel_code",
                    models.CharField(
                        blank=True, max_length=6, null=True, verbose_name="código de DRE o UGEL"
                    ),
                ),
                (
                    "ugel",
                    models.CharField(
                        blank=True, max_length=100, null=True, verbose_name="DRE o UGEL"
                    ),
                ),
                ("pupils", models.IntegerField(blank=True, null=True, verbose_name="estudiantes")),
                ("teachers", models.IntegerField(blank=True, null=True, verbose_name="docentes")),
                ("sections", models.IntegerField(blank=True, null=True, verbose_name="secciones")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("technological", "superior tecnológica"),
                            ("pedagogical", "superior pedagógica"),
                            ("artistic", "superior de formación artística"),
                            ("productive", "técnico-productiva (CETPRO)"),
                        ],
                        max_length=13,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="posición"
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
                "verbose_name": "instituto de educación superior o CETPRO",
                "verbose_name_plural": "institutos de educación superior y CETPRO",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        fields=["modular_code"],
                        name="institute_modular_code",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(
                        fields=["local_code"],
                        name="institute_local_code",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Left(
                                territory.unaccent.Unaccented("name"), 60
                            ),
                            name="text_pattern_ops",
                        ),
                        name="institute_name_beginning",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            territory.unaccent.Unaccented("name"), name="gin_trgm_ops"
                        ),
                        name="institute_name_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("modular_code", "annex", "is_sample"), name="higherinstitute_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="higherinstitute",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="4ec993042b3cd886315ebb3ea6266e57bae355aa",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_6476f",
                    table="territory_higherinstitute",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="titlecheck",
            index=models.Index(fields=["account", "day"], name="titlecheck_account_day"),
        ),
        migrations.AddConstraint(
            model_name="titlecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose__in", ["hiring", "public_contest", "admission", "supervision"])
                ),
                name="titlecheck_known_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="titlecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("rows__gt", 0)), name="titlecheck_has_rows"
            ),
        ),
        migrations.RunSQL(_FILL, _UNDO),
    ]
