"""What a column of a dataset's table holds, within bounds: for classes, legends and forms."""

from __future__ import annotations

from typing import Any

from django.db import connection
from psycopg import sql

from layers.datasets.tables import qualified

# As many as natural breaks are found of in a second; quantiles of them are those of all.
MAX_NUMBERS = 2_000
# Of a large table some pages are read, evenly; so many rows are looked at whatever its size.
_LOOKED_AT = 200_000


def numbers_of(table: str, column: str) -> list[float]:
    """The column's numbers; of many an even choice by size, the least and the greatest in it."""
    statement = sql.SQL(
        "WITH known AS (SELECT {column}::float8 AS v FROM (SELECT {column} FROM {table} "
        "LIMIT {most}) AS seen WHERE {column} IS NOT NULL), ranked AS (SELECT v, "
        "row_number() OVER (ORDER BY v) - 1 AS at, count(*) OVER () AS n FROM known) "
        "SELECT v FROM ranked "
        "WHERE n <= {kept} OR at = n - 1 OR at % greatest(1, n / {kept}) = 0 ORDER BY v"
    ).format(
        column=sql.Identifier(column),
        table=qualified(table),
        most=sql.Literal(_LOOKED_AT),
        kept=sql.Literal(MAX_NUMBERS),
    )
    return [row[0] for row in _all(statement)]


def common_values(table: str, column: str, most: int) -> list[Any]:
    """Its commonest values, the commonest first, unknown ones left out."""
    statement = sql.SQL(
        "SELECT {column} FROM (SELECT {column} FROM {table} LIMIT {looked}) AS seen "
        "WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {most}"
    ).format(
        column=sql.Identifier(column),
        table=qualified(table),
        looked=sql.Literal(_LOOKED_AT),
        most=sql.Literal(most),
    )
    return [row[0] for row in _all(statement)]


def _all(statement: sql.Composable) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
