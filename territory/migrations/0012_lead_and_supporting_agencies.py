from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("territory", "0011_extractive_sites")]

    operations = [
        migrations.RenameField("commitment", "agencies", "lead_agencies"),
        migrations.AlterField(
            "commitment",
            "lead_agencies",
            models.ManyToManyField(
                blank=True,
                related_name="led_commitments",
                to="territory.agency",
                verbose_name="entidades a cargo",
            ),
        ),
        migrations.AddField(
            "commitment",
            "supporting_agencies",
            models.ManyToManyField(
                blank=True,
                related_name="supported_commitments",
                to="territory.agency",
                verbose_name="entidades que apoyan",
            ),
        ),
        migrations.AddField(
            "commitment",
            "agencies_source",
            models.CharField(
                blank=True, default="", max_length=200, verbose_name="fuente de las entidades"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "commitment",
            "agencies_source_url",
            models.URLField(blank=True, default="", verbose_name="dirección de esa fuente"),
            preserve_default=False,
        ),
    ]
