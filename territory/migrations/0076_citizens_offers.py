from __future__ import annotations

from typing import Any

from django.db import migrations, models


def _forget_citizens(apps: Any, schema_editor: Any) -> None:
    offers = apps.get_model("territory", "ContributionOffer").objects.using(
        schema_editor.connection.alias
    )
    # The schema before has none of citizens; their contributions stay as they are.
    offers.filter(organisation=None).delete()


class Migration(migrations.Migration):
    dependencies = [("territory", "0075_victim_services")]

    operations = [
        migrations.AlterField(
            model_name="contributionoffer",
            name="organisation",
            field=models.CharField(
                blank=True, max_length=150, null=True, verbose_name="organización"
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation", None),
                    models.Q(("organisation", ""), _negated=True),
                    _connector="OR",
                ),
                name="contributionoffer_organisation",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, _forget_citizens),
    ]
