"""Of contributions on security neither a fine place is kept, nor what was written published.

What was published so waits for a moderator's summary.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# The trigger takes the place out of whatever row is written.
_COARSER = """
UPDATE territory_contribution
SET state = CASE state WHEN 'published' THEN 'received' ELSE state END,
    public_text = '',
    published_at = NULL
WHERE state <> 'withdrawn'
AND commitment_id IN (SELECT id FROM territory_commitment WHERE number IN (16, 17, 18))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0072_trafficking_counts"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="contribution",
            name="public_place",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="public_place",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE finest integer;",
                    func="\n        \n        SELECT CASE number WHEN 16 THEN 6 WHEN 17 THEN 4 WHEN 18 THEN 2 END INTO finest\n        FROM territory_commitment WHERE id = NEW.commitment_id;\n        IF finest IS NOT NULL THEN\n            NEW.geom := NULL;\n            NEW.says_public_place := FALSE;\n            NEW.is_public_place := FALSE;\n            NEW.declared_ubigeo := LEFT(NEW.declared_ubigeo, finest);\n            IF finest < 6 THEN\n                NEW.feature_layer := '';\n                NEW.feature_fid := '';\n                NEW.feature_name := '';\n            END IF;\n            IF NEW.state = 'published' AND NEW.public_text = NEW.text THEN\n                RAISE EXCEPTION 'of a contribution on security only a summary is published';\n            END IF;\n        END IF;\n\n        NEW.public_geom := CASE\n            WHEN NEW.state <> 'published' THEN NULL\n            WHEN NEW.is_public_place THEN NEW.geom\n            WHEN ST_Dimension(NEW.geom) = 0 THEN ST_SnapToGrid(NEW.geom, 0.001)\n            ELSE COALESCE(\n                (\n                    SELECT ST_Multi(ST_ForcePolygonCCW(shape))\n                    FROM ST_CollectionExtract(\n                        ST_MakeValid(ST_SnapToGrid(NEW.geom, 0.001)), 3\n                    ) AS shape\n                    WHERE NOT ST_IsEmpty(shape)\n                ),\n                ST_SnapToGrid(ST_Centroid(NEW.geom), 0.001)\n            )\n        END;\n        RETURN NEW;\n    ",
                    hash="7f9b7d09aaf44cc8ed2ff79b9e22a9afbf37a9e3",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_public_place_51caa",
                    table="territory_contribution",
                    when="BEFORE",
                ),
            ),
        ),
        # What was left out is gone: there is no way back.
        migrations.RunSQL(_COARSER, migrations.RunSQL.noop),
    ]
