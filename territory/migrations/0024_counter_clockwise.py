"""Outer rings run counter-clockwise (territory.models.orientation), those of before as well.

A zone is the same zone: neither its version nor its history's dates change, so the triggers that
would say otherwise are off meanwhile.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

_TURN = """
UPDATE {table} SET geom = ST_ForcePolygonCCW(geom) WHERE geom IS NOT NULL AND NOT ST_IsPolygonCCW(geom)
"""
_TABLES = ("territory_adminunit", "territory_commitmentterritory", "territory_extractivesite")
_OF_ZONES = ("territory_interventionzone", "territory_zoneversion")


def _turned():
    for table in _TABLES:
        yield _TURN.format(table=table)
    for table in _OF_ZONES:
        yield f"ALTER TABLE {table} DISABLE TRIGGER USER"
        yield _TURN.format(table=table)
        yield f"ALTER TABLE {table} ENABLE TRIGGER USER"
    # What is remembered of the rows is of before.
    yield "UPDATE layers_dataversion SET version = version + 1"


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0023_units_of_mining_rights"),
        ("layers", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(list(_turned()), migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="adminunit",
            trigger=pgtrigger.compiler.Trigger(
                name="counter_clockwise",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.geom := ST_ForcePolygonCCW(NEW.geom); RETURN NEW;",
                    hash="297dbb047f0c44a70ed0d35e16a97eee68d1ed89",
                    operation='INSERT OR UPDATE OF "geom"',
                    pgid="pgtrigger_counter_clockwise_18536",
                    table="territory_adminunit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitmentterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="counter_clockwise",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.geom := ST_ForcePolygonCCW(NEW.geom); RETURN NEW;",
                    hash="e7fe97c5a0bd53aa11fac2237d0aa013cbdcd424",
                    operation='INSERT OR UPDATE OF "geom"',
                    pgid="pgtrigger_counter_clockwise_fec75",
                    table="territory_commitmentterritory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extractivesite",
            trigger=pgtrigger.compiler.Trigger(
                name="counter_clockwise",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.geom := ST_ForcePolygonCCW(NEW.geom); RETURN NEW;",
                    hash="457512a5ff7f1d23eacdf14e518dad5cc4abc11a",
                    operation='INSERT OR UPDATE OF "geom"',
                    pgid="pgtrigger_counter_clockwise_5715f",
                    table="territory_extractivesite",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interventionzone",
            trigger=pgtrigger.compiler.Trigger(
                name="counter_clockwise",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.geom := ST_ForcePolygonCCW(NEW.geom); RETURN NEW;",
                    hash="46e983e3c646b03a163c2c6557f3689b7fcaa999",
                    operation='INSERT OR UPDATE OF "geom"',
                    pgid="pgtrigger_counter_clockwise_d5dc6",
                    table="territory_interventionzone",
                    when="BEFORE",
                ),
            ),
        ),
    ]
