"""UGEL areas say what the register of EIB says of their services; ``load_fixtures`` counts it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("territory", "0050_ugel_areas")]

    operations = [
        migrations.AddField(
            model_name="ugelarea",
            name="eib_services",
            field=models.IntegerField(
                blank=True,
                help_text="Vacío: ningún registro EIB publicado habla de sus servicios.",
                null=True,
                verbose_name="servicios de educación intercultural bilingüe (EIB)",
            ),
        ),
        migrations.AddField(
            model_name="ugelarea",
            name="eib_known",
            field=models.IntegerField(
                default=0, verbose_name="servicios de los que el registro EIB publicado habla"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ugelarea",
            name="eib_percent",
            field=models.FloatField(
                blank=True,
                null=True,
                verbose_name="servicios EIB, de los que el registro habla (%)",
            ),
        ),
        migrations.AddField(
            model_name="ugelarea",
            name="eib_languages",
            field=models.TextField(
                blank=True,
                help_text=(
                    "Con cuántos servicios tienen cada una; uno con varias cuenta en todas."
                ),
                null=True,
                verbose_name="lenguas originarias de sus servicios EIB",
            ),
        ),
        migrations.AddField(
            model_name="ugelarea",
            name="eib_source",
            field=models.CharField(
                blank=True,
                max_length=200,
                null=True,
                verbose_name="fuente de los servicios EIB",
            ),
        ),
        migrations.AddField(
            model_name="ugelarea",
            name="eib_cutoff_date",
            field=models.DateField(
                blank=True, null=True, verbose_name="fecha de corte de los servicios EIB"
            ),
        ),
        migrations.AddConstraint(
            model_name="ugelarea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("eib_cutoff_date__isnull", True),
                    ("eib_known", 0),
                    ("eib_languages__isnull", True),
                    ("eib_percent__isnull", True),
                    ("eib_services__isnull", True),
                    ("eib_source__isnull", True),
                )
                | models.Q(
                    ("eib_cutoff_date__isnull", False),
                    ("eib_known__gt", 0),
                    ("eib_percent__isnull", False),
                    ("eib_services__isnull", False),
                    ("eib_source__isnull", False),
                ),
                name="ugelarea_eib_has_provenance",
            ),
        ),
    ]
