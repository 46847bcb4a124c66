"""Where the map shows the projects that give no position of their own."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.models import Model
from psycopg import sql

from territory.models import SanitationProject
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# Worked out of a row and its unit alone, so before it is written (``territory.boundaries.staged``).
PLACED = ("map_point",)


def is_mapped(model: type[Model]) -> bool:
    """Whether the map shows the model's rows where ``map_point`` says."""
    return issubclass(model, SanitationProject)


def place(table: str) -> None:
    """Fill ``map_point`` in a temporary table of projects that are to be written."""
    with connection.cursor() as cursor:
        statement = sql.SQL(_SQL["place"]).format(table=sql.Identifier(table))
        cursor.execute(statement.as_string(cursor.connection))


def refresh_map_points() -> int:
    """Put each project on its own position or its unit's capital; gives how many moved.

    Call it after projects or units changed, in the same transaction: of those that share a capital
    another may have to say how many they are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["refresh"])
        return int(cursor.rowcount)
