"""What is published of the mining cadastre is a part of that name, beside the register of forests.

Back, an older checkout knows no titles of forests: they go.
"""

from django.db import migrations

_NAME = "UPDATE territory_publishedpart SET name = 'ingemmet' WHERE source = 'extractives'"
_UNNAME = (
    "DELETE FROM territory_extractivesite WHERE feed = 'serfor'",
    "DELETE FROM territory_publishedpart WHERE source = 'forest_titles'",
    "UPDATE territory_publishedpart SET name = '' WHERE source = 'extractives'",
)


class Migration(migrations.Migration):
    dependencies = [("territory", "0086_forest_titles")]

    operations = [migrations.RunSQL(_NAME, list(_UNNAME))]
