"""The words of names that are sentences, kept by the database as it keeps the names."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class NameWord(models.Model):
    """A word that names of a model's rows have, folded: what a misspelt one may be meant for.

    ``records`` is the model's label, ``uses`` how often its names have the word. Names are
    sentences of the same few thousand words, so that these are compared in the time that their
    rows would not be (``territory.vocabulary``). Whoever writes a name, its words are here: so a
    word that isn't within any of these is within no name.
    """

    records = models.CharField(max_length=100)
    word = models.TextField()
    uses = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["records", "word"], name="nameword_once")]
        indexes = [GinIndex(OpClass(models.F("word"), name="gin_trgm_ops"), name="nameword_trgm")]

    def __str__(self) -> str:
        return self.word


# Words of fewer letters are too short to be taken for another, and numbers resemble nothing.
# Names repeat what is between their spaces many times over: each is folded and cut up once.
_COUNT = """
    INSERT INTO territory_nameword AS known (records, word, uses)
    SELECT '{records}', word, sum(step)
    FROM (
        SELECT part, sum(named.step) AS step
        FROM ({steps}) AS named (name, step)
        CROSS JOIN LATERAL string_to_table(named.name, ' ') AS part
        GROUP BY part
    ) AS said
    CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(part), '[^a-z0-9]+') AS word
    WHERE length(word) >= 4 AND word ~ '[a-z]'
    GROUP BY word
    HAVING sum(step) <> 0
    ORDER BY word
    ON CONFLICT (records, word) DO UPDATE SET uses = known.uses + excluded.uses;
    IF FOUND THEN
        DELETE FROM territory_nameword WHERE records = '{records}' AND uses <= 0;
    END IF;
    RETURN NULL;
"""
_STEPS = {
    pgtrigger.Insert: "SELECT {name}, 1 FROM new_rows",
    pgtrigger.Delete: "SELECT {name}, -1 FROM old_rows",
    # A name that as many rows have as before takes no part. The rows before and after are not
    # joined: nothing is known of their number, and the planner would hold each against each.
    pgtrigger.Update: """
        SELECT side.name, sum(side.step)
        FROM (
            SELECT {name}, -1 FROM old_rows UNION ALL SELECT {name}, 1 FROM new_rows
        ) AS side (name, step)
        GROUP BY side.name
        HAVING sum(side.step) <> 0
    """,
}
_FORGET = "DELETE FROM territory_nameword WHERE records = '{records}'; RETURN NULL;"


def name_word_triggers(records: str, name: str) -> list[pgtrigger.Trigger]:
    """What keeps the words of a model's names: ``records`` is its label, ``name`` the column."""
    counting = [
        pgtrigger.Trigger(
            name=f"name_words_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(  # type: ignore[no-untyped-call]
                old=None if operation is pgtrigger.Insert else "old_rows",
                new=None if operation is pgtrigger.Delete else "new_rows",
            ),
            func=_COUNT.format(records=records, steps=steps.format(name=name)),
        )
        for operation, steps in _STEPS.items()
    ]
    emptied = pgtrigger.Trigger(
        name="name_words_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Truncate,
        func=_FORGET.format(records=records),
    )
    return [*counting, emptied]
