from django.db import migrations

# Until a file is published again or boundaries change, a right is of the unit that it declared.
_DECLARED = """
    UPDATE territory_extractivesite AS record
    SET named_units = ARRAY[unit.ubigeo], ubigeos = unit.ubigeo,
        units = unit.name || ' (' || unit.ubigeo || ')'
    FROM territory_adminunit AS unit WHERE unit.ubigeo = record.declared_ubigeo;
    INSERT INTO territory_rightunit (record_id, ubigeo, is_named)
    SELECT id, declared_ubigeo, true FROM territory_extractivesite
    WHERE declared_ubigeo IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0022_mining_right_units")]

    operations = [migrations.RunSQL(_DECLARED, migrations.RunSQL.noop)]
