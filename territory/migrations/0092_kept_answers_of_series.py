"""What is counted of series is kept too, until one of their rows changes."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0091_greenhouse_gases"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="accreditationday",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="fd35c0af6e8489be3f4ce0ccb18b55919fa8ed4e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_e7978",
                    table="territory_accreditationday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="crimecount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="37c1cc0dc2c0b231fa81956f3a1bb4da8a4a0ddd",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_c1189",
                    table="territory_crimecount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="degreecount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="be326448cbe27c4dac584a49019ad92ef0286c74",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_8e6d3",
                    table="territory_degreecount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="environmentalmeasurement",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="8dfe5d0da22954a45c9ded1a0729880646df07ec",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_8cbc4",
                    table="territory_environmentalmeasurement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extortioncount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="adbda894c63621c8420d666b76ed6db257e6522f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_6d10b",
                    table="territory_extortioncount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prosecutorscount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="f1acc90cc1349f0fb540032a2467f16b30f7639b",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_175b5",
                    table="territory_prosecutorscount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resourcetransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="82f720f9b1a73b4b0f75486d10f75d4c0b2809c9",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_5eec7",
                    table="territory_resourcetransfer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="traffickingcount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="e506acd871464ea6d0d02e43eb7ccdb5be4e524f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_3bb50",
                    table="territory_traffickingcount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="victimservicecount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="0cc112bca773b07c14c591a678ccab7a1e3cc3af",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_91ad6",
                    table="territory_victimservicecount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watersupplycount",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_table_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)\n        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;\n        RETURN NULL;\n    ',
                    hash="9ca658cb8daf88494d4bbb00391b21330e751a79",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_raise_table_version_31c72",
                    table="territory_watersupplycount",
                    when="AFTER",
                ),
            ),
        ),
    ]
