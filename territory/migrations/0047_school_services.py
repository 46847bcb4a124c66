import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

_SERVICE = (
    "parts, modular_code, annex, local_code, name, level, form, management, ugel_code, ugel, area, "
    "pupils, teachers, sections, declared_ubigeo, geom, source, source_url, cutoff_date, is_sample"
)
# Before it is checked no constraint may be left for the transaction's end: tables are altered.
_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def _keep_services(apps, schema_editor):
    """What the register doesn't call rural is kept as a service and is a rural school no more."""
    schema_editor.execute(_NOW)
    schema_editor.execute(
        f"INSERT INTO territory_schoolservice ({_SERVICE}) SELECT {_SERVICE} "  # noqa: S608
        "FROM territory_ruralschool ORDER BY id"
    )
    schema_editor.execute("DELETE FROM territory_ruralschool WHERE area IS NULL")
    schema_editor.execute(
        "UPDATE territory_publishedpart SET records = records || '{territory.schoolservice}' "
        "WHERE source = 'education'"
    )


def _give_schools_back(apps, schema_editor):
    """The schools of unknown area, as the older checkout had them."""
    schema_editor.execute(_NOW)
    schema_editor.execute(
        f"INSERT INTO territory_ruralschool ({_SERVICE}, commitments) "  # noqa: S608
        f"SELECT {_SERVICE}, ARRAY[8] FROM territory_schoolservice WHERE area IS NULL ORDER BY id"
    )
    schema_editor.execute(
        "UPDATE territory_publishedpart SET records = array_remove(records, "
        "'territory.schoolservice') WHERE source = 'education'"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0046_consultation_contributions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolService",
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
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[("rural", "rural"), ("urban", "urbana")],
                        help_text="Vacía: el archivo no la dice, y el servicio no se publica como rural.",
                        max_length=5,
                        null=True,
                        verbose_name="área",
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
                    "geom",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True,
                        null=True,
                        spatial_index=False,
                        srid=4326,
                        verbose_name="posición",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
                (
                    "source_url",
                    models.URLField(blank=True, null=True, verbose_name="dirección de la fuente"),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
            ],
            options={
                "verbose_name": "servicio educativo del padrón",
                "verbose_name_plural": "servicios educativos del padrón",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="schoolservice",
            index=models.Index(fields=["ugel_code"], name="schoolservice_ugel"),
        ),
        migrations.AddConstraint(
            model_name="schoolservice",
            constraint=models.UniqueConstraint(
                fields=("modular_code", "annex", "is_sample"), name="schoolservice_once"
            ),
        ),
        migrations.RunPython(_keep_services, _give_schools_back),
        migrations.AlterField(
            model_name="ruralschool",
            name="area",
            field=models.CharField(
                choices=[("rural", "rural")],
                db_default="rural",
                default="rural",
                max_length=5,
                verbose_name="área",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruralschool",
            constraint=models.CheckConstraint(
                condition=models.Q(("area", "rural")), name="ruralschool_is_rural"
            ),
        ),
    ]
