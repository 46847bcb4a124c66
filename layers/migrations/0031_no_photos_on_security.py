"""Contributions on security have no photo; what files of the layer hold of them is gone as well."""

from typing import Any

from django.db import migrations

_NUMBERS = (16, 17, 18)


def _forget(apps: Any, _editor: Any) -> None:
    stored = apps.get_model("layers", "StoredFile")
    photos = apps.get_model("layers", "ContributionPhoto").objects.filter(
        contribution__commitment__number__in=_NUMBERS
    )
    keys = list(photos.values_list("file_id", flat=True))
    photos.delete()
    contributed = apps.get_model("territory", "Contribution").objects.filter(
        commitment__number__in=_NUMBERS
    )
    if contributed.exists():
        jobs = apps.get_model("layers", "Job").objects.filter(
            kind="export_layer", arguments__layer="contributions", result__has_key="file"
        )
        keys += list(jobs.values_list("result__file", flat=True))
    stored.objects.filter(pk__in=keys).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0030_exact_counts"),
        ("territory", "0073_security_contributions"),
    ]

    operations = [migrations.RunPython(_forget, migrations.RunPython.noop)]
