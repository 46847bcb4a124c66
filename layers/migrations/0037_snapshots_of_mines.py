"""What is kept to return to of the mining cadastre has its part's name."""

from django.db import migrations

_NAME = "UPDATE layers_snapshot SET feed = 'ingemmet' WHERE source = 'extractives'"
_UNNAME = (
    "DELETE FROM layers_snapshot WHERE source = 'forest_titles'",
    "UPDATE layers_snapshot SET feed = '' WHERE source = 'extractives'",
)


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0036_tile_choices"),
        ("territory", "0087_register_of_mines"),
    ]

    operations = [migrations.RunSQL(_NAME, list(_UNNAME))]
