"""Where pages start is worth nothing after a crash: unlogged, it costs no write-ahead log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0008_snapshot_covers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageStart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=64)),
                ("stretch", models.IntegerField()),
                ("position", models.BigIntegerField()),
                ("cursor", models.TextField()),
                ("remembered_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("query", "stretch"), name="page_start_of_query")
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE layers_pagestart SET UNLOGGED", "ALTER TABLE layers_pagestart SET LOGGED"
        ),
    ]
