"""The words of long names, counted and kept by triggers; what is there is counted once."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = """
INSERT INTO territory_nameword (records, word, uses)
SELECT 'territory.sanitationproject', word, sum(times)
FROM (
    SELECT part, count(*) AS times
    FROM territory_sanitationproject AS named
    CROSS JOIN LATERAL string_to_table(named.name, ' ') AS part
    GROUP BY part
) AS said
CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(part), '[^a-z0-9]+') AS word
WHERE length(word) >= 4 AND word ~ '[a-z]'
GROUP BY word
"""


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0027_unknown_text_of_units_and_plan"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM territory_nameword", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="nameword",
            name="uses",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="nameword",
            name="word",
            field=models.TextField(),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sanitationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="name_words_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO territory_nameword AS known (records, word, uses)\n    SELECT 'territory.sanitationproject', word, sum(step)\n    FROM (\n        SELECT part, sum(named.step) AS step\n        FROM (SELECT name, 1 FROM new_rows) AS named (name, step)\n        CROSS JOIN LATERAL string_to_table(named.name, ' ') AS part\n        GROUP BY part\n    ) AS said\n    CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(part), '[^a-z0-9]+') AS word\n    WHERE length(word) >= 4 AND word ~ '[a-z]'\n    GROUP BY word\n    HAVING sum(step) <> 0\n    ORDER BY word\n    ON CONFLICT (records, word) DO UPDATE SET uses = known.uses + excluded.uses;\n    IF FOUND THEN\n        DELETE FROM territory_nameword WHERE records = 'territory.sanitationproject' AND uses <= 0;\n    END IF;\n    RETURN NULL;\n",
                    hash="28a3f10c61e8da08116220a11c3e8485adddbdad",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_name_words_insert_f192a",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="territory_sanitationproject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sanitationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="name_words_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO territory_nameword AS known (records, word, uses)\n    SELECT 'territory.sanitationproject', word, sum(step)\n    FROM (\n        SELECT part, sum(named.step) AS step\n        FROM (SELECT name, -1 FROM old_rows) AS named (name, step)\n        CROSS JOIN LATERAL string_to_table(named.name, ' ') AS part\n        GROUP BY part\n    ) AS said\n    CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(part), '[^a-z0-9]+') AS word\n    WHERE length(word) >= 4 AND word ~ '[a-z]'\n    GROUP BY word\n    HAVING sum(step) <> 0\n    ORDER BY word\n    ON CONFLICT (records, word) DO UPDATE SET uses = known.uses + excluded.uses;\n    IF FOUND THEN\n        DELETE FROM territory_nameword WHERE records = 'territory.sanitationproject' AND uses <= 0;\n    END IF;\n    RETURN NULL;\n",
                    hash="69c17adc438b75f433bbbd0f575ab32745aaff04",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_name_words_delete_cab2f",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="territory_sanitationproject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sanitationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="name_words_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO territory_nameword AS known (records, word, uses)\n    SELECT 'territory.sanitationproject', word, sum(step)\n    FROM (\n        SELECT part, sum(named.step) AS step\n        FROM (\n        SELECT side.name, side.step\n        FROM old_rows AS former\n        JOIN new_rows AS present USING (id)\n        CROSS JOIN LATERAL (VALUES (former.name, -1), (present.name, 1)) AS side (name, step)\n        WHERE former.name IS DISTINCT FROM present.name\n    ) AS named (name, step)\n        CROSS JOIN LATERAL string_to_table(named.name, ' ') AS part\n        GROUP BY part\n    ) AS said\n    CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(part), '[^a-z0-9]+') AS word\n    WHERE length(word) >= 4 AND word ~ '[a-z]'\n    GROUP BY word\n    HAVING sum(step) <> 0\n    ORDER BY word\n    ON CONFLICT (records, word) DO UPDATE SET uses = known.uses + excluded.uses;\n    IF FOUND THEN\n        DELETE FROM territory_nameword WHERE records = 'territory.sanitationproject' AND uses <= 0;\n    END IF;\n    RETURN NULL;\n",
                    hash="8361a08e5c0e913c000b4ea51e66fcd53eab42a9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_name_words_update_81ef0",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="territory_sanitationproject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sanitationproject",
            trigger=pgtrigger.compiler.Trigger(
                name="name_words_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM territory_nameword WHERE records = 'territory.sanitationproject'; RETURN NULL;",
                    hash="7fa6e6b5933c590fca7f7e9be79ab2ff84d2ed85",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_name_words_truncate_6f41d",
                    table="territory_sanitationproject",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, "DELETE FROM territory_nameword WHERE length(word) > 60"),
    ]
