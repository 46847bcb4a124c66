"""What tables amount to, kept until they change."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models


class TableVersion(models.Model):
    """One number a table, raised by the database with every statement that may change its rows.

    Unlike a layer's data version, which an import raises, no writer can leave it as it was.
    """

    table = models.CharField(primary_key=True, max_length=63)
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.table} {self.version}"


class KeptAnswer(models.Model):
    """The rows that a statement gave, as JSON, while its tables had these versions.

    ``question`` is a digest of the statement, so that a change of the code asks anew.
    """

    question = models.CharField(primary_key=True, max_length=64)
    tables = ArrayField(models.CharField(max_length=63))
    versions = models.TextField()
    answer = models.JSONField()

    def __str__(self) -> str:
        return self.question


# TG_TABLE_NAME: "PL/pgSQL Trigger Functions", PostgreSQL 41.10.
RAISE_TABLE_VERSION = pgtrigger.Trigger(
    name="raise_table_version",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
    func="""
        INSERT INTO territory_tableversion AS known ("table", version) VALUES (TG_TABLE_NAME, 1)
        ON CONFLICT ("table") DO UPDATE SET version = known.version + 1;
        RETURN NULL;
    """,
)
