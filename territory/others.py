"""Filling the columns of a model that other tables decide (``territory.models.from_others``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import Model
from psycopg import sql

from territory.models.from_others import FromOthers
from territory.models.placed import PublishedRecord
from territory.sql import read_statements

_ROOT = Path(__file__).parent


def declared_by(model: type[Model]) -> FromOthers | None:
    """What the model says of it; None where its rows hold nothing of other tables."""
    return model.from_others if issubclass(model, PublishedRecord) else None


def fill_staged(declared: FromOthers, table: str, key: str) -> None:
    """Fill the columns in a temporary table of rows that are to be written, told apart by key."""
    _fill(declared, table, key)


def refill(model: type[Model]) -> int:
    """Make the columns of the model's rows what the other tables say; gives how many changed.

    Call it after one of those changed, in the same transaction.
    """
    declared = declared_by(model)
    assert declared is not None, model
    return _fill(declared, model._meta.db_table, str(model._meta.pk.column))


def _fill(declared: FromOthers, table: str, key: str) -> int:
    names = {"table": sql.Identifier(table), "key": sql.Identifier(key)}
    with connection.cursor() as cursor:
        statement = sql.SQL(_statements(declared.statements)[declared.name]).format(**names)
        cursor.execute(statement.as_string(cursor.connection))
        return int(cursor.rowcount)


@cache
def _statements(path: str) -> dict[str, str]:
    return read_statements(_ROOT / path)
